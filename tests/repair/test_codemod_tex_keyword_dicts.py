"""Dicts of keywords that formulas share."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "tex-keyword-dicts"


def test_each_formula_gets_the_keywords() -> None:
    becomes(
        NAME,
        """
        from manim import *
        def formulas():
            kw = dict(t2c={"x": RED}, font_size=60)
            return Tex("x", **kw), Tex("2 x", color=BLUE, **kw)
        """,
        """
        from manim import *
        def formulas():
            return Tex("x", t2c={"x": RED}, font_size=60), Tex("2 x", color=BLUE, t2c={"x": RED}, font_size=60)
        """,
        "gl",
    )


def test_a_dict_that_is_changed_or_handed_elsewhere_stays() -> None:
    stays(
        NAME,
        """
        from manim import *
        def formulas():
            kw = dict(t2c={"x": RED})
            kw["font_size"] = 60
            return Tex("x", **kw)
        def words():
            kw = dict(t2c={"x": RED})
            return Tex("x", **kw), Text("x", **kw)
        """,
        "gl",
    )

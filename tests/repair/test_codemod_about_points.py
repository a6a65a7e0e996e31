"""Points that something is turned about."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "about-points"


def test_the_point_is_named() -> None:
    becomes(
        NAME,
        """
        from manim import *
        dot = Dot()
        dot.rotate(PI, OUT, ORIGIN)
        dot.animate.scale(2, dot.get_center())
        dot.stretch(2, 0, UP)
        """,
        """
        from manim import *
        dot = Dot()
        dot.rotate(PI, OUT, about_point=ORIGIN)
        dot.animate.scale(2, about_point=dot.get_center())
        dot.stretch(2, 0, about_point=UP)
        """,
        "ce",
    )


def test_what_is_no_point_or_not_manims_stays() -> None:
    stays(
        NAME,
        """
        from manim import *
        class Tile(VGroup):
            def flip(self, side, place): ...
        Dot().scale(2, True)
        Dot().rotate(PI, OUT)
        picture.rotate(90, resample, expand)
        Tile().flip(LEFT, UP)
        """,
        "ce",
    )

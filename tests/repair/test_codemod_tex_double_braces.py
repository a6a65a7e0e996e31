"""Two braces in a row."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "tex-double-braces"


def test_a_space_keeps_them_from_making_parts() -> None:
    becomes(
        NAME,
        r"""
        from manimlib.imports import *
        TexMobject(r"{{a \over b}} = {{c} \over d} a^{{2}}")
        """,
        r"""
        from manimlib.imports import *
        TexMobject(r"{ {a \over b}} = { {c} \over d} a^{{2}}")
        """,
    )


def test_parts_that_were_meant_stay() -> None:
    stays(NAME, 'from manimlib import *\nclass A(InteractiveScene): ...\nTex("{{a}} + {{b}}")\n', "gl")
    stays(NAME, 'from manim import *\nMathTex("{{a}} + {{b}}")\n', "ce")

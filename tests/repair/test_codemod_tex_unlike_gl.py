"""ManimGL's `Tex` is another than ManimCE's."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "tex-unlike-gl"


def test_formulas_and_text_change_names_at_once() -> None:
    becomes(
        NAME,
        """
        from manimlib import *
        VGroup(Tex("x"), TexText("so"), OldTex("y"), OldTexText("then"))
        """,
        """
        from manimlib import *
        VGroup(MathTex("x"), Tex("so"), MathTex("y"), Tex("then"))
        """,
        "gl",
    )


def test_what_is_imported_from_manimce_is_manimces() -> None:
    stays(NAME, "from manim import *\nTex('so')\nself.frame\n", "gl")

"""Signs typed in formulas."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "tex-signs"


def test_they_are_latex_s_own() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *
        TexMobject(r"\\int_0^1 \u22123t \u2264 2\u03c0", "a \u2212 b", color=RED)
        """,
        r"""
        from manimlib.imports import *
        TexMobject(r"\int_0^1 -3t \le  2\pi ", "a - b", color=RED)
        """,
    )


def test_words_keys_and_texts_stay() -> None:
    stays(
        NAME, 'from manim import *\nMathTex(r"\\text{a \u2212 b}")\nText("a \u2212 b")\nTex("\u2212")\n', "ce"
    )
    stays(NAME, 'from manim import *\nMathTex("x - \\\\pi")\n', "ce")
    stays(NAME, 'from manim import *\nMathTex("a \u2212 b", tex_to_color_map={"\u2212": RED})\n', "ce")
    stays(NAME, 'from manim import *\nMathTex("a \u2212 b", tex_template=TexTemplate())\n', "ce")

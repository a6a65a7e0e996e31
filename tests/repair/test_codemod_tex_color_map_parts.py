"""Parts that a map of colours used to make."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "tex-color-map-parts"


def test_a_formula_whose_parts_are_numbered_is_given_in_parts() -> None:
    becomes(
        NAME,
        r"""
        from manimlib.imports import *
        class Sum(Scene):
            def construct(self):
                sum = TexMobject("x + y", tex_to_color_map={"x": RED, "y": BLUE})
                self.play(Indicate(sum[2]))
        """,
        r"""
        from manimlib.imports import *
        class Sum(Scene):
            def construct(self):
                sum = TexMobject("x", "+", "y", tex_to_color_map={"x": RED, "y": BLUE})
                self.play(Indicate(sum[2]))
        """,
    )


def test_spaces_of_text_are_kept() -> None:
    becomes(
        NAME,
        'from manimlib.imports import *\nt = TextMobject("one two", tex_to_color_map={"two": RED})\nt[1]\n',
        'from manimlib.imports import *\nt = TextMobject("one ", "two", tex_to_color_map={"two": RED})\nt[1]\n',
    )


def test_one_that_is_only_coloured_stays() -> None:
    stays(
        NAME,
        'from manimlib.imports import *\nt = TexMobject("x + y", tex_to_color_map={"x": RED})\nt.scale(2)\n',
    )


def test_glyphs_of_manimgl_are_no_parts() -> None:
    stays(
        NAME,
        'from manimlib import *\nclass A(InteractiveScene): ...\nt = Tex("x + y", isolate=["x"])\nt[1]\n',
        "gl",
    )

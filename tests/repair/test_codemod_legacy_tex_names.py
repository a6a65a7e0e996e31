"""Names that TeX objects had in the legacy library."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "legacy-tex-names"


def test_text_mode_and_formulas() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *
        class Heading(TextMobject):
            pass
        VGroup(TextMobject("Let $x$ be"), TexMobject("x = 1"), *map(TexMobject, "abc"))
        """,
        """
        from manimlib.imports import *
        class Heading(Tex):
            pass
        VGroup(Tex("Let $x$ be"), MathTex("x = 1"), *map(MathTex, "abc"))
        """,
    )


def test_a_class_of_the_author_keeps_its_name() -> None:
    stays(NAME, "from manim import *\nclass TexMobject(MathTex): ...\nTexMobject('x')\n")

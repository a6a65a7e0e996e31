"""Glyphs of formulas of one string, as the first Manims counted them."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "glyphs-of-one-string"


def test_all_formulas_of_one_string_once_glyphs_are_asked_for() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *
        class Code(Scene):
            def construct(self):
                line = TextMobject("while size:").scale(0.5)
                line[5:9].set_color(BLUE)
                line[0].set_color(RED)
                self.words = TextMobject("all of it")
                for glyph in self.words:
                    self.play(Write(glyph))
                self.play(Write(self.words[:3]), *[FadeIn(g) for g in line], len(line), VGroup(*line))
                parts = TexMobject("a", "b")
                parts[1].shift(UP)
                self.play(Write(line))
        """,
        """
        from manimlib.imports import *
        class Code(Scene):
            def construct(self):
                line = TextMobject("while size:").scale(0.5)
                line[0][5:9].set_color(BLUE)
                line[0][0].set_color(RED)
                self.words = TextMobject("all of it")
                for glyph in self.words[0]:
                    self.play(Write(glyph))
                self.play(Write(self.words[0][:3]), *[FadeIn(g) for g in line[0]], len(line[0]), VGroup(*line[0]))
                parts = TexMobject("a", "b")
                parts[1].shift(UP)
                self.play(Write(line))
        """,
    )


def test_one_part_is_all_that_later_manims_had() -> None:
    stays(
        NAME,
        """
        from manimlib.imports import *
        class Later(Scene):
            def construct(self):
                line = TextMobject("while size:")
                line[0][3].set_color(BLUE)
                line[-1].set_color(RED)
                line[:5].shift(UP)
                several = TexMobject("a + b", tex_to_color_map={"a": RED})
                several[1].shift(UP)
        """,
    )

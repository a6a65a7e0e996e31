"""Names of colours that Manim does not have."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "undefined-colours"


def test_colours_of_the_web_are_read_where_manim_has_them() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class Paint(Scene):
            def construct(self):
                square = Square(color=NAVY, fill_color=CYAN).set_stroke(SKY_BLUE)
                square.set_color(MUSTARD)
                self.add(square)
        """,
        """
        from manim import *
        class Paint(Scene):
            def construct(self):
                square = Square(color=SVGNAMES.NAVY, fill_color=PURE_CYAN).set_stroke(SVGNAMES.SKYBLUE)
                square.set_color(XKCD.MUSTARD)
                self.add(square)
        """,
        "ce",
    )


def test_colours_of_manim_and_of_the_author_stay() -> None:
    stays(
        NAME,
        """
        from manim import *
        NAVY = "#000080"
        class Paint(Scene):
            def construct(self, BROWN=RED):
                self.add(Square(color=NAVY), Dot(color=BROWN), Dot(color=TEAL), XKCD.BROWN)
        """,
        "ce",
    )


def test_a_word_that_is_a_colour_only_in_the_large_table_needs_a_place_for_one() -> None:
    stays(NAME, "from manim import *\nlayers = [STONE, ICE]\n", "ce")


def test_what_an_import_names_is_left_to_the_import() -> None:
    stays(NAME, "from manim import Square, NAVY\nSquare(color=NAVY)\n", "ce")

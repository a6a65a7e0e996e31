"""Numbers and colours in places of other things."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "misplaced-positionals"


def test_a_rectangle_of_two_numbers_has_a_width_and_a_height() -> None:
    becomes(
        NAME,
        """
        from manim import *
        wide = 6
        Rectangle(wide, 2 * 1.5)
        Circle(RED, fill_opacity=1)
        Line(LEFT, RIGHT, BLUE)
        Arrow(LEFT, RIGHT, 0.1)
        SurroundingRectangle(Dot(), RED, 0.3)
        """,
        """
        from manim import *
        wide = 6
        Rectangle(width=wide, height=2 * 1.5)
        Circle(color=RED, fill_opacity=1)
        Line(LEFT, RIGHT, color=BLUE)
        Arrow(LEFT, RIGHT, buff=0.1)
        SurroundingRectangle(Dot(), color=RED, buff=0.3)
        """,
        "ce",
    )


def test_what_its_place_can_take_stays() -> None:
    stays(
        NAME,
        "from manim import *\nRectangle(RED, 2, 3)\n"
        "Circle(2, RED)\nLine(LEFT, RIGHT, 0.5)\nSurroundingRectangle(Dot(), Dot())\n",
        "ce",
    )


def test_what_could_mean_several_things_stays() -> None:
    stays(
        NAME,
        "from manim import *\nRectangle(3)\n"
        "Rectangle(w, h)\nCircle(RED, color=BLUE)\nArrow(UP, DOWN, 1, 2)\n",
        "ce",
    )


def test_what_follows_a_text_is_its_size_or_its_colour() -> None:
    becomes(
        NAME,
        """
        from manim import *
        Text("one", 36), Text("two", RED), MarkupText("three", 24)
        """,
        """
        from manim import *
        Text("one", font_size=36), Text("two", color=RED), MarkupText("three", font_size=24)
        """,
        "ce",
    )
    stays(NAME, 'from manim import *\nText("one", 0.5), Text("two", opacity), Text("three", 1)\n', "ce")

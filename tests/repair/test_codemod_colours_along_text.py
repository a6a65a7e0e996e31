"""Texts of several colours."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "colours-along-text"


def test_several_colours_are_a_gradient() -> None:
    becomes(
        NAME,
        """
        from manim import *
        law = MathTex("E", "=", "m", "c^2", color=[RED, WHITE, BLUE]).scale(2)
        name = Text(
            "Energy",
            color=("#ff0000", GREEN),
            font_size=40,
        )
        Title("Law", color=[*COLOURS])
        """,
        """
        from manim import *
        law = MathTex("E", "=", "m", "c^2").set_color_by_gradient(RED, WHITE, BLUE).scale(2)
        name = Text(
            "Energy",
            font_size=40,
        ).set_color_by_gradient("#ff0000", GREEN)
        Title("Law").set_color_by_gradient(*COLOURS)
        """,
        "ce",
    )


def test_what_takes_several_colours_and_parts_of_one_colour_stay() -> None:
    stays(
        NAME,
        """
        from manim import *
        Circle(color=[RED, BLUE])
        Text("red", color=(1.0, 0.0, 0.0))
        Text("known", color=colours)
        Text("none", color=[])
        """,
        "ce",
    )

"""Colours that are text."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "colours-as-text"


def test_text_becomes_a_colour() -> None:
    becomes(
        NAME,
        """
        from manim import *
        dark = "#112233"
        interpolate_color("#ff0000", dark, 0.5)
        interpolate_color(RED, color2="blue", alpha=0.5)
        """,
        """
        from manim import *
        dark = "#112233"
        interpolate_color(ManimColor("#ff0000"), ManimColor(dark), 0.5)
        interpolate_color(RED, color2=ManimColor("blue"), alpha=0.5)
        """,
    )


def test_colours_and_functions_of_the_author_stay() -> None:
    stays(NAME, "from manim import *\ninterpolate_color(RED, BLUE, 0.5)\ninvert_color(colour)\n")
    stays(NAME, "from manim import *\ndef invert_color(text): ...\ninvert_color('#ffffff')\n")


def test_where_colours_are_text_one_that_cannot_be_told_is_made_a_colour() -> None:
    code = """
        from manim import *
        GRASS = {}
        def between(colors, a):
            return interpolate_color({}, BLUE, a)
        """
    becomes(
        NAME,
        code.format('"#3A7D2C"', "colors[0]"),
        code.format('"#3A7D2C"', "ManimColor(colors[0])"),
        "ce",
    )
    stays(NAME, code.format("GREEN", "colors[0]"), "ce")
    stays(NAME, code.format('"grass"', "colors[0]"), "ce")
    becomes(
        NAME,
        """
        from manim import *
        class A(Scene):
            def construct(self):
                grass = "#3A7D2C"
                colors = [grass, BLUE]
                self.add(Dot(color=interpolate_color(colors[0], colors[1], 0.5)))
        """,
        """
        from manim import *
        class A(Scene):
            def construct(self):
                grass = "#3A7D2C"
                colors = [grass, BLUE]
                self.add(Dot(color=interpolate_color(ManimColor(colors[0]), ManimColor(colors[1]), 0.5)))
        """,
        "ce",
    )

"""Fading in from a direction."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "fade-in-from"


def test_what_comes_from_the_right_goes_left() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class Arrival(Scene):
            def construct(self):
                dot = Dot()
                self.play(FadeInFrom(dot, RIGHT, run_time=2))  # slowly
                self.play(FadeInFrom(dot, direction=2 * DOWN), FadeInFrom(dot), FadeInFrom(dot, -side))
        """,
        """
        from manim import *
        class Arrival(Scene):
            def construct(self):
                dot = Dot()
                self.play(FadeIn(dot, shift=LEFT, run_time=2))  # slowly
                self.play(FadeIn(dot, shift=2 * UP), FadeIn(dot, shift=UP), FadeIn(dot, shift=side))
        """,
    )


def test_a_function_of_the_author_keeps_its_name() -> None:
    stays(NAME, "from manim import *\ndef FadeInFrom(m, d): ...\nFadeInFrom(Dot(), UP)\n")


def test_arguments_that_cannot_be_read_are_left_and_told() -> None:
    stays(NAME, "from manim import *\nFadeInFrom(*both)\n", warning="behind a *")

"""Animations that take a part of the time."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "time-span"


def test_the_rate_is_squished() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class Late(Scene):
            def construct(self):
                self.play(FadeIn(a, time_span=(1, 2)), Write(b, time_span=(0, 2)))
                self.play(FadeIn(a, time_span=(1, 2)), run_time=4)
                self.play(a.animate(time_span=(1, 2), rate_func=linear).shift(UP))
        """,
        """
        from manim import *
        class Late(Scene):
            def construct(self):
                self.play(FadeIn(a, run_time=2, rate_func=squish_rate_func(smooth, 0.5, 1)), Write(b, run_time=2))
                self.play(FadeIn(a, run_time=4, rate_func=squish_rate_func(smooth, 0.25, 0.5)), run_time=4)
                self.play(a.animate(run_time=2, rate_func=squish_rate_func(linear, 0.5, 1)).shift(UP))
        """,
        "gl",
    )


def test_a_span_that_cannot_be_read_is_left() -> None:
    stays(NAME, "from manim import *\nFadeIn(a, time_span=span)\n", "gl", warning="cannot be told")

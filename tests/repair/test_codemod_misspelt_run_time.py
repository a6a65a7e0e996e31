"""Run times under a wrong name."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "misspelt-run-time"


def test_the_name_is_put_right_where_play_would_ignore_it() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class Slow(Scene):
            def construct(self):
                self.play(Create(Dot()), running_time=3)
        """,
        """
        from manim import *
        class Slow(Scene):
            def construct(self):
                self.play(Create(Dot()), run_time=3)
        """,
        "ce",
    )


def test_one_that_is_right_and_one_of_something_else_stay() -> None:
    stays(
        NAME,
        """
        from manim import *
        class Slow(Scene):
            def construct(self):
                self.play(Create(Dot()), run_time=3, running_time=2)
                clock.play(runtime=3)
        """,
        "ce",
    )

"""Times and rates under wrong names."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "animation-keywords"


def test_times_and_rates_get_their_right_names() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class Film(Scene):
            def construct(self):
                self.play(FadeIn(dot, duration=2), rate_func="linear")
                self.play(Create(dot), duration=3)
                self.play(Rotate(dot, rate_function=smooth))
                self.wait(seconds=1)
                self.sleep(2)
        """,
        """
        from manim import *
        class Film(Scene):
            def construct(self):
                self.play(FadeIn(dot, run_time=2), rate_func=linear)
                self.play(Create(dot), run_time=3)
                self.play(Rotate(dot, rate_func=smooth))
                self.wait(duration=1)
                self.wait(2)
        """,
        "ce",
    )


def test_what_is_right_or_the_authors_stays() -> None:
    stays(
        NAME,
        """
        from manim import *
        import time
        class Slow(FadeIn):
            def __init__(self, mobject, duration): ...
        class Film(Scene):
            def sleep(self, seconds): ...
            def construct(self):
                self.play(Slow(dot, duration=2), run_time=3)
                self.wait(duration=1)
                self.wait(1)
                self.sleep(2)
                time.sleep(2)
                self.clock.wait(seconds=2)
        """,
        "ce",
    )
    stays(NAME, "from manim import *\nFadeIn(dot, duration=1, run_time=2)\n", "ce")

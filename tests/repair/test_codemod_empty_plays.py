"""Plays of nothing."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "empty-plays"


def test_what_shows_nothing_goes() -> None:
    becomes(
        NAME,
        """
        from manimlib import *
        class A(Scene):
            def construct(self):
                self.play()
                self.play(run_time=2)
                self.wait(0)
                self.wait(1)
        """,
        """
        from manimlib import *
        class A(Scene):
            def construct(self):
                self.wait(1)
        """,
        "gl",
    )


def test_what_may_show_something_stays() -> None:
    stays(
        NAME,
        "from manimlib import *\nclass A(Scene):\n    def construct(self):\n        self.play(*all)\n",
        "gl",
    )


def test_todays_errors_are_those_of_todays_code_too() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class A(Scene):
            def construct(self):
                self.play(AnimationGroup())
                self.wait(0.0)
                self.play(FadeIn(Dot(), run_time=0))
                self.play(FadeIn(Dot()), run_time=0)
        """,
        """
        from manim import *
        class A(Scene):
            def construct(self):
                self.play(FadeIn(Dot(), run_time=1 / config.frame_rate))
                self.play(FadeIn(Dot()), run_time=1 / config.frame_rate)
        """,
        "ce",
    )


def test_beside_others_an_animation_may_take_no_time() -> None:
    stays(
        NAME,
        "from manim import *\nclass A(Scene):\n    def construct(self):\n"
        "        self.play(FadeIn(Dot(), run_time=0), Write(Text('a')))\n",
        "ce",
    )


def test_an_authors_own_way_to_wait_is_theirs() -> None:
    stays(
        NAME,
        """
        class Slow(Scene):
            def wait(self, more=0):
                super().wait(1 + more)
        class A(Slow):
            def construct(self):
                self.wait(0)
        """,
    )


def test_a_method_that_hands_on_no_time_gets_a_frame() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class S(Scene):
            def construct(self):
                self.pile(run_time=0)
                self.other(run_time=0)
            def pile(self, **kwargs):
                self.play(MoveToTarget(self.disks), **kwargs)
            def other(self, run_time): ...
        """,
        """
        from manim import *
        class S(Scene):
            def construct(self):
                self.pile(run_time=1 / config.frame_rate)
                self.other(run_time=0)
            def pile(self, **kwargs):
                self.play(MoveToTarget(self.disks), **kwargs)
            def other(self, run_time): ...
        """,
    )

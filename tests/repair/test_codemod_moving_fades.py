"""Fades that move or scale."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "moving-fades"


def test_each_says_how_it_moves() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class Leaving(Scene):
            def construct(self):
                dot = Dot()
                self.play(FadeInFromDown(dot), FadeOutAndShift(dot, 2 * LEFT), FadeOutAndShift(dot))
                self.play(FadeInFromLarge(dot, 3), FadeInFromPoint(dot, ORIGIN, run_time=2))
                self.play(VFadeInThenOut(dot))
        """,
        """
        from manim import *
        class Leaving(Scene):
            def construct(self):
                dot = Dot()
                self.play(FadeIn(dot, shift=UP), FadeOut(dot, shift=2 * LEFT), FadeOut(dot, shift=DOWN))
                self.play(FadeIn(dot, scale=3), FadeIn(dot, target_position=ORIGIN, run_time=2, scale=0))
                self.play(FadeIn(dot, rate_func=there_and_back, remover=True))
        """,
    )


def test_for_each_of_a_group() -> None:
    becomes(
        NAME,
        """
        from manim import *
        LaggedStartMap(FadeInFromDown, dots)
        LaggedStartMap(FadeInFrom, dots, lambda d: (d, LEFT), lag_ratio=0.2)
        """,
        """
        from manim import *
        LaggedStartMap(FadeIn, dots, shift=UP)
        LaggedStart(*[FadeIn(d, shift=RIGHT) for d in dots], lag_ratio=0.2, run_time=2)
        """,
    )


def test_what_a_function_decides_is_left() -> None:
    stays(
        NAME,
        "from manim import *\nLaggedStartMap(FadeOutAndShift, dots, where)\n",
        warning="up to a function",
    )
    stays(NAME, "from manim import *\nFadeOutAndShift(*both)\n", warning="behind a *")


def test_one_for_each_by_map() -> None:
    becomes(
        NAME,
        """
        from manim import *
        LaggedStart(*map(FadeOutAndShiftDown, formula), lag_ratio=0.2)
        fades = map(FadeInFrom, dots.copy())
        """,
        """
        from manim import *
        LaggedStart(*[FadeOut(each, shift=DOWN) for each in formula], lag_ratio=0.2)
        fades = [FadeIn(each, shift=UP) for each in dots.copy()]
        """,
    )
    stays(NAME, "from manim import *\nmap(FadeInFromPoint, dots, points)\n")


def test_what_is_faded_by_keyword_comes_first() -> None:
    becomes(
        NAME,
        "from manim import *\nFadeOutAndShift(direction=UP, mobject=dot)\n",
        "from manim import *\nFadeOut(dot, shift=UP)\n",
    )

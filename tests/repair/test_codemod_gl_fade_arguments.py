"""ManimGL's arguments of fades."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "gl-fade-arguments"


def test_a_direction_is_named_and_a_scale_turned_around() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class Fading(Scene):
            def construct(self):
                self.play(FadeIn(dot, UP), FadeOut(dot, 0.5 * DOWN), FadeIn(dot, scale=2))
                self.play(FadeIn(dot, RIGHT, 0.5), FadeOut(dot, scale=2), FadeIn(dot, scale=3))
                self.play(LaggedStartMap(FadeIn, dots, scale=0.25))
        """,
        """
        from manim import *
        class Fading(Scene):
            def construct(self):
                self.play(FadeIn(dot, shift=UP), FadeOut(dot, shift=0.5 * DOWN), FadeIn(dot, scale=0.5))
                self.play(FadeIn(dot, shift=RIGHT, scale=2), FadeOut(dot, scale=2), FadeIn(dot, scale=1 / 3))
                self.play(LaggedStartMap(FadeIn, dots, scale=4))
        """,
        "gl",
    )


def test_several_mobjects_stay() -> None:
    stays(NAME, "from manim import *\na = Dot()\nb = Dot()\nFadeIn(a, b)\n", "gl")


def test_what_is_no_mobject_is_a_direction() -> None:
    becomes(
        NAME,
        "from manim import *\nFadeIn(a, -vect)\nFadeOut(a, b)\n",
        "from manim import *\nFadeIn(a, shift=-vect)\nFadeOut(a, shift=b)\n",
        "gl",
    )

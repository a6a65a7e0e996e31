"""`LaggedStart` of a class."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "lagged-start-of-class"


def test_a_class_is_mapped() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class Pop(Animation): ...
        LaggedStart(FadeIn, dots, run_time=3)
        LaggedStart(ShowCreation, dots)
        LaggedStart(Pop, dots)
        LaggedStartMap(anim_func=FadeIn, group=dots)
        """,
        """
        from manim import *
        class Pop(Animation): ...
        LaggedStartMap(FadeIn, dots, run_time=3)
        LaggedStartMap(ShowCreation, dots)
        LaggedStartMap(Pop, dots)
        LaggedStartMap(animation_class=FadeIn, mobject=dots)
        """,
    )


def test_animations_stay() -> None:
    stays(NAME, "from manim import *\nLaggedStart(FadeIn(a), FadeIn(b))\nLaggedStart(first, second)\n")

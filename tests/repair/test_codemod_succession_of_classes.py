"""Successions of classes and what they are called with."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "succession-of-classes"


def test_a_class_is_called_with_what_follows_it() -> None:
    becomes(
        NAME,
        """
        from manim import *
        Succession(Animation, Mobject(), {"run_time": 2}, Write, text)
        Succession(
            FadeIn(a),
            ReplacementTransform, a, b, {"path_arc": PI, "run_time": 3},
            ShowCreation, c,
            rate_func=linear,
        )
        """,
        """
        from manim import *
        Succession(Animation(Mobject(), run_time=2), Write(text))
        Succession(
            FadeIn(a),
            ReplacementTransform(a, b, path_arc=PI, run_time=3),
            ShowCreation(c),
            rate_func=linear,
        )
        """,
    )


def test_a_class_of_the_module_counts_too() -> None:
    before = """
    from manim import *
    class Blinking(Animation):
        pass
    Succession(Blinking, eye, ApplyMethod, eye.shift, UP)
    """
    after = before.replace(
        "Blinking, eye, ApplyMethod, eye.shift, UP", "Blinking(eye), ApplyMethod(eye.shift, UP)"
    )
    becomes(NAME, before, after)


def test_animations_stay() -> None:
    stays(NAME, "from manim import *\nSuccession(FadeIn(a), FadeOut(a), lag_ratio=1)\n")


def test_what_cannot_be_told_apart_stays() -> None:
    stays(NAME, "from manim import *\nSuccession(first, FadeIn, a)\n", warning="told apart")
    stays(NAME, "from manim import *\nSuccession(FadeIn, *several)\n", warning="*")
    stays(NAME, "from manim import *\nSuccession(FadeIn, a, {key: 1})\n", warning="told apart")

"""Ways to go through the parts of a mobject."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "submobject-modes"


def test_modes_are_ratios() -> None:
    becomes(
        NAME,
        """
        from manim import *
        Write(a, submobject_mode="all_at_once", run_time=2)
        ShowCreation(a.parts, run_time=2, submobject_mode="one_at_a_time")
        FadeIn(dots, submobject_mode="lagged_start")
        """,
        """
        from manim import *
        Write(a, lag_ratio=0, run_time=2)
        ShowCreation(a.parts, run_time=2, lag_ratio=1)
        FadeIn(dots, lag_ratio=1 / len(dots))
        """,
    )


def test_what_cannot_be_read_stays() -> None:
    stays(NAME, "from manim import *\nFadeIn(a, submobject_mode=mode)\n", warning="cannot be read")
    stays(NAME, 'from manim import *\nFadeIn(VGroup(a), submobject_mode="lagged_start")\n', warning="parts")

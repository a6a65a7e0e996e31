"""What is drawn and goes again."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "show-creation-then"


def test_it_passes_or_fades() -> None:
    becomes(
        NAME,
        """
        from manim import *
        ShowCreationThenDestruction(line)
        ShowCreationThenFadeOut(line, run_time=3)
        VShowPassingFlash(line, time_width=1, taper_width=0.1)
        LaggedStartMap(ShowCreationThenDestruction, lines)
        """,
        """
        from manim import *
        ShowPassingFlash(line, time_width=2)
        Succession(Create(line), FadeOut(line), run_time=3)
        ShowPassingFlash(line, time_width=1)
        LaggedStartMap(ShowPassingFlash, lines, time_width=2)
        """,
    )


def test_what_cannot_be_written_twice_is_left() -> None:
    stays(NAME, "from manim import *\nShowCreationThenFadeOut(Line(a, b))\n", warning="written twice")


def test_each_of_a_group_is_drawn_and_fades() -> None:
    becomes(
        NAME,
        "from manim import *\nLaggedStartMap(ShowCreationThenFadeOut, group, lag_ratio=0.1)\n",
        "from manim import *\nLaggedStartMap(lambda m, **kwargs: Succession(Create(m), FadeOut(m), **kwargs), "
        "group, lag_ratio=0.1)\n",
    )

"""Frames around mobjects."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "circumscribe"


def test_each_says_what_it_did_by_itself() -> None:
    becomes(
        NAME,
        """
        from manim import *
        ShowCreationThenFadeAround(word)
        ShowPassingFlashAround(word, surrounding_rectangle_config={"color": RED, "buff": 0.2})
        ShowCreationThenDestructionAround(word, run_time=3)
        FlashAround(word, 0.5, color=BLUE, taper_width=0)
        CircleIndicate(word)
        """,
        """
        from manim import *
        Circumscribe(word, fade_out=True, run_time=2)
        Circumscribe(word, color=RED, buff=0.2, time_width=0.1)
        Circumscribe(word, run_time=3, time_width=2)
        Circumscribe(word, time_width=0.5, color=BLUE)
        Circumscribe(word, shape=Circle)
        """,
    )


def test_a_frame_that_cannot_be_read_is_left() -> None:
    code = "from manim import *\nShowPassingFlashAround(word, surrounding_rectangle_config=frame)\n"
    stays(NAME, code, warning="cannot be read")


def test_a_light_that_passes_under_something() -> None:
    becomes(
        NAME,
        """
        from manim import *
        FlashUnder(word)
        FlashUnder(word, 0.5, color=RED, buff=0, run_time=2)
        """,
        """
        from manim import *
        ShowPassingFlash(Underline(word, color=YELLOW), time_width=1)
        ShowPassingFlash(Underline(word, color=RED, buff=0), time_width=0.5, run_time=2)
        """,
        "gl",
    )

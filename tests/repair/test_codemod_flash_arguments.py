"""Flashes."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "flash-arguments"


def test_the_colour_is_named_and_the_radius_where_lines_begin() -> None:
    becomes(
        NAME,
        """
        from manim import *
        Flash(dot, RED)
        Flash(dot, color=RED, flash_radius=0.5)
        Flash(dot, line_length=0.4, flash_radius=r)
        """,
        """
        from manim import *
        Flash(dot, color=RED)
        Flash(dot, color=RED, flash_radius=0.3)
        Flash(dot, line_length=0.4, flash_radius=r - 0.4)
        """,
    )


def test_a_plain_one_stays() -> None:
    stays(NAME, "from manim import *\nFlash(dot)\n")

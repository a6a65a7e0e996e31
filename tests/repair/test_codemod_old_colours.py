"""Colours that are other or gone."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "old-colours"


def test_they_are_written_out() -> None:
    becomes(
        NAME,
        'from manim import *\nDot(color=BLUE_E)\nDot(color=GREEN_SCREEN)\nDot(color=COLOR_MAP["RED_A"])\n',
        'from manim import *\nDot(color=ManimColor("#1C758A"))\nDot(color=ManimColor("#00FF00"))\n'
        "Dot(color=RED_A)\n",
    )


def test_names_of_the_author_stay() -> None:
    stays(NAME, "from manim import *\nBLUE_E = RED\nDot(color=BLUE_E, **{'a': self.GREEN_SCREEN})\n")

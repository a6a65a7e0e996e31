"""Underlines longer than their text."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "underline-stretch"


def test_it_is_stretched() -> None:
    becomes(
        NAME,
        "from manimlib import *\n"
        "Underline(t, stretch_factor=1.5, color=RED)\nUnderline(t, stretch_factor=1)\n",
        "from manimlib import *\nUnderline(t, color=RED).stretch(1.5, 0)\nUnderline(t)\n",
        "gl",
    )


def test_without_a_factor_it_stays() -> None:
    stays(NAME, "from manimlib import *\nUnderline(t)\nstretch_factor = 2\n", "gl")

"""Imports of what is not there."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "dead-imports"


def test_they_are_left_out() -> None:
    becomes(
        NAME,
        "from manim import Dot, Randolph\nfrom manim import GlowDot as G\nDot()\n",
        "from manim import Dot\nDot()\n",
    )


def test_what_is_there_stays() -> None:
    stays(NAME, "from manim import Dot, utils, Circle as C\n", "ce")

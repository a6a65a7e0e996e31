"""Circles that start elsewhere."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "circle-start-angle"


def test_the_circle_is_turned() -> None:
    becomes(
        NAME,
        "from manimlib import *\nCircle(radius=2, start_angle=PI / 2)\nCircle(start_angle=0)\n",
        "from manimlib import *\nCircle(radius=2).rotate(PI / 2)\nCircle()\n",
        "gl",
    )


def test_an_arc_takes_it() -> None:
    stays(NAME, "from manimlib import *\nArc(start_angle=PI)\n", "gl")

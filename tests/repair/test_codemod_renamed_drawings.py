"""Drawn things with another name."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "renamed-drawings"


def test_an_arrow_of_a_stroke_is_what_all_are() -> None:
    becomes(
        NAME,
        "from manimlib import *\nStrokeArrow(LEFT, RIGHT)\n",
        "from manimlib import *\nArrow(LEFT, RIGHT)\n",
        "gl",
    )


def test_others_stay() -> None:
    stays(NAME, "from manimlib import *\nArrow(LEFT, RIGHT)\n", "gl")

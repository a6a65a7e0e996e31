"""Constants under names that never were."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "misnamed-constants"


def test_they_get_their_right_names() -> None:
    becomes(
        NAME,
        "from manim import *\nDot(CENTER).rotate(90 * DEGREE).to_corner(UP_LEFT)\n",
        "from manim import *\nDot(ORIGIN).rotate(90 * DEGREES).to_corner(UL)\n",
        "ce",
    )


def test_those_of_the_author_stay() -> None:
    stays(NAME, "from manim import *\nCENTER = 2 * RIGHT\nDot(CENTER)\nself.DEGREE\n", "ce")

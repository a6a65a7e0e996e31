"""Small dots."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "small-dots"


def test_it_is_a_dot_with_half_the_radius() -> None:
    becomes(
        NAME,
        "from manimlib.imports import *\nSmallDot(UP, color=RED)\nSmallDot(radius=0.05)\n",
        "from manimlib.imports import *\nDot(UP, color=RED, radius=0.04)\nDot(radius=0.05)\n",
    )


def test_what_stands_behind_a_star_is_told() -> None:
    stays(NAME, "from manimlib.imports import *\nSmallDot(**looks)\n", warning="behind a *")

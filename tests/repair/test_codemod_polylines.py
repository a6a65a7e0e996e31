"""Lines through several points."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "polylines"


def test_points_become_corners() -> None:
    becomes(
        NAME,
        "from manimlib import *\nPolyline(LEFT, UP, *more, color=RED)\n",
        "from manimlib import *\nVMobject(color=RED).set_points_as_corners([LEFT, UP, *more])\n",
        "gl",
    )


def test_a_polygon_stays() -> None:
    stays(NAME, "from manimlib import *\nPolygon(LEFT, UP, RIGHT)\n", "gl")

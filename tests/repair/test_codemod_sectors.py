"""Sectors with two radii."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "sectors"


def test_the_inner_radius_decides() -> None:
    becomes(
        NAME,
        "from manim import *\nSector(outer_radius=2, angle=PI)\n"
        "Sector(inner_radius=0, outer_radius=2)\nSector(inner_radius=0.5)\n",
        "from manim import *\nSector(radius=2, angle=PI)\n"
        "Sector(radius=2)\nAnnularSector(inner_radius=0.5, outer_radius=1)\n",
        "ce",
    )


def test_one_radius_stays() -> None:
    stays(NAME, "from manim import *\nSector(radius=2)\nAnnularSector(inner_radius=1)\n", "ce")
    stays(NAME, "from manim import *\nSector(outer_radius=2, **looks)\n", "ce", warning="which of its radii")

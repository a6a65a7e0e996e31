"""The colour library."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "colour-library"


def test_its_colour_is_manims() -> None:
    becomes(
        NAME,
        "from manim import *\nfrom colour import Color\nc = Color(rgb=(1, 0, 0))\nr = Color(RED).get_rgb()\n",
        "from manim import *\nc = ManimColor((1, 0, 0))\nr = ManimColor(RED).to_rgb()\n",
    )


def test_other_ways_to_make_one_are_left() -> None:
    stays(NAME, "from manim import *\nColor(hue=h, saturation=1)\n", warning="several numbers")

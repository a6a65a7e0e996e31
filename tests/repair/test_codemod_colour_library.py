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


def test_colours_are_made_of_numbers() -> None:
    becomes(
        NAME,
        "from manim import *\nc = Color(hue=h, saturation=1, luminance=0.5)\nd = Color(hsl=(h, s, 0))\n"
        "e = Color(red=r)\n",
        "from manim import *\nc = ManimColor.from_hsl((h, 1, 0.5))\nd = ManimColor.from_hsl((h, s, 0))\n"
        "e = ManimColor((r, 0, 0))\n",
    )


def test_hues_are_gone_through() -> None:
    becomes(
        NAME,
        "from manim import *\nc = interpolate_color_by_hsl(TEAL, RED, a)\n"
        "d = interpolate_color_by_hsl(*pair, alpha)\n",
        "from manim import *\n"
        "c = ManimColor.from_hsl(interpolate(ManimColor(TEAL).to_hsl(), ManimColor(RED).to_hsl(), a))\n"
        "d = ManimColor.from_hsl(interpolate(*(ManimColor(one).to_hsl() for one in pair), alpha))\n",
    )
    stays(NAME, "from manim import *\ninterpolate_color_by_hsl(*three)\n", warning="between which")


def test_other_ways_to_make_one_are_left() -> None:
    stays(NAME, "from manim import *\nColor(hue=h, red=1)\n", warning="made from")
    stays(NAME, "from manim import *\nColor(**parts)\n", warning="made from")

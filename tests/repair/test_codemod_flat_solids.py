"""Flat surfaces of ManimGL."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "flat-solids"


def test_they_are_filled_and_have_no_border() -> None:
    becomes(
        NAME,
        """
        from manim import *
        Square3D(resolution=(20, 20))
        Square3D(3, color=RED, opacity=0.5)
        Disk3D(radius=2, gloss=0.2, fill_color=BLUE)
        """,
        """
        from manim import *
        Square(color=GREY, fill_opacity=1, stroke_width=0)
        Square(side_length=3, color=RED, fill_opacity=0.5, stroke_width=0)
        Circle(radius=2, fill_color=BLUE, fill_opacity=1, stroke_width=0)
        """,
        "gl",
    )


def test_parts_and_what_is_wrapped_are_left() -> None:
    stays(NAME, "from manim import *\nDisk3D(v_range=(0, PI))\n", "gl", "which part")
    stays(NAME, "from manim import *\nTexturedSurface(Square3D(), earth)\n", "gl", "put on")


def test_one_of_the_author_stays() -> None:
    stays(NAME, "from manim import *\nclass Square3D(VGroup): ...\nSquare3D(resolution=2)\n", "gl")

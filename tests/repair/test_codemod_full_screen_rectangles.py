"""Rectangles of the shape of the screen."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "full-screen-rectangles"


def test_looks_of_their_own_are_given() -> None:
    becomes(
        NAME,
        "from manimlib.imports import *\nFullScreenFadeRectangle(fill_opacity=1)\n"
        "PictureInPictureFrame()\nFullScreenRectangle()\n",
        "from manimlib.imports import *\n"
        "FullScreenRectangle(fill_opacity=1, stroke_width=0, fill_color=BLACK)\n"
        "ScreenRectangle(height=3)\nFullScreenRectangle()\n",
    )


def test_manimgl_fills_the_screen() -> None:
    becomes(
        NAME,
        "from manimlib import *\nFullScreenRectangle(color=RED)\n",
        "from manimlib import *\nFullScreenRectangle(color=RED, stroke_width=0, fill_opacity=1)\n",
        "gl",
    )


def test_today_it_is_an_outline() -> None:
    stays(NAME, "from manim import *\nFullScreenRectangle()\n", "ce")


def test_opacity_is_that_of_the_filling() -> None:
    becomes(
        NAME,
        "from manimlib.imports import *\nFullScreenFadeRectangle(opacity=0.5)\n",
        "from manimlib.imports import *\n"
        "FullScreenRectangle(fill_opacity=0.5, stroke_width=0, fill_color=BLACK)\n",
    )


def test_the_width_followed_from_the_height() -> None:
    becomes(
        NAME,
        "from manimlib.imports import *\nScreenRectangle(height=3, width=4, color=RED)\n",
        "from manimlib.imports import *\nScreenRectangle(height=3, color=RED)\n",
    )

"""Curves that are made smooth."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "smoothing"


def test_there_is_one_way() -> None:
    becomes(
        NAME,
        """
        from manim import *
        curve.make_approximately_smooth()
        curve.make_smooth(approx=False).set_color(RED)
        curve.make_smooth(True)
        """,
        """
        from manim import *
        curve.make_smooth()
        curve.make_smooth().set_color(RED)
        curve.make_smooth()
        """,
        "gl",
    )


def test_what_concerns_no_parts_is_left() -> None:
    stays(NAME, "from manim import *\ncurve.make_smooth(recurse=False)\n", "gl", "all parts")


def test_a_method_of_the_author_stays() -> None:
    stays(
        NAME,
        "from manim import *\nclass A(VMobject):\n    def make_smooth(self, a): ...\nA().make_smooth(1)\n",
        "gl",
    )

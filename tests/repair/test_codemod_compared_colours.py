"""Colours that were texts are compared."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "compared-colours"


def test_a_spelt_colour_is_compared_as_the_colour_it_is() -> None:
    becomes(
        NAME,
        """
        from manim import *
        a = [d for d in dots if str(d.color).upper() == RED_B or BLUE != d.get_color().get_hex()]
        """,
        """
        from manim import *
        a = [d for d in dots if d.color == RED_B or BLUE != d.get_color()]
        """,
        "ce",
    )


def test_a_text_becomes_a_colour() -> None:
    becomes(
        NAME,
        """
        from manim import *
        dot = Dot()
        same = dot.color == "#FF0000" or "red" == dot.get_color()
        """,
        """
        from manim import *
        dot = Dot()
        same = dot.color == ManimColor("#FF0000") or ManimColor("red") == dot.get_color()
        """,
        "ce",
    )


def test_in_old_code_a_name_may_hold_either() -> None:
    code = "from manimlib.imports import *\ndef of(mob, color):\n    return mob.get_color() == "
    becomes(NAME, code + "color\n", code + "ManimColor(color)\n")
    stays(NAME, code.replace("manimlib.imports", "manim") + "color\n", "ce")


def test_what_is_right_today_or_not_a_mobject_stays() -> None:
    stays(
        NAME,
        """
        from manim import *
        class Node:
            def __init__(self):
                self.color = "red"
            def get_fill_color(self):
                return "red"
        node, dot = Node(), Dot()
        node.color == "red", node.get_fill_color() == "red", unknown.color == "red"
        dot.color == RED, dot.get_color() == other.get_color(), str(dot.color) == "#FC6255"
        """,
        "ce",
    )

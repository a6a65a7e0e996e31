"""Arguments in places that have changed."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "old-positionals"


def test_the_order_of_manimgl_is_named() -> None:
    becomes(
        NAME,
        """
        from manimlib import *
        Rectangle(6, 3, color=BLUE)
        Arc(0, PI / 2, 2)
        Sector(PI, 2)
        RoundedRectangle(3, 2, 0.1)  # flat
        Arrow(LEFT, RIGHT, 0.1)
        DashedLine(UP, DOWN, 0.2)
        SurroundingRectangle(Dot(), 0.3)
        """,
        """
        from manimlib import *
        Rectangle(width=6, height=3, color=BLUE)
        Arc(start_angle=0, angle=PI / 2, radius=2)
        Sector(angle=PI, radius=2)
        RoundedRectangle(width=3, height=2, corner_radius=0.1)  # flat
        Arrow(LEFT, RIGHT, buff=0.1)
        DashedLine(UP, DOWN, dash_length=0.2)
        SurroundingRectangle(Dot(), buff=0.3)
        """,
        "gl",
    )


def test_the_library_before_took_the_angles_of_an_arc_first() -> None:
    becomes(
        NAME,
        "from manimlib.imports import *\nArc(0, PI, radius=2)\n",
        "from manimlib.imports import *\nArc(start_angle=0, angle=PI, radius=2)\n",
    )


def test_constructors_of_bases_count_too() -> None:
    becomes(
        NAME,
        """
        from manimlib import *
        class Card(Rectangle):
            def __init__(self):
                super().__init__(2, 3)
        class Sheet(Rectangle):
            pass
        Sheet(4, 5)
        """,
        """
        from manimlib import *
        class Card(Rectangle):
            def __init__(self):
                super().__init__(width=2, height=3)
        class Sheet(Rectangle):
            pass
        Sheet(width=4, height=5)
        """,
        "gl",
    )


def test_what_has_the_same_place_stays() -> None:
    stays(
        NAME,
        "from manimlib import *\nSquare(2)\nDot(UP, 0.1)\n"
        "Line(LEFT, RIGHT)\nArrow(LEFT, RIGHT)\nVMobject(Dot(), Dot())\n",
        "gl",
    )
    stays(NAME, "from manimlib import *\nclass Rectangle(Square): ...\nRectangle(2, 3)\n", "gl")


def test_what_stands_behind_a_star_is_told() -> None:
    stays(NAME, "from manimlib import *\nRectangle(*size)\n", "gl", warning="behind a *")

"""The thickness of arrows."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "arrow-thickness"


def test_thickness_becomes_a_stroke_as_thick() -> None:
    becomes(
        NAME,
        """
        from manimlib import *
        Arrow(LEFT, RIGHT, thickness=4, buff=0)
        Vector(RIGHT, thickness=thick)
        Arrow(LEFT, RIGHT, thickness=4, stroke_width=1)
        Arrow(LEFT, RIGHT, max_width_to_length_ratio=0.2)
        Vector(UP, max_width_to_length_ratio=float("inf"))
        """,
        """
        from manimlib import *
        Arrow(LEFT, RIGHT, stroke_width=6, buff=0)
        Vector(RIGHT, stroke_width=1.5 * thick)
        Arrow(LEFT, RIGHT, stroke_width=1)
        Arrow(LEFT, RIGHT, max_stroke_width_to_length_ratio=20)
        Vector(UP, max_stroke_width_to_length_ratio=float("inf"))
        """,
        "gl",
    )


def test_other_things_have_a_thickness_of_their_own() -> None:
    stays(NAME, "from manimlib import *\nLine3D(LEFT, RIGHT, thickness=0.1)\n", "gl")

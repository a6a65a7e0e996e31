"""Points of mobjects set from lists."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "points-as-arrays"


def test_a_list_becomes_an_array() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class Bend(Scene):
            def construct(self):
                curve = VMobject(color=GREEN)
                curve.points = [
                    LEFT,  # from here
                    UP,
                ]
        """,
        """
        from manim import *
        class Bend(Scene):
            def construct(self):
                curve = VMobject(color=GREEN)
                curve.points = np.array([
                    LEFT,  # from here
                    UP,
                ])
        """,
        "ce",
    )


def test_points_of_other_things_stay() -> None:
    stays(
        NAME,
        """
        from manim import *
        class Net:
            def __init__(self):
                self.points = []
        unknown.points = [1, 2]
        """,
        "ce",
    )

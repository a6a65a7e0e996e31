"""Curves that are inserted."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "inserted-curves"


def test_each_part_gets_them() -> None:
    becomes(
        NAME,
        """
        from manim import *
        def f(plane):
            # Smooth.
            plane.insert_n_curves(10)
            return plane
        """,
        """
        from manim import *
        def f(plane):
            # Smooth.
            for part in plane.family_members_with_points():
                part.insert_n_curves(10)
            return plane
        """,
        "gl",
    )


def test_one_curve_stays() -> None:
    stays(NAME, "from manim import *\nline = Line()\nline.insert_n_curves(5)\n", "gl")
    stays(NAME, "for p in m.family_members_with_points():\n    p.insert_n_curves(5)\n", "gl")
    stays(NAME, "new = m.copy().insert_n_curves(5)\n", "gl")
    stays(NAME, "m.animate.insert_n_curves(5)\n", "gl", warning="not seen")

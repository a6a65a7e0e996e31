"""Lines that are tubes."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "lines-in-space"


def test_half_the_width_is_the_thickness() -> None:
    becomes(
        NAME,
        """
        from manimlib import *
        Line3D(a, b, width=0.1, color=RED)
        Line3D(a, b, 2 * w)
        """,
        """
        from manimlib import *
        Line3D(a, b, thickness=0.05, color=RED)
        Line3D(a, b, thickness=(2 * w) / 2)
        """,
        "gl",
    )


def test_what_has_no_width_or_is_todays_stays() -> None:
    stays(NAME, "from manimlib import *\nLine3D(a, b)\nLine3D(*ends, width=1)\n", "gl")
    stays(NAME, "from manim import *\nLine3D(a, b, 0.02)\n", "ce")

"""Dots that glow."""

from __future__ import annotations

from tests.repair.codemod_cases import applied, stays

NAME = "glow-dots"


def test_the_dots_are_drawn_once_after_the_imports() -> None:
    repaired = applied(
        NAME,
        """
        from manim import *

        SPOT = GlowDot(UP, color=RED)
        """,
        "gl",
    )
    assert repaired.code.startswith("from manim import *\n\n\nclass GlowDots(VGroup):\n")
    assert repaired.code.endswith("\n\nSPOT = GlowDot(UP, color=RED)\n")
    assert repaired.tier == "shimmed"
    assert not applied(NAME, repaired.code, "gl").changed


def test_their_light_can_change() -> None:
    repaired = applied(
        NAME,
        """
        from manim import *
        spot = GlowDot(UP)
        spot.set_glow_factor(1).set_radius(2 * spot.get_radius())
        """,
        "gl",
    )
    assert "def set_glow_factor(self, glow_factor):" in repaired.code


def test_dots_with_a_radius_each_stay() -> None:
    stays(
        NAME,
        """
        from manim import *
        spots = GlowDots(points)
        spots.set_radii(sizes)
        """,
        "gl",
        "a radius each",
    )


def test_dots_of_the_author_stay() -> None:
    stays(
        NAME,
        """
        from manim import *
        class GlowDot(Dot):
            pass
        spot = GlowDot(UP)
        """,
        "gl",
    )

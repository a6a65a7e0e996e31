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


def test_dots_whose_light_changes_stay() -> None:
    stays(
        NAME,
        """
        from manim import *
        spot = GlowDot(UP)
        spot.set_glow_factor(1)
        """,
        "gl",
        "changed later",
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

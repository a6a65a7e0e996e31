"""Setters of opacity that only seem to be there."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "unseen-opacities"


def test_the_opacity_is_given_to_the_method_that_shows_it() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class Fading(Scene):
            def construct(self):
                disc = Circle().set_fill_opacity(0.5)
                self.play(disc.animate.set_fill_opacity(1 - k), other.animate.set_stroke_opacity(0))
        """,
        """
        from manim import *
        class Fading(Scene):
            def construct(self):
                disc = Circle().set_fill(opacity=0.5)
                self.play(disc.animate.set_fill(opacity=1 - k), other.animate.set_stroke(opacity=0))
        """,
        "ce",
    )


def test_a_method_of_the_author_stays() -> None:
    stays(
        NAME,
        """
        from manim import *
        class Pane(VGroup):
            def set_fill_opacity(self, much): ...
        Pane().set_fill_opacity(1)
        """,
        "ce",
    )

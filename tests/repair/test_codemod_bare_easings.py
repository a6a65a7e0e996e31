"""Easings without their module."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "bare-easings"


def test_easings_are_read_from_their_module() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class Soft(Scene):
            def construct(self):
                self.play(FadeIn(Dot()), rate_func=ease_in_out_sine)
        """,
        """
        from manim import *
        class Soft(Scene):
            def construct(self):
                self.play(FadeIn(Dot()), rate_func=rate_functions.ease_in_out_sine)
        """,
        "ce",
    )


def test_easings_that_are_imported_or_the_authors_stay() -> None:
    stays(
        NAME,
        "from manim import *\nfrom manim.utils.rate_functions import ease_in_sine\nease_in_sine(1)\n",
        "ce",
    )
    stays(NAME, "from manim import *\ndef ease_in_sine(t): return t\nease_in_sine(1)\n", "ce")
    stays(
        NAME,
        "from manim import *\nrate_functions.ease_in_sine(1)\nutils.rate_functions.ease_in_sine(1)\n",
        "ce",
    )

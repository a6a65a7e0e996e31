"""Numbers that had names."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "named-numbers"


def test_the_number_stands_where_its_name_stood() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *


        class Moves(Scene):
            def construct(self):
                self.play(FadeIn(Dot()), run_time=2 * DEFAULT_ANIMATION_RUN_TIME)
        """,
        """
        from manimlib.imports import *


        class Moves(Scene):
            def construct(self):
                self.play(FadeIn(Dot()), run_time=2 * 1.0)
        """,
    )


def test_a_name_of_the_authors_own_stays() -> None:
    stays(
        NAME,
        "from manimlib.imports import *\nDEFAULT_ANIMATION_RUN_TIME = 3\nprint(DEFAULT_ANIMATION_RUN_TIME)\n",
    )
    stays(NAME, "from manim import *\nprint(DEFAULT_ANIMATION_RUN_TIME)\n", "ce")

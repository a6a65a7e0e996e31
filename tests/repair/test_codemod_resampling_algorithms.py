"""Ways of resampling pictures."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "resampling-algorithms"


def test_what_was_dropped_becomes_the_nearest_of_what_is_there() -> None:
    becomes(
        NAME,
        """
        from manim import *
        picture.set_resampling_algorithm(RESAMPLING_ALGORITHMS["lanczos"])
        picture.set_resampling_algorithm(RESAMPLING_ALGORITHMS['box'])
        """,
        """
        from manim import *
        picture.set_resampling_algorithm(RESAMPLING_ALGORITHMS["cubic"])
        picture.set_resampling_algorithm(RESAMPLING_ALGORITHMS['nearest'])
        """,
        "ce",
    )


def test_what_is_there_stays() -> None:
    stays(NAME, 'from manim import *\nRESAMPLING_ALGORITHMS["cubic"], other["box"]\n', "ce")

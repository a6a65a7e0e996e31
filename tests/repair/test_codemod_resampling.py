"""Ways to resample images."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "resampling"


def test_what_is_gone_becomes_the_nearest() -> None:
    becomes(
        NAME,
        'from manim import *\nimage.set_resampling_algorithm(RESAMPLING_ALGORITHMS["lanczos"])\n',
        'from manim import *\nimage.set_resampling_algorithm(RESAMPLING_ALGORITHMS["cubic"])\n',
        "ce",
    )


def test_what_is_there_stays() -> None:
    stays(NAME, 'from manim import *\nRESAMPLING_ALGORITHMS["nearest"]\nRESAMPLING_ALGORITHMS[name]\n', "ce")

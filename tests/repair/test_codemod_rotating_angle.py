"""How far `Rotating` turns."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "rotating-angle"


def test_radians_are_the_angle() -> None:
    becomes(
        NAME,
        "from manim import *\nRotating(m, radians=PI, axis=UP)\nLaggedStartMap(Rotating, ms, radians=PI)\n",
        "from manim import *\nRotating(m, angle=PI, axis=UP)\nLaggedStartMap(Rotating, ms, angle=PI)\n",
    )


def test_others_keep_their_keyword() -> None:
    stays(NAME, "from manim import *\ndef turn(radians): ...\nturn(radians=2)\n")

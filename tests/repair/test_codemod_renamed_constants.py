"""Constants that only have another name."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "renamed-constants"


def test_they_get_it() -> None:
    becomes(
        NAME,
        "from manim import *\nm.rotate(30 * DEG)\nm.set_color(YELLOW_C)\n",
        "from manim import *\nm.rotate(30 * DEGREES)\nm.set_color(PURE_YELLOW)\n",
        "gl",
    )


def test_todays_module_keeps_them() -> None:
    stays(NAME, "from manim import *\nm.set_color(YELLOW_C)\n", "ce")

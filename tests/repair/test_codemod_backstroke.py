"""Strokes behind."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "backstroke"


def test_it_is_a_stroke_behind() -> None:
    becomes(
        NAME,
        "m.set_backstroke()\nm.set_backstroke(RED)\nm.set_backstroke(width=5).scale(2)\n",
        "m.set_stroke(BLACK, 3, background=True)\nm.set_stroke(RED, 3, background=True)\n"
        "m.set_stroke(BLACK, 5, background=True).scale(2)\n",
        "gl",
    )


def test_unreadable_arguments_stay() -> None:
    stays(NAME, "m.set_backstroke(**style)\n", "gl")

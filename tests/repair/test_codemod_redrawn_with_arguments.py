"""Arguments for what is drawn again and again."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "redrawn-with-arguments"


def test_they_go_into_a_lambda() -> None:
    becomes(
        NAME,
        "from manim import *\nalways_redraw(get_line, a, b, color=RED)\n",
        "from manim import *\nalways_redraw(lambda: get_line(a, b, color=RED))\n",
        "gl",
    )


def test_a_function_alone_stays() -> None:
    stays(NAME, "from manim import *\nalways_redraw(lambda: Dot())\n", "gl")

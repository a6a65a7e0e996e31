"""Styles of listings."""

from __future__ import annotations

from manim import Code
from tests.repair.codemod_cases import becomes, stays

NAME = "listing-styles"


def test_they_are_asked_for() -> None:
    becomes(
        NAME,
        "from manim import *\nCode(code_string='x = 1', formatter_style=Code.styles_list[3])\n",
        "from manim import *\nCode(code_string='x = 1', formatter_style=Code.get_styles_list()[3])\n",
        "ce",
    )
    assert len(Code.get_styles_list()) > 3


def test_a_class_of_the_author_keeps_its_list() -> None:
    stays(NAME, "from manim import *\nclass Code(VGroup):\n    styles_list = []\nCode.styles_list\n", "ce")

"""Sections and their types."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes

NAME = "section-types"


def test_the_keyword_has_todays_name() -> None:
    becomes(
        NAME,
        'from manim import *\nclass A(Scene):\n    def construct(self):\n        self.next_section("a", type="b")\n',
        "from manim import *\nclass A(Scene):\n    def construct(self):\n"
        '        self.next_section("a", section_type="b")\n',
        "ce",
    )

"""Keywords of `Text`."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "text-keywords"


def test_sizes_and_lines() -> None:
    becomes(
        NAME,
        """
        from manim import *
        Text("so", size=0.5)
        Text("so", size=big, text2color={"s": RED})
        Text("so", size=0.5, lsh=0.75)
        """,
        """
        from manim import *
        Text("so", font_size=24)
        Text("so", font_size=48 * big, t2c={"s": RED})
        Text("so", font_size=24, line_spacing=0.5)
        """,
    )


def test_todays_keywords_stay() -> None:
    stays(NAME, 'from manim import *\nText("so", font_size=24)\nplot(size=2)\n', "ce")

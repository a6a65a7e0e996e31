"""Signs for right and wrong."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "check-marks"


def test_they_are_signs_of_latex_in_their_colours() -> None:
    becomes(
        NAME,
        """
        from manim import *
        marks = VGroup(Checkmark(), Exmark(color=BLUE, font_size=60))
        """,
        """
        from manim import *
        marks = VGroup(OldTexText(r"\\ding{51}", color=GREEN), OldTexText(r"\\ding{55}", color=BLUE, font_size=60))
        """,
        "gl",
    )


def test_marks_of_the_author_stay() -> None:
    stays(
        NAME,
        """
        from manim import *
        class Checkmark(VMobject):
            pass
        mark = Checkmark()
        """,
        "gl",
    )

"""Labels that braces give."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "brace-labels"


def test_a_label_with_looks_is_made_and_put_at_the_tip() -> None:
    becomes(
        NAME,
        """
        from manim import *
        first = brace.get_text("wide", color=RED)
        second = self.b.get_tex("w", t2c=m, buff=0.3)
        third = brace.get_text("plain")
        """,
        """
        from manim import *
        first = Text("wide", color=RED).next_to(brace.get_tip(), brace.get_direction(), buff=SMALL_BUFF)
        second = MathTex("w", t2c=m).next_to(self.b.get_tip(), self.b.get_direction(), buff=0.3)
        third = Text("plain").next_to(brace.get_tip(), brace.get_direction(), buff=SMALL_BUFF)
        """,
        "gl",
    )


def test_labels_that_manimce_makes_alike_stay() -> None:
    stays(
        NAME,
        """
        from manim import *
        label = brace.get_text("wide", buff=0.2)
        """,
        "gl",
    )
    stays(
        NAME,
        """
        from manim import *
        label = Brace(square).get_tex("w", color=RED)
        """,
        "gl",
        "no name",
    )

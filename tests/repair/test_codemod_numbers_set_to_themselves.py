"""Numbers that are animated and set to their own value at once."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "numbers-set-to-themselves"


def test_the_update_is_left_out_where_the_number_is_animated() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class Counting(Scene):
            def construct(self):
                count = DecimalNumber(8)
                self.play(
                    count.animate.set_value(12).shift(UP),
                    UpdateFromFunc(count, lambda m: m.set_value(count.get_value())),
                    run_time=0.5
                )
                self.play(count.animate.set_value(3), UpdateFromFunc(count, lambda m: m.set_value(m.get_value())))
        """,
        """
        from manim import *
        class Counting(Scene):
            def construct(self):
                count = DecimalNumber(8)
                self.play(
                    Transform(count, count.copy().set_value(12).shift(UP)),
                    run_time=0.5
                )
                self.play(Transform(count, count.copy().set_value(3)))
        """,
        "ce",
    )


def test_an_update_from_something_else_stays() -> None:
    stays(
        NAME,
        """
        from manim import *
        class Counting(Scene):
            def construct(self):
                count, size = DecimalNumber(8), ValueTracker(8)
                self.play(size.animate.set_value(12), UpdateFromFunc(count, lambda m: m.set_value(size.get_value())))
                self.play(UpdateFromFunc(count, lambda m: m.set_value(m.get_value())))
        """,
        "ce",
    )

"""Number lines."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "number-lines"


def test_a_line_has_a_range_and_stays_where_it_was() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *
        a = NumberLine(
            x_min=-5,
            x_max=10,
            unit_size=2,
            tick_frequency=0.5,
            number_scale_val=0.5,
        )
        b = NumberLine(x_min=0, x_max=30, number_at_center=15, exclude_zero_from_default_numbers=True)
        d = NumberLine(x_min=0, x_max=1, numbers_to_show=[0])
        c = NumberLine(x_min=start, x_max=end)
        """,
        """
        from manimlib.imports import *
        a = NumberLine(
            x_range=[-5, 10, 0.5],
            unit_size=2,
            font_size=24,
        ).shift(5 * RIGHT)
        b = NumberLine(x_range=[0, 30], numbers_to_exclude=[0])
        d = NumberLine(x_range=[0, 1], numbers_to_include=[0]).shift(0.5 * RIGHT)
        c = NumberLine(x_range=[start, end]).shift((start + end) / 2 * RIGHT)
        """,
    )


def test_one_of_manimgl_has_a_length() -> None:
    becomes(
        NAME,
        """
        from manimlib import *
        a = NumberLine((0, 5), width=10, big_tick_numbers=[0], tip_config={"width": 0.2, "length": 0.3})
        b = NumberLine(decimal_number_config={"font_size": 20, "num_decimal_places": 1})
        """,
        """
        from manimlib import *
        a = NumberLine(
            (0, 5),
            length=10,
            numbers_with_elongated_ticks=[0],
            tip_width=0.2,
            tip_height=0.3,
        )
        b = NumberLine(
            x_range=[-8, 8],
            font_size=20,
            decimal_number_config={"num_decimal_places": 1},
        )
        """,
        "gl",
    )


def test_what_is_not_of_the_old_kind_stays() -> None:
    stays(
        NAME,
        """
        from manim import *
        NumberLine([0, 1], length=3)
        """,
        "ce",
    )


def test_what_cannot_be_read_is_left_and_told() -> None:
    stays(
        NAME,
        """
        from manimlib.imports import *
        NumberLine(x_min=0, **more)
        """,
        "legacy",
        "behind a *",
    )

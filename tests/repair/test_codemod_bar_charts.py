"""Bar charts."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "bar-charts"


def test_a_highest_value_is_a_range() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *
        a = BarChart([1, 3], max_value=4, height=3, bar_names=["a", "b"])
        b = BarChart(values, max_value=most, n_ticks=2, label_y_axis=False, bar_colors=[RED])
        """,
        """
        from manimlib.imports import *
        a = BarChart(
            [1, 3],
            y_length=3,
            bar_names=["a", "b"],
            y_range=[0, 4, 1],
            x_length=6,
            bar_colors=[BLUE, YELLOW],
            bar_fill_opacity=0.8,
            bar_width=0.5,
            x_axis_config={"font_size": 36},
        )
        b = BarChart(
            values,
            bar_colors=[RED],
            y_range=[0, most, most / 2],
            y_length=4,
            x_length=6,
            bar_fill_opacity=0.8,
            bar_width=0.5,
            y_axis_config={"include_numbers": False},
        )
        """,
    )


def test_what_is_not_of_the_old_kind_stays() -> None:
    stays(
        NAME,
        """
        from manim import *
        BarChart([1, 2])
        """,
        "ce",
    )


def test_what_cannot_be_read_is_left_and_told() -> None:
    stays(
        NAME,
        """
        from manimlib.imports import *
        BarChart([1], **more)
        """,
        "legacy",
        "behind a *",
    )

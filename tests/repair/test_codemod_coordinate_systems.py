"""Axes and planes."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "coordinate-systems"


def test_legacy_axes_have_one_unit_of_the_screen_for_each() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *
        a = Axes(
            x_min=-1,
            x_max=5,
            y_min=0,
            y_max=4,
            number_line_config={"include_tip": False, "tick_frequency": 2},
        )
        b = Axes(x_min=-3, x_max=3, y_min=-w, y_max=w, center_point=2 * LEFT, x_axis_config={"unit_size": 2})
        c = Axes()
        d = NumberPlane()
        e = NumberPlane(x_min=-3, x_max=3, x_line_frequency=0.5, y_radius=2)
        f = Axes(x_min=0, x_max=TAU, y_min=-1, y_max=1)
        """,
        """
        from manimlib.imports import *
        a = Axes(
            x_range=[-1, 5, 2],
            y_range=[0, 4, 2],
            x_length=6,
            y_length=4,
            axis_config={"include_tip": False},
        ).shift(2 * RIGHT + 2 * UP)
        b = Axes(x_range=[-3, 3], y_range=[-w, w], x_length=12, y_length=None).shift(2 * LEFT)
        c = Axes(x_range=[-7, 7], y_range=[-4, 4], x_length=14, y_length=8)
        d = NumberPlane()
        e = NumberPlane(x_range=[-3, 3, 0.5], y_range=[-2, 2])
        f = Axes(x_range=[0, TAU], y_range=[-1, 1], x_length=TAU, y_length=2).shift(TAU / 2 * RIGHT)
        """,
    )


def test_those_of_manimgl_have_a_width_and_a_height() -> None:
    becomes(
        NAME,
        """
        from manimlib import *
        a = Axes((-1, 5), (0, 4, 2), {"include_tip": False}, width=10, height=6)
        b = Axes(x_range=(0, 5), y_range=(-3, 3), axis_config={"big_tick_numbers": [0]})
        c = NumberPlane((-4, 4), (-4, 4), unit_size=2)
        d = Axes(here, there)
        e = ThreeDAxes((0, 1), (0, 1), (0, 1), depth=2)
        """,
        """
        from manimlib import *
        a = Axes((-1, 5), (0, 4, 2), x_length=10, y_length=6, axis_config={"include_tip": False})
        b = Axes(
            x_range=(0, 5),
            y_range=(-3, 3),
            x_length=5,
            y_length=6,
            axis_config={"numbers_with_elongated_ticks": [0]},
        )
        c = NumberPlane((-4, 4), (-4, 4), axis_config={"unit_size": 2})
        d = Axes(here, there, x_length=None, y_length=None)
        e = ThreeDAxes((0, 1), (0, 1), z_range=(0, 1), x_length=1, y_length=1, z_length=2)
        """,
        "gl",
    )


def test_what_is_not_of_the_old_kind_stays() -> None:
    stays(
        NAME,
        """
        from manim import *
        axes = Axes([0, 1], [0, 1])
        plane = NumberPlane()
        """,
        "ce",
    )


def test_what_cannot_be_read_is_left_and_told() -> None:
    stays(
        NAME,
        """
        from manimlib.imports import *
        axes = Axes(x_min=0, **settings)
        """,
        "legacy",
        "behind a *",
    )


def test_what_is_not_of_the_old_kind_stays_too() -> None:
    stays(
        NAME,
        """
        from manimlib.imports import *
        class Axes(VGroup): ...
        Axes(x_min=0)
        """,
    )


def test_an_axis_that_ends_where_it_says_itself() -> None:
    becomes(
        NAME,
        """
        from manim import *
        a = Axes(x_min=0, x_axis_config={"x_min": -1, "x_max": 3}, y_axis_config={"x_min": 0, "color": RED})
        """,
        """
        from manim import *
        a = Axes(
            x_range=[-1, 3],
            y_range=[0, 4],
            x_length=4,
            y_length=4,
            y_axis_config={"color": RED},
        ).shift(RIGHT + 2 * UP)
        """,
    )


def test_the_ends_that_one_axis_is_told_by_itself_count() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *
        Axes(y_min=0, y_max=2, x_axis_config={"x_min": -1, "x_max": 3, "include_numbers": True})
        """,
        """
        from manimlib.imports import *
        Axes(
            x_range=[-1, 3],
            y_range=[0, 2],
            x_length=4,
            y_length=2,
            x_axis_config={"include_numbers": True},
        ).shift(RIGHT + UP)
        """,
    )


def test_older_names_in_what_an_axis_is_told_are_renamed_beside_ranges_of_today() -> None:
    becomes(
        NAME,
        """
        from manim import *
        Axes(x_range=[0, 4], axis_config={"numbers_to_show": [1, 2], "leftmost_tick": 0})
        Axes(x_range=[0, 4], axis_config={"decimal_number_config": {"font_size": 20}})
        """,
        """
        from manim import *
        Axes(x_range=[0, 4], axis_config={"numbers_to_include": [1, 2]})
        Axes(x_range=[0, 4], axis_config={"decimal_number_config": {"font_size": 20}})
        """,
        "ce",
    )

"""Clouds of dots that a shader drew."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "dot-clouds"


def test_every_point_is_a_dot() -> None:
    becomes(
        NAME,
        """
        from manim import *
        cloud = DotCloud(places, color=RED, radius=0.1, opacity=0.5, glow_factor=0)
        """,
        """
        from manim import *
        cloud = VGroup(*[Dot(point, radius=0.1, color=RED, fill_opacity=0.5) for point in places])
        """,
        "gl",
    )


def test_one_dot_has_the_clouds_looks() -> None:
    becomes(
        NAME,
        """
        from manim import *
        dot = TrueDot(2 * UP)
        """,
        """
        from manim import *
        dot = Dot(2 * UP, radius=0.05, color=GREY_C)
        """,
        "gl",
    )


def test_a_cloud_that_changes_its_points_stays() -> None:
    stays(
        NAME,
        """
        from manim import *
        cloud = DotCloud(places)
        cloud.set_points(others)
        """,
        "gl",
        "set_points",
    )
    stays(
        NAME,
        """
        from manim import *
        cloud = DotCloud(places, glow_factor=2)
        """,
        "gl",
        "cannot be told",
    )

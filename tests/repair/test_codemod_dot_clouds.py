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


def test_what_dots_are_asked_for_is_asked_of_them() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class Charge(Group):
            def __init__(self, factor):
                super().__init__()
                ball = TrueDot(radius=0.2, color=RED).make_3d()
                self.ball = ball
                self.ball.set_radius(factor * self.ball.get_radius())
                ball.set_glow_factor(0)
                self.add(ball)

        cloud = DotCloud(places)
        cloud.set_radius(r)
        cloud.make_3d(0.2)
        """,
        """
        from manim import *
        class Charge(Group):
            def __init__(self, factor):
                super().__init__()
                ball = Dot(radius=0.2, color=RED)
                self.ball = ball
                self.ball.scale_to_fit_width(2 * (factor * (self.ball.width / 2)))
                self.add(ball)

        cloud = VGroup(*[Dot(point, radius=0.05, color=GREY_C) for point in places])
        for dot in cloud:
            dot.scale_to_fit_width(2 * r)
        """,
        "gl",
    )


def test_methods_of_other_things_do_not_matter() -> None:
    becomes(
        NAME,
        """
        from manim import *
        line = Line()
        line.set_points(corners)
        dot = TrueDot()
        """,
        """
        from manim import *
        line = Line()
        line.set_points(corners)
        dot = Dot(radius=0.05, color=GREY_C)
        """,
        "gl",
    )


def test_what_dots_cannot_do_stays() -> None:
    stays(NAME, "from manim import *\ndot = TrueDot()\ndot.set_radius(0)\n", "gl", "set_radius")
    stays(NAME, "from manim import *\ndot = TrueDot()\ndot.set_glow_factor(2)\n", "gl", "set_glow_factor")
    stays(NAME, "from manim import *\nc = DotCloud(p)\nplay(c.animate.set_radius(2))\n", "gl", "set_radius")

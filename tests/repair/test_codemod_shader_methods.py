"""Methods that speak to shaders."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "shader-methods"


def test_what_they_are_called_on_stays() -> None:
    becomes(
        NAME,
        """
        from manimlib import *
        ball = Sphere()
        ball.set_gloss(0.2)
        ball.set_color(RED).set_shading(1, 2, 3).shift(UP)
        self.add(ball.apply_depth_test())
        """,
        """
        from manimlib import *
        ball = Sphere()
        ball.set_color(RED).shift(UP)
        self.add(ball)
        """,
        "gl",
    )


def test_what_cannot_be_read_is_left_and_told() -> None:
    stays(
        NAME,
        """
        from manimlib import *
        self.play(ball.animate.set_gloss(1))
        """,
        "gl",
        "nothing to show",
    )


def test_borders_that_smooth_an_edge_go() -> None:
    becomes(
        NAME,
        "m.set_fill(RED, 1, border_width=2)\nm.set_fill(border_width=2)\nn = Dot().set_fill(border_width=1)\n",
        "m.set_fill(RED, 1)\nn = Dot()\n",
        "gl",
    )

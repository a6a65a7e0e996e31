"""Curves of functions."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "curves"


def test_ends_and_step_become_a_range() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *
        a = ParametricFunction(lambda t: np.array([t, t, 0]), t_min=-1, t_max=TAU, color=RED)
        b = ParametricFunction(
            lambda t: t * UP,
            t_max=2,
            step_size=0.1,
        )
        c = FunctionGraph(np.sin, x_min=-1)
        """,
        """
        from manimlib.imports import *
        a = ParametricFunction(lambda t: np.array([t, t, 0]), t_range=[-1, TAU], color=RED)
        b = ParametricFunction(
            lambda t: t * UP,
            t_range=[0, 2, 0.1],
        )
        c = FunctionGraph(np.sin, x_range=[-1, config.frame_x_radius])
        """,
    )


def test_the_class_of_manimgl_has_another_name() -> None:
    becomes(
        NAME,
        """
        from manimlib import *
        a = ParametricCurve(lambda t: t * UP, t_range=(0, 2, 0.1))
        """,
        """
        from manimlib import *
        a = ParametricFunction(lambda t: t * UP, t_range=(0, 2, 0.1))
        """,
        "gl",
    )


def test_what_cannot_be_read_is_left_and_told() -> None:
    stays(
        NAME,
        """
        from manimlib.imports import *
        ParametricFunction(f, t_min=0, **more)
        """,
        "legacy",
        "behind a *",
    )


def test_a_curve_of_the_authors_own_hands_on_a_range() -> None:
    before = """
    from manim import *
    class Spiral(ParametricFunction):
        def __init__(self, turns, **kwargs):
            super().__init__(lambda t: t * RIGHT, t_min=0, t_max=turns, **kwargs)
    """
    becomes(NAME, before, before.replace("t_min=0, t_max=turns", "t_range=[0, turns]"))


def test_a_range_has_the_last_word() -> None:
    becomes(
        NAME,
        "from manim import *\nParametricFunction(f, color=BLUE, t_min=-1, t_range=[0, 2])\n",
        "from manim import *\nParametricFunction(f, color=BLUE, t_range=[0, 2])\n",
        "ce",
    )

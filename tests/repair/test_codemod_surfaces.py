"""Surfaces and solids."""

from __future__ import annotations

from tests.repair.codemod_cases import applied, becomes, stays

NAME = "surfaces"


def test_a_parametric_surface_is_a_surface_with_ranges() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *
        a = ParametricSurface(
            f,
            u_min=-2,
            u_max=2,
            v_max=TAU,
            resolution=(16, 32),
        ).fade(0.5)
        """,
        """
        from manimlib.imports import *
        a = Surface(
            f,
            u_range=[-2, 2],
            v_range=[0, TAU],
            resolution=(16, 32),
        ).fade(0.5)
        """,
    )


def test_those_of_manimgl_have_another_style() -> None:
    becomes(
        NAME,
        """
        from manimlib import *
        a = ParametricSurface(f, u_range=(0, 1), resolution=(101, 101), color=BLUE, opacity=0.4, gloss=0.3)
        b = SurfaceMesh(a, resolution=(10, 10))
        c = Torus(r1=2, r2=1)
        d = Sphere(radius=2, color=RED)
        """,
        """
        from manimlib import *
        a = Surface(f, u_range=(0, 1), fill_color=BLUE, checkerboard_colors=False, fill_opacity=0.4)
        b = a.copy().set_fill(opacity=0).set_stroke(GREY_A, width=1, opacity=1)
        c = Torus(major_radius=2, minor_radius=1)
        d = Sphere(radius=2, fill_color=RED, checkerboard_colors=False)
        """,
        "gl",
    )


def test_what_is_not_of_the_old_kind_stays() -> None:
    stays(
        NAME,
        """
        from manim import *
        Surface(f, u_range=[0, 1])
        Sphere(color=RED)
        """,
        "ce",
    )


def test_an_opacity_without_a_name_is_that_of_the_faces() -> None:
    before = "from manim import *\nSurface(f, checkerboard_colors=[RED, BLUE], opacity=0.6)\n"
    becomes(NAME, before, before.replace("opacity", "fill_opacity"), "ce")
    assert [change.confidence for change in applied(NAME, before, "ce").changes] == ["low"]


def test_squares_of_none_are_no_squares() -> None:
    becomes(
        NAME,
        "from manim import *\nSurface(f, resolution=8, checkerboard_colors=None)\n",
        "from manim import *\nSurface(f, resolution=8, checkerboard_colors=False)\n",
        "ce",
    )

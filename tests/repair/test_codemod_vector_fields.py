"""Vector fields."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "vector-fields"


def test_a_field_of_arrows_has_ranges() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *
        a = VectorField(f)
        b = VectorField(f, x_min=-3, x_max=3, delta_x=1, max_magnitude=3)
        c = StreamLines(f, y_min=-2, virtual_time=2)
        move_along_vector_field(dot, f)
        move_submobjects_along_vector_field(dots, lambda p: p)
        """,
        """
        from manimlib.imports import *
        a = ArrowVectorField(f)
        b = ArrowVectorField(f, x_range=[-3, 3, 1], max_color_scheme_value=3)
        c = StreamLines(f, y_range=[-2, 5, 0.5], virtual_time=2)
        dot.add_updater(lambda mob, dt: mob.shift(f(mob.get_center()) * dt))
        dots.add_updater(lambda group, dt: [mob.shift((lambda p: p)(mob.get_center()) * dt) for mob in group])
        """,
    )


def test_what_is_not_of_the_old_kind_stays() -> None:
    stays(
        NAME,
        """
        from manim import *
        ArrowVectorField(f, x_range=[0, 1])
        """,
        "ce",
    )


def test_what_cannot_be_read_is_left_and_told() -> None:
    stays(
        NAME,
        """
        from manimlib.imports import *
        ArrowVectorField(f, **more)
        """,
        "legacy",
        "behind a *",
    )


def test_a_field_in_the_coordinates_of_a_plane_is_left_and_told() -> None:
    code = "from manimlib import *\nStreamLines(flow, plane, density=2)\n"
    stays(NAME, code, "gl", "in coordinates")
    stays(
        NAME, "from manimlib import *\nVectorField(flow, coordinate_system=plane)\n", "gl", "in coordinates"
    )

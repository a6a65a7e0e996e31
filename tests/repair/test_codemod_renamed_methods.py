"""Methods that only have another name."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "renamed-methods"


def test_they_get_it() -> None:
    becomes(
        NAME,
        "m.scale_in_place(2)\nm.scale_about_point(2, p)\nm.highlight(RED)\nx = m.pfp(0.5)\n",
        "m.scale(2)\nm.scale(2, about_point=p)\nm.set_color(RED)\nx = m.point_from_proportion(0.5)\n",
    )


def test_parts_are_inserted_and_points_read() -> None:
    becomes(
        NAME,
        "m.insert_submobject(2, n)\nx, y = plane.point_to_coords_cheap(p)\n",
        "m.insert(2, n)\nx, y = plane.point_to_coords(p)\n",
    )


def test_families_are_aligned_with_their_points() -> None:
    becomes(NAME, "m.align_data_and_family(n)\n", "m.align_data(n)\n")


def test_points_of_the_box_around_are_critical_points() -> None:
    becomes(NAME, "b = m.get_bounding_box_point(UP)\n", "b = m.get_critical_point(UP)\n")


def test_radial_gradients_have_one_name() -> None:
    becomes(
        NAME,
        "ring.set_color_by_radial_gradient(inner_color=RED)\n",
        "ring.set_colors_by_radial_gradient(inner_color=RED)\n",
        "ce",
    )


def test_a_method_of_the_author_keeps_its_name() -> None:
    stays(NAME, "class Sign(VGroup):\n    def highlight(self): ...\nSign().highlight()\n")


def test_a_method_that_is_handed_over_is_renamed_too() -> None:
    becomes(
        NAME,
        "from manim import *\nApplyMethod(Dot().scale_in_place, 3)\n",
        "from manim import *\nApplyMethod(Dot().scale, 3)\n",
    )


def test_a_deep_copy_is_a_copy() -> None:
    becomes(
        NAME,
        "from manim import *\nd = Dot().deepcopy()\ne = copy.deepcopy(d)\n",
        "from manim import *\nd = Dot().copy()\ne = copy.deepcopy(d)\n",
    )

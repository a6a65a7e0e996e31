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


def test_a_deep_copy_is_a_copy_but_not_one_of_the_library() -> None:
    becomes(
        NAME,
        "a = m.deepcopy()\nb = m.get_bounding_box_point(UP)\n",
        "a = m.copy()\nb = m.get_critical_point(UP)\n",
    )
    stays(NAME, "a = copy.deepcopy(m)\n")


def test_a_method_of_the_author_keeps_its_name() -> None:
    stays(NAME, "class Sign(VGroup):\n    def highlight(self): ...\nSign().highlight()\n")


def test_a_method_that_is_handed_over_is_renamed_too() -> None:
    becomes(
        NAME,
        "from manim import *\nApplyMethod(Dot().scale_in_place, 3)\n",
        "from manim import *\nApplyMethod(Dot().scale, 3)\n",
    )

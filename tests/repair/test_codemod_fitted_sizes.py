"""Sizes of mobjects."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "fitted-sizes"


def test_they_are_scaled_or_stretched_and_read() -> None:
    becomes(
        NAME,
        """
        m.set_width(2)
        m.set_height(3, stretch=True, about_edge=DOWN)
        m.set_width(m.get_width() / 2, False)
        m.animate.set_height(height=4)
        """,
        """
        m.scale_to_fit_width(2)
        m.stretch_to_fit_height(3, about_edge=DOWN)
        m.scale_to_fit_width(m.width / 2)
        m.animate.scale_to_fit_height(4)
        """,
    )


def test_limits() -> None:
    becomes(
        NAME,
        "m.set_max_width(5)\nm.set_min_height(x, about_edge=UP)\nm.animate.set_max_width(5)\n",
        "m.scale_to_fit_width(min(m.width, 5))\nm.scale_to_fit_height(max(m.height, x), about_edge=UP)\n"
        "m.animate.scale_to_fit_width(min(m.width, 5))\n",
        "gl",
    )


def test_what_cannot_be_told_is_left() -> None:
    stays(NAME, "m.set_width(2, stretch=how)\n", warning="stretches")
    stays(NAME, "Text('a').scale(2).set_max_width(5)\n", "gl", warning="no name")
    stays(NAME, "class Box(VGroup):\n    def set_width(self, w): ...\nBox().set_width(3)\n")


def test_shapes_are_stretched_to_side_by_side() -> None:
    becomes(
        NAME,
        "box = Square().set_shape(3, 1).shift(UP)\nm.set_shape(None, depth=d)\nm.animate.set_shape(a, b, c)\n",
        "box = Square().stretch_to_fit_width(3).stretch_to_fit_height(1).shift(UP)\n"
        "m.stretch_to_fit_depth(d)\n"
        "m.animate.stretch_to_fit_width(a).stretch_to_fit_height(b).stretch_to_fit_depth(c)\n",
        "gl",
    )
    stays(NAME, "m.set_shape(*size)\n", "gl", warning="which sides")
    stays(NAME, "m.set_shape(2, 1, about_edge=UP)\n", "gl", warning="which sides")


def test_limits_that_stretch() -> None:
    becomes(
        NAME,
        "m.set_max_width(5, stretch=True, about_point=p)\nm.set_min_height(x, stretch=False)\n",
        "m.stretch_to_fit_width(min(m.width, 5), about_point=p)\nm.scale_to_fit_height(max(m.height, x))\n",
        "gl",
    )

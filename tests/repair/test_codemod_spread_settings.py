"""Settings in dictionaries that are spread into calls."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "spread-settings"

SCENE = """
from manim import *
class Drawing(Scene):
    settings = {{"x_min": 0, "x_max": 4, "color": RED}}
    def construct(self):
        self.add({call})
"""


def test_what_a_line_is_told_is_written_out() -> None:
    becomes(
        NAME,
        SCENE.format(call="NumberLine(**self.settings)"),
        SCENE.format(call="NumberLine(x_min=0, x_max=4, color=RED)"),
    )
    becomes(
        NAME,
        SCENE.format(call="self.get_graph(self.f, **self.settings)"),
        SCENE.format(call="self.get_graph(self.f, x_min=0, x_max=4, color=RED)"),
    )


def test_what_a_class_takes_today_stays() -> None:
    stays(NAME, SCENE.replace('"x_min": 0, "x_max": 4, ', "").format(call="Dot(**self.settings)"))


def test_what_is_read_or_set_elsewhere_stays() -> None:
    stays(NAME, SCENE.format(call="NumberLine(**self.settings), self.settings['x_max']"))
    other = SCENE.format(call="NumberLine(**self.settings)")
    stays(NAME, other + "class Other(Drawing):\n    settings = {}\n")


def test_what_is_told_twice_stays() -> None:
    stays(NAME, SCENE.format(call="NumberLine(color=BLUE, **self.settings)"))


def test_names_of_the_class_stay_where_they_can_be_read() -> None:
    stays(
        NAME,
        SCENE.replace("settings =", "low = 1\n    settings =")
        .replace("0,", "low,")
        .format(call="NumberLine(**self.settings)"),
    )

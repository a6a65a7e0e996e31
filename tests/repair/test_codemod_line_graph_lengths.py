"""Line graphs of values that have no partner."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "line-graph-lengths"

SCENE = """
from manim import *
class Costs(Scene):
    def construct(self):
        def per_item(costs, sizes):
            return [cost / size for cost, size in zip(costs, sizes)]
        ax = Axes()
        costs = [3.0, 5.0, 9.0,]
        sizes = list(range(1, 2 + len(costs)))
        powers = [2**size for size in sizes]
        each = per_item(costs, powers)
        ax.plot_line_graph({})
"""


def test_the_longer_is_cut_to_the_shorter() -> None:
    becomes(
        NAME,
        SCENE.format("x_values=powers, y_values=each, line_color=RED"),
        SCENE.format("x_values=powers[:len(each)], y_values=each, line_color=RED"),
        "ce",
    )
    becomes(
        NAME,
        SCENE.format("[10, 20], [size + 1 for size in sizes]"),
        SCENE.format("[10, 20], [size + 1 for size in sizes][:2]"),
        "ce",
    )
    becomes(
        NAME,
        SCENE.format("np.linspace(0, 1, 5), powers, [0] * 5"),
        SCENE.format("np.linspace(0, 1, 5)[:len(powers)], powers, ([0] * 5)[:len(powers)]"),
        "ce",
    )


def test_equal_and_unknown_lengths_stay() -> None:
    for given in ("costs, each", "x_values=read(), y_values=each", "*both", "sizes, [c for c in costs if c]"):
        stays(NAME, SCENE.format(given), "ce")


def test_what_changes_on_the_way_is_not_known() -> None:
    changes = (
        "each.append(11)",
        "for size in sizes:\n            each = [size]",
        "del each[0]",
        "fill(each)",
        "other = each",
        "each[1:] = []",
    )
    for change in changes:
        stays(NAME, SCENE.replace("ax.plot", change + "\n        ax.plot").format("sizes, each"), "ce")


def test_the_value_at_the_place_counts() -> None:
    code = """
        from manim import *
        class Costs(Scene):
            def construct(self):
                ax = Axes()
                for x in range(2):
                    ax.plot_line_graph(a, b)
                a, b = [1, 2, 3], [1, 2, 3]
                a = [1, 2, 3]
                b = [4, 5]
                with register_font("a"):
                    ax.plot_line_graph({}, b)
                a = [1, 2]
                ax.plot_line_graph(a, b)
        """
    becomes(NAME, code.format("a"), code.format("a[:len(b)]"), "ce")

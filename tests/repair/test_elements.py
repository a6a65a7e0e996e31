"""What loops over groups and lists go through."""

from __future__ import annotations

import textwrap

import libcst as cst
import pytest

from manimill.repair.lines import Lines
from manimill.repair.module import Module
from manimill.repair.walk import inner


def kind_of_shown(body: str) -> str | None:
    """The kind of what stands in ``show(...)`` in a scene's construct."""
    code = f"from manim import *\nclass Shown(Scene):\n    def construct(self):\n{textwrap.indent(body, ' ' * 8)}\n"
    tree = cst.parse_module(code)
    module = Module(tree, "ce", Lines(tree))

    def found(node: cst.CSTNode, parents: list[cst.CSTNode]) -> list[str | None]:
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "show":
            return [module.kind(node.args[0].value, parents)]
        return [kind for child in inner(node) for kind in found(child, [*parents, node])]

    (kind,) = found(module.tree, [])
    return kind


@pytest.mark.parametrize(
    "body",
    [
        "for one in [Dot(), Dot(UP)]: show(one)",
        "dots = VGroup(*[Dot(k * UP) for k in range(3)]).arrange(UP)\nfor one in dots: show(one)",
        "dots = VGroup()\nfor k in range(3):\n    dot = Dot(k * UP)\n    dots.add(dot)\n[show(one) for one in dots]",
        "dots = []\ndots.append(Dot())\nfor k, one in enumerate(dots.copy()): show(one)",
        "dots, names = [Dot()], [Text('a')]\nfor one, name in zip(dots, names): show(one)",
        "more = [Dot()]\ndots = [Dot()]\ndots.extend(more)\nfor one in reversed(dots): show(one)",
        "rows = VGroup(VGroup(Dot()))\nfor one in [part for part in [Dot()]]: show(one)",
    ],
)
def test_things_of_one_class(body: str) -> None:
    assert kind_of_shown(body) == "Dot"


@pytest.mark.parametrize(
    "body",
    [
        "for one in [Dot(), Line()]: show(one)",
        "for one in others: show(one)",
        "dots = [Dot()]\ndots += others()\nfor one in dots: show(one)",
        "dots = [Dot()]\ndots[0] = Line()\nfor one in dots: show(one)",
        "dots = VGroup(Dot())\ndots.add(*others)\nfor one in dots: show(one)",
        "dots = VGroup(Dot())\ndots.insert(0, Line())\nfor one in dots: show(one)",
        "dots = VGroup(Dot())\ndef more(): dots.add(Line())\nfor one in dots: show(one)",
        "for one in [Dot()]: pass\none = other()\nshow(one)",
        "dots = []\nfor one in dots:\n    dots.append(one)\n    show(one)",
        "for one in []: show(one)",
    ],
)
def test_what_may_be_of_several_or_is_not_known(body: str) -> None:
    assert kind_of_shown(body) is None

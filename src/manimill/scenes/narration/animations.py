"""How long animations take that are handed to ``play``."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from manimill.code.api import is_animation
from manimill.code.names import names
from manimill.scenes.narration.arithmetic import Value
from manimill.scenes.narration.finding import keyword

SECONDS_BY_DEFAULT: dict[str, float] = {
    **dict.fromkeys(
        names(
            "Animation ApplyFunction ApplyMethod ClockwiseTransform CounterclockwiseTransform Create CyclicReplace "
            "FadeIn FadeOut FadeToColor FadeTransform GrowArrow GrowFromCenter GrowFromEdge GrowFromPoint Indicate "
            "MoveAlongPath MoveToTarget ReplacementTransform Restore Rotate ScaleInPlace ShowIncreasingSubsets "
            "ShowPassingFlash ShrinkToCenter SpinInFromNothing Swap Transform TransformFromCopy Uncreate "
            "UpdateFromAlphaFunc UpdateFromFunc Wait"
        ),
        1.0,
    ),
    **dict.fromkeys(("ApplyWave", "DrawBorderThenFill", "FocusOn", "Wiggle"), 2.0),
    **dict.fromkeys(("ApplyPointwiseFunction", "Broadcast", "Homotopy"), 3.0),
    "Rotating": 5.0,
}
"""Run times of animations that take the same time whatever they are given; ``Write`` does not."""


class Animations:
    """What a module does to animations: classes of its own, defaults changed."""

    def __init__(self, nodes: Sequence[ast.AST]) -> None:
        self.defaults_changed = any(
            isinstance(node, ast.Attribute) and node.attr == "set_default" and _is_animation(node.value)
            for node in nodes
        )
        self._own = {n.name for n in nodes if isinstance(n, ast.ClassDef | ast.FunctionDef)}

    def seconds(self, node: ast.expr, value: Value) -> float | None:
        """Run time of an animation as it is handed to ``play``."""
        if isinstance(node, ast.Starred) and isinstance(node.value, ast.ListComp | ast.GeneratorExp):
            return self.seconds(node.value.elt, value)
        if _is_animate(node):
            given = _keyword_of_animate(node)
            return 1.0 if given is None else value(given)
        if not isinstance(node, ast.Call) or not _is_animation(node.func):
            return None
        name = last_name(node.func)
        given = keyword(node, "run_time")
        if name in self._own or any(other.arg is None for other in node.keywords):
            return None
        if given is not None:
            return value(given)
        return None if self.defaults_changed else SECONDS_BY_DEFAULT.get(name)


def _is_animate(node: ast.expr) -> bool:
    while isinstance(node, ast.Call | ast.Attribute):
        if isinstance(node, ast.Attribute) and node.attr == "animate":
            return True
        node = node.func if isinstance(node, ast.Call) else node.value
    return False


def _keyword_of_animate(node: ast.expr) -> ast.expr | None:
    while isinstance(node, ast.Call | ast.Attribute):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "animate"
        ):
            return keyword(node, "run_time")
        node = node.func if isinstance(node, ast.Call) else node.value
    return None


def _is_animation(node: ast.expr) -> bool:
    return isinstance(node, ast.Name | ast.Attribute) and is_animation(last_name(node))


def last_name(node: ast.expr) -> str:
    """The name itself, or that of an attribute."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""

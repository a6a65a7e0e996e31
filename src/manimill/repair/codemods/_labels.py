"""Labels of axes: older ones were given as LaTeX text, today's as formulas."""

from __future__ import annotations

import libcst as cst

from manimill.repair.edit import expression


def is_nothing(node: cst.CSTNode | None) -> bool:
    """Whether an expression is ``None``, ``""``, ``[]`` or no expression at all."""
    if node is None or (isinstance(node, cst.Name) and node.value in ("None", "False")):
        return True
    if isinstance(node, cst.SimpleString):
        return node.evaluated_value == ""
    return isinstance(node, cst.List | cst.Tuple) and not node.elements


def label_of_text(node: cst.BaseExpression) -> cst.BaseExpression:
    """A label of an axis for one given as LaTeX text: ``"x"`` for ``"$x$"``, ``Tex("time")`` for a word."""
    if isinstance(node, cst.SimpleString):
        inside = node.raw_value
        formula = inside[1:-1]
        if len(inside) > 2 and inside[0] == inside[-1] == "$" and "$" not in formula:
            return node.with_changes(value=f"{node.prefix}{node.quote}{formula}{node.quote}")
    return expression("Tex({text})", text=node)

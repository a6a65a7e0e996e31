"""Numbers in code: what expressions of literals come to, and how a number is written."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping

import libcst as cst

from manimill.repair.edit import expression, parenthesized

_CONSTANTS: Mapping[str, float] = {"PI": math.pi, "TAU": math.tau, "DEGREES": math.pi / 180}
_OPERATIONS: Mapping[type[cst.BaseBinaryOp], Callable[[float, float], float]] = {
    cst.Add: operator.add,
    cst.Subtract: operator.sub,
    cst.Multiply: operator.mul,
    cst.Divide: operator.truediv,
    cst.Power: operator.pow,
}


def value_of(node: cst.CSTNode | None) -> float | None:  # noqa: PLR0911 (one case after the other)
    """What an expression of numbers and of Manim's constants comes to, None for any other expression."""
    if isinstance(node, cst.Integer | cst.Float):
        return float(node.evaluated_value)
    if isinstance(node, cst.Name):
        return _CONSTANTS.get(node.value)
    if isinstance(node, cst.Attribute) and isinstance(node.value, cst.Name) and node.value.value == "np":
        return math.pi if node.attr.value == "pi" else None
    if isinstance(node, cst.UnaryOperation):
        inside = value_of(node.expression)
        if inside is None:
            return None
        return -inside if isinstance(node.operator, cst.Minus) else inside
    if isinstance(node, cst.BinaryOperation):
        left, right = value_of(node.left), value_of(node.right)
        operation = _OPERATIONS.get(type(node.operator))
        if left is None or right is None or operation is None:
            return None
        try:
            return float(operation(left, right))
        except (ZeroDivisionError, OverflowError, TypeError):
            return None
    return None


def plain(node: cst.CSTNode | None) -> bool:
    """Whether an expression is a number as it stands, sign included."""
    if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Minus):
        node = node.expression
    return isinstance(node, cst.Integer | cst.Float)


def plain_value(node: cst.CSTNode | None) -> float | None:
    """What a number is that stands there as it is, None for any other expression."""
    return value_of(node) if plain(node) else None


def times(value: cst.BaseExpression, factor: float) -> cst.BaseExpression:
    """A multiple of an expression, computed where it is a number."""
    known = plain_value(value)
    if known is not None:
        return number(known * factor)
    return expression(f"{factor:g} * {{value}}", value=parenthesized(value))


def number(value: float) -> cst.BaseExpression:
    """A number as it is written: whole ones without a point, others to six digits after it."""
    rounded = round(value, 6)
    text = str(int(rounded)) if rounded == int(rounded) else repr(abs(rounded))
    text = text.removeprefix("-")
    node: cst.BaseExpression = cst.Float(text) if "." in text or "e" in text else cst.Integer(text)
    return cst.UnaryOperation(cst.Minus(cst.SimpleWhitespace("")), node) if rounded < 0 else node

"""Numbers that are written in code."""

from __future__ import annotations

import ast
from collections.abc import Callable

Value = Callable[[ast.expr], float | None]
"""What a number written in the code is, or None."""


def number(node: ast.expr) -> float | None:
    """The value of a number or of simple arithmetic with numbers."""
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return float(node.value)  # type: ignore[arg-type]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        operand = number(node.operand)
        return None if operand is None else -operand
    return arithmetic(node, number)


def arithmetic(node: ast.expr, value: Value) -> float | None:
    """The value of an operation on two numbers that ``value`` knows."""
    if not isinstance(node, ast.BinOp):
        return None
    left, right = value(node.left), value(node.right)
    if left is None or right is None:
        return None
    if isinstance(node.op, ast.Add):
        return left + right
    if isinstance(node.op, ast.Sub):
        return left - right
    if isinstance(node.op, ast.Mult):
        return left * right
    return left / right if isinstance(node.op, ast.Div) and right else None

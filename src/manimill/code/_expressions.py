"""Values of expressions: numbers, directions, colours, texts, and nothing that could cost time."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable
from typing import Any

from manimill.code import api
from manimill.code.outline import UNKNOWN, ClassName, Colour, Formula, Unknown, Vector, is_number, vector

LARGEST = 1e15
LONGEST = 1000
"""Characters or items that repetition may produce; other people's ``"a" * 10**9`` stays unread."""

CONSTANTS: dict[str, Any] = {
    "PI": math.pi,
    "TAU": math.tau,
    "DEGREES": math.pi / 180,
    "ORIGIN": Vector((0, 0, 0)),
    "UP": Vector((0, 1, 0)),
    "DOWN": Vector((0, -1, 0)),
    "RIGHT": Vector((1, 0, 0)),
    "LEFT": Vector((-1, 0, 0)),
    "IN": Vector((0, 0, -1)),
    "OUT": Vector((0, 0, 1)),
    "UL": Vector((-1, 1, 0)),
    "UR": Vector((1, 1, 0)),
    "DL": Vector((-1, -1, 0)),
    "DR": Vector((1, -1, 0)),
    "X_AXIS": Vector((1, 0, 0)),
    "Y_AXIS": Vector((0, 1, 0)),
    "Z_AXIS": Vector((0, 0, 1)),
    "ITALIC": "ITALIC",
    "BOLD": "BOLD",
}
_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_SYMBOLS: dict[type[ast.operator], str] = {
    ast.Add: " + ",
    ast.Sub: " - ",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "^",
}
_RANKS: dict[type[ast.operator], int] = {ast.Add: 1, ast.Sub: 1, ast.Mult: 2, ast.Div: 2, ast.Pow: 4}

_NAMED: dict[str, Any] = dict(CONSTANTS)


def named(name: str) -> Any:
    """The value of a public name of manim: a constant, a colour or a class."""
    if name in _NAMED:
        return _NAMED[name]
    kind = api.kind_of(name)
    value: Any = UNKNOWN
    if kind == "colour":
        value = Colour(name)
    elif kind in ("vmobject", "mobject", "animation"):
        value = ClassName(name)
    if kind is not None:
        _NAMED[name] = value
    return value


def binary(op: ast.operator, left: Any, right: Any) -> Any:
    """``left op right`` for numbers, texts, lists and vectors; `UNKNOWN` for anything else."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return UNKNOWN
    if is_number(left) and is_number(right):
        return _arithmetic(op, left, right)
    if isinstance(left, Vector) or isinstance(right, Vector):
        return _vector_arithmetic(op, left, right)
    if isinstance(op, ast.Add) and type(left) is type(right) and isinstance(left, (str, list)):
        return left + right if len(left) + len(right) <= LONGEST else UNKNOWN
    if isinstance(op, ast.Mult) and isinstance(left, (str, list)) and isinstance(right, int):
        return left * right if 0 <= right * len(left) <= LONGEST else UNKNOWN
    return UNKNOWN


def _arithmetic(op: ast.operator, left: float, right: float) -> Any:
    if isinstance(op, ast.Pow):
        small = abs(left) < 1e6 and abs(right) <= 32
        function: Callable[[Any, Any], Any] | None = operator.pow if small else None
    else:
        function = _OPERATORS.get(type(op))
    if function is None:
        return UNKNOWN
    try:
        value = function(left, right)
    except ArithmeticError:
        return UNKNOWN
    # Integers grow without limit in a loop, and a negative base gives a complex number.
    return value if is_number(value) and abs(value) < LARGEST else UNKNOWN


def _vector_arithmetic(op: ast.operator, left: Any, right: Any) -> Any:
    if isinstance(op, (ast.Add, ast.Sub)):
        a, b = vector(left), vector(right)
        if a is None or b is None:
            return UNKNOWN
        sign = 1 if isinstance(op, ast.Add) else -1
        return Vector((a[0] + sign * b[0], a[1] + sign * b[1], a[2] + sign * b[2]))
    if isinstance(op, ast.Mult) and not isinstance(left, Vector):
        left, right = right, left
    if isinstance(op, ast.Div) and is_number(right) and right:
        op, right = ast.Mult(), 1 / right
    if isinstance(op, ast.Mult) and isinstance(left, Vector) and is_number(right):
        return Vector((left[0] * right, left[1] * right, left[2] * right))
    return UNKNOWN


def unary(op: ast.unaryop, value: Any) -> Any:
    """``-value`` and ``not value`` where they can be known."""
    if isinstance(op, ast.USub):
        if is_number(value):
            return -value
        if isinstance(value, Vector):
            return Vector((-value[0], -value[1], -value[2]))
    if isinstance(op, ast.Not) and isinstance(value, bool):
        return not value
    return UNKNOWN


def comparison(op: ast.cmpop, left: Any, right: Any) -> Any:
    """The truth of a comparison of numbers or texts."""
    simple = (int, float, str, bool)
    if type(left) not in simple or type(right) not in simple:
        return UNKNOWN
    if isinstance(left, str) is not isinstance(right, str):
        return UNKNOWN
    function = _COMPARISONS.get(type(op))
    return function(left, right) if function else UNKNOWN


def formula(node: ast.Lambda | ast.FunctionDef) -> Formula | Unknown:
    """The expression of a function of one or two numbers, where it is short enough to be read aloud."""
    if isinstance(node, ast.Lambda):
        body: ast.expr | None = node.body
    else:
        last = node.body[-1]
        body = last.value if len(node.body) == 1 and isinstance(last, ast.Return) else None
    names = {argument.arg for argument in node.args.args}
    text = _notation(body, names, 0) if body is not None and names else None
    return Formula(text) if text is not None and len(text) <= 40 else UNKNOWN


def _notation(node: ast.expr, names: set[str], rank: int) -> str | None:  # noqa: PLR0911 (one case per kind of node)
    """Mathematical notation of an expression, or None where it holds more than arithmetic."""
    if isinstance(node, ast.Constant) and is_number(node.value):
        return str(node.value)
    if isinstance(node, ast.Name):
        return node.id if node.id in names or node.id in ("PI", "TAU") else None
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _notation(node.operand, names, 3)
        return None if inner is None else f"-{inner}"
    if isinstance(node, ast.BinOp) and type(node.op) in _SYMBOLS:
        own = _RANKS[type(node.op)]
        left, right = _notation(node.left, names, own), _notation(node.right, names, own + 1)
        if left is None or right is None:
            return None
        text = f"{left}{_SYMBOLS[type(node.op)]}{right}"
        return f"({text})" if own < rank else text
    if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
        inner = _notation(node.args[0], names, 0)
        known = name in ("sin", "cos", "tan", "exp", "log", "sqrt", "abs", "sinh", "cosh", "tanh", "arctan")
        return f"{name}({inner})" if known and inner is not None else None
    return None

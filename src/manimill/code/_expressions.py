"""Values of expressions: numbers, directions, colours, texts, and nothing that could cost time."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable
from typing import Any

from manimill.code import api
from manimill.code.outline import (
    UNKNOWN,
    ClassName,
    Colour,
    Extent,
    Member,
    Spot,
    Thing,
    Unknown,
    Vector,
    is_number,
    vector,
)

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
    "SMALL_BUFF": 0.1,
    "MED_SMALL_BUFF": 0.25,
    "MED_LARGE_BUFF": 0.5,
    "LARGE_BUFF": 1.0,
}
_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
ENUMERATIONS = {
    "CapStyleType": tuple(map(Member, ("AUTO", "ROUND", "BUTT", "SQUARE"))),
    "LineJointType": tuple(map(Member, ("AUTO", "ROUND", "BEVEL", "MITER"))),
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_NAMED: dict[str, Any] = dict(CONSTANTS)


def named(name: str) -> Any:
    """The value of a public name of manim: a constant, a colour or a class."""
    if name in _NAMED:
        return _NAMED[name]
    kind = api.kind_of(name)
    value: Any = UNKNOWN
    if kind == "colour":
        value = Colour(name)
    elif kind in ("vmobject", "mobject", "animation", "rate_function", "class"):
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
    if isinstance(left, (Thing, Spot, Extent)) or isinstance(right, Extent):
        return _measured(op, left, right)
    if type(left) is complex or type(right) is complex:
        return _complex_arithmetic(op, left, right)
    if isinstance(left, Vector) or isinstance(right, Vector):
        return _vector_arithmetic(op, left, right)
    return _repeated(op, left, right)


def _repeated(op: ast.operator, left: Any, right: Any) -> Any:
    """Texts and lists joined, repeated or filled in."""
    if isinstance(op, ast.Add) and type(left) is type(right) and isinstance(left, (str, list)):
        return left + right if len(left) + len(right) <= LONGEST else UNKNOWN
    if isinstance(op, ast.Mod) and isinstance(left, str):
        return _filled(left, right)
    if isinstance(op, ast.Mult) and isinstance(left, (str, list)) and isinstance(right, int):
        return left * right if 0 <= right * len(left) <= LONGEST else UNKNOWN
    return UNKNOWN


def _filled(text: str, values: Any) -> Any:
    """``"%.1f m" % 2``; widths that could make it long are left alone."""
    values = values if isinstance(values, list) else [values]
    plain = all(is_number(value) or isinstance(value, str) for value in values)
    if not plain or len(text) > LONGEST or re.search(r"%\D?\d{3}|\*", text):
        return UNKNOWN
    try:
        return text % tuple(values)
    except (TypeError, ValueError):
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


def _measured(op: ast.operator, left: Any, right: Any) -> Any:
    """A place moved by a vector, a size multiplied, a group with or without another thing."""
    if isinstance(left, Thing):
        return _grouped(op, left, right)
    if isinstance(left, Spot) and isinstance(op, (ast.Add, ast.Sub)):
        moved = _vector_arithmetic(op, left.offset or Vector((0, 0, 0)), right)
        return Spot(left.where, left.thing, left.coordinates, moved) if isinstance(moved, Vector) else UNKNOWN
    if isinstance(right, Extent) and isinstance(op, ast.Mult):
        left, right = right, left
    if not isinstance(left, Extent) or not is_number(right) or not right:
        return UNKNOWN
    if isinstance(op, (ast.Mult, ast.Div)):
        times = right if isinstance(op, ast.Mult) else 1 / right
        return Extent(left.dimension, left.thing, left.factor * times)
    return UNKNOWN


def _grouped(op: ast.operator, left: Thing, right: Any) -> Any:
    """``axes @ (1, 2)``, ``group + thing``, ``group - thing``."""
    if isinstance(op, ast.MatMult):
        point = vector(right)
        return UNKNOWN if point is None else Spot("at", left, point if point[2] else point[:2])
    if isinstance(right, Thing) and left.members and isinstance(op, (ast.Add, ast.Sub)):
        kept = [member for member in left.members if member is not right]
        members = [*kept, right] if isinstance(op, ast.Add) else kept
        return Thing(left.kind, members=members, shown=left.shown, group=left.group)
    return UNKNOWN


def _complex_arithmetic(op: ast.operator, left: Any, right: Any) -> Any:
    function = _OPERATORS.get(type(op)) if isinstance(op, (ast.Add, ast.Sub, ast.Mult, ast.Div)) else None
    numbers = all(is_number(n) or type(n) is complex for n in (left, right))
    if function is None or not numbers:
        return UNKNOWN
    try:
        value = function(left, right)
    except ArithmeticError:
        return UNKNOWN
    return value if abs(value) < LARGEST else UNKNOWN


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
        if is_number(value) or type(value) is complex:
            return -value
        if isinstance(value, Vector):
            return Vector((-value[0], -value[1], -value[2]))
    if isinstance(op, ast.Not) and isinstance(value, bool):
        return not value
    return UNKNOWN


def comparison(op: ast.cmpop, left: Any, right: Any) -> Any:
    """The truth of a comparison of numbers, texts or classes."""
    if isinstance(op, (ast.Is, ast.IsNot)):
        plain = all(value is None or isinstance(value, (ClassName, bool)) for value in (left, right))
        return (left == right) is isinstance(op, ast.Is) if plain else UNKNOWN
    simple = (int, float, str, bool, Member)
    if type(left) not in simple or type(right) not in simple:
        return UNKNOWN
    if isinstance(left, str) is not isinstance(right, str):
        return UNKNOWN
    function = _COMPARISONS.get(type(op))
    return function(left, right) if function else UNKNOWN

"""Functions of the code in the notation of mathematics: ``lambda x: x ** 2`` as ``x^2``."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from manimill.code.names import names
from manimill.code.outline import UNKNOWN, Formula, Unknown, is_number

_LONGEST = 64
"""Characters of a formula that can still be read aloud."""
_DEPTH = 4
"""Calls of the module's own functions inside one another."""
_SYMBOLS: dict[type[ast.operator], str] = {
    ast.Add: " + ",
    ast.Sub: " - ",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "^",
}
_RANKS: dict[type[ast.operator], int] = {ast.Add: 1, ast.Sub: 1, ast.Mult: 2, ast.Div: 2, ast.Pow: 4}
_ATOM = 9
_FUNCTIONS = names("sin cos tan exp log sqrt abs sinh cosh tanh arctan arcsin arccos sign floor ceil")
_NAMES = {"PI": "pi", "TAU": "tau", "pi": "pi", "e": "e", "tau": "tau"}
_DIRECTIONS = names("UP DOWN LEFT RIGHT UR UL DR DL OUT IN ORIGIN")
_ARRAYS = names("array c2p coords_to_point")

_Text = tuple[str, int]
"""A formula and how tightly it binds."""


def formula(node: ast.expr | ast.FunctionDef, scope: Mapping[str, Any]) -> Formula | Unknown:
    """The expression of a function of a few numbers or of a point, where it is short enough."""
    if isinstance(node, (ast.Lambda, ast.FunctionDef)):
        found = _Notation(scope, {}, _DEPTH).function(node, None)
        if found is not None and len(found[0]) <= _LONGEST:
            return Formula(found[0])
    return UNKNOWN


def function_of_x(name: str) -> Formula | None:
    """``sin`` on its own as a function of x."""
    return Formula(f"{name}(x)") if name in _FUNCTIONS else None


class _Notation:
    """Writes expressions down; ``known`` has what parameters and local names stand for."""

    def __init__(self, scope: Mapping[str, Any], known: dict[str, _Text], depth: int) -> None:
        self._scope = scope
        self._known = known
        self._depth = depth

    def function(self, node: ast.Lambda | ast.FunctionDef, arguments: Sequence[_Text] | None) -> _Text | None:
        """What the function gives, with its parameters as they are or with arguments in their place."""
        parameters = [parameter.arg for parameter in node.args.args if parameter.arg != "self"]
        if not parameters or (arguments is not None and len(arguments) != len(parameters)):
            return None
        values = arguments if arguments is not None else [(name, _ATOM) for name in parameters]
        inner = _Notation(self._scope, dict(zip(parameters, values, strict=True)), self._depth - 1)
        return inner.text(node.body) if isinstance(node, ast.Lambda) else inner.body(node.body)

    def body(self, statements: list[ast.stmt]) -> _Text | None:
        """What simple assignments and a return at their end give."""
        for statement in statements:
            if isinstance(statement, ast.Return):
                return None if statement.value is None else self.text(statement.value)
            if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
                return None
            value = self.text(statement.value)
            if value is None:
                return None
            self._known[statement.targets[0].id] = value
        return None

    def text(self, node: ast.expr) -> _Text | None:
        write = _WRITERS.get(type(node))
        return None if write is None else write(self, node)

    def _constant(self, node: ast.Constant) -> _Text | None:
        if type(node.value) is complex and not node.value.real:
            size = node.value.imag
            return ("i" if size == 1 else f"{size:g}i", _ATOM)
        return (str(node.value), _ATOM) if is_number(node.value) else None

    def _name(self, node: ast.Name) -> _Text | None:
        if node.id in self._known:
            return self._known[node.id]
        value = self._scope.get(node.id, UNKNOWN)
        if is_number(value):
            return str(value), _ATOM
        if node.id in _DIRECTIONS:
            return node.id, _ATOM
        known = _NAMES.get(node.id)
        # A loop's variable: "curves of x^n".
        return (known or node.id, _ATOM) if known or len(node.id) == 1 else None

    def _negative(self, node: ast.UnaryOp) -> _Text | None:
        inner = self.text(node.operand) if isinstance(node.op, ast.USub) else None
        return None if inner is None else (f"-{_held(inner, 3)}", 2)

    def _operation(self, node: ast.BinOp) -> _Text | None:
        left, right = self.text(node.left), self.text(node.right)
        if left is None or right is None or type(node.op) not in _SYMBOLS:
            return None
        own = _RANKS[type(node.op)]
        power = isinstance(node.op, ast.Pow)
        symbol = _SYMBOLS[type(node.op)]
        return f"{_held(left, own + power)}{symbol}{_held(right, own + 1 - power)}", own

    def _call(self, node: ast.Call) -> _Text | None:
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        if name == "R3_to_complex":
            return "z", _ATOM
        arguments = [self.text(argument) for argument in node.args]
        texts = [text for text in arguments if text is not None]
        if node.keywords or not texts or len(texts) < len(arguments):
            return None
        own = self._scope.get(name) if isinstance(function, ast.Name) else None
        if isinstance(own, ast.FunctionDef):
            return self.function(own, texts) if self._depth > 0 else None
        return _applied(name, texts)

    def _attribute(self, node: ast.Attribute) -> _Text | None:
        owner = node.value.id if isinstance(node.value, ast.Name) else ""
        return (
            (_NAMES[node.attr], _ATOM) if owner in ("np", "math", "numpy") and node.attr in _NAMES else None
        )

    def _subscript(self, node: ast.Subscript) -> _Text | None:
        """``pos[0]`` is x."""
        index = node.slice.value if isinstance(node.slice, ast.Constant) else None
        whole = isinstance(node.value, ast.Name) and self._known.get(node.value.id) == (node.value.id, _ATOM)
        return ("xyz"[index], _ATOM) if whole and type(index) is int and index in (0, 1, 2) else None

    def _sequence(self, node: ast.Tuple | ast.List) -> _Text | None:
        texts = [self.text(item) for item in node.elts]
        return _tuple([text for text in texts if text is not None]) if None not in texts else None


def _applied(name: str, arguments: list[_Text]) -> _Text | None:
    """A function of mathematics, a point, or a conversion that changes nothing on paper."""
    if name in ("complex_to_R3", "array") and len(arguments) == 1:
        return arguments[0]
    if name in _FUNCTIONS and len(arguments) == 1:
        return f"{name}({arguments[0][0]})", _ATOM
    return _tuple(arguments) if name in _ARRAYS else None


def _held(text: _Text, rank: int) -> str:
    return f"({text[0]})" if text[1] < rank else text[0]


def _tuple(texts: list[_Text]) -> _Text | None:
    """Coordinates, the third left out where it is zero."""
    shown = [text for text, _ in texts]
    if len(shown) == 3 and shown[2] in ("0", "0.0"):
        shown = shown[:2]
    return (f"({', '.join(shown)})", _ATOM) if len(shown) > 1 else None


_WRITERS: dict[type[ast.expr], Callable[[Any, Any], _Text | None]] = {
    ast.Constant: _Notation._constant,
    ast.Name: _Notation._name,
    ast.UnaryOp: _Notation._negative,
    ast.BinOp: _Notation._operation,
    ast.Call: _Notation._call,
    ast.Attribute: _Notation._attribute,
    ast.Subscript: _Notation._subscript,
    ast.Tuple: _Notation._sequence,
    ast.List: _Notation._sequence,
}

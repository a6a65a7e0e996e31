"""Texts that can be known without running anything."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from manimill.code.walking import walk

UNKNOWN: Final = object()
LONGEST = 100_000
_DEEPEST = 20
_CONVERSIONS: dict[int, Callable[[Any], str]] = {ord("r"): repr, ord("s"): str, ord("a"): ascii}
_STRING_METHODS = frozenset({"strip", "lstrip", "rstrip", "lower", "upper", "title", "capitalize", "replace"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Text:
    """A text as far as it is known: what is not stands in braces, as it is written."""

    value: str
    complete: bool


class Constants:
    """Values of names that are bound once, to something that can be read off."""

    def __init__(self, tree: ast.Module) -> None:
        self._module = _bound_once(tree.body, ())
        self._by_place: dict[ast.AST, dict[str, ast.expr | None]] = {}

    def text(self, node: ast.expr, function: Function | None, owner: ast.ClassDef | None) -> Text:
        """The text an expression stands for inside a method of a class."""
        names = {**self._module, **self._names_in(function)}
        pieces = list(_pieces(node, _Evaluator(names, self._names_in(owner))))
        written = "".join(
            piece if isinstance(piece, str) else f"{{{ast.unparse(piece)}}}" for piece in pieces
        )
        return Text(written, all(isinstance(piece, str) for piece in pieces))

    def _names_in(self, place: Function | ast.ClassDef | None) -> Mapping[str, ast.expr | None]:
        if place is None:
            return {}
        if place not in self._by_place:
            parameters = _parameters(place) if isinstance(place, Function) else ()
            self._by_place[place] = _bound_once(place.body, parameters)
        return self._by_place[place]


def _pieces(node: ast.expr, evaluator: _Evaluator) -> Iterator[str | ast.expr]:
    value = evaluator.value(node)
    if value is not UNKNOWN:
        yield str(value)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _pieces(node.left, evaluator)
        yield from _pieces(node.right, evaluator)
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            value = evaluator.value(part)
            if value is not UNKNOWN:
                yield str(value)
            else:
                yield part.value if isinstance(part, ast.FormattedValue) else part
    else:
        yield node


class _Evaluator:
    """Evaluates what consists of texts, numbers, lists, and names of such."""

    def __init__(
        self, names: Mapping[str, ast.expr | None], attributes: Mapping[str, ast.expr | None]
    ) -> None:
        self._names = names
        self._attributes = attributes
        self._depth = 0

    def value(self, node: ast.AST | None) -> Any:
        """The value, or `UNKNOWN`."""
        reader = getattr(self, f"_{type(node).__name__.lower()}", None)
        if reader is None or self._depth > _DEEPEST:
            return UNKNOWN
        self._depth += 1
        try:
            value = reader(node)
        except (ValueError, TypeError, LookupError, AttributeError):
            return UNKNOWN
        finally:
            self._depth -= 1
        return UNKNOWN if isinstance(value, str | list) and len(value) > LONGEST else value

    def _constant(self, node: ast.Constant) -> Any:
        return node.value if isinstance(node.value, str | int | float) else UNKNOWN

    def _name(self, node: ast.Name) -> Any:
        return self.value(self._names.get(node.id))

    def _attribute(self, node: ast.Attribute) -> Any:
        of_self = isinstance(node.value, ast.Name) and node.value.id == "self"
        return self.value(self._attributes.get(node.attr)) if of_self else UNKNOWN

    def _list(self, node: ast.List | ast.Tuple) -> Any:
        return self._all(node.elts)

    _tuple = _list

    def _dict(self, node: ast.Dict) -> Any:
        keys, values = self._all(node.keys), self._all(node.values)
        return UNKNOWN if keys is UNKNOWN or values is UNKNOWN else dict(zip(keys, values, strict=True))

    def _subscript(self, node: ast.Subscript) -> Any:
        container, key = self.value(node.value), self.value(node.slice)
        return UNKNOWN if container is UNKNOWN or key is UNKNOWN else container[key]

    def _binop(self, node: ast.BinOp) -> Any:
        left, right = self.value(node.left), self.value(node.right)
        if isinstance(node.op, ast.Add) and isinstance(left, str) and isinstance(right, str):
            return left + right
        return UNKNOWN

    def _joinedstr(self, node: ast.JoinedStr) -> Any:
        parts = self._all(node.values)
        return UNKNOWN if parts is UNKNOWN else "".join(parts)

    def _formattedvalue(self, node: ast.FormattedValue) -> Any:
        value = self.value(node.value)
        form = "" if node.format_spec is None else self.value(node.format_spec)
        if UNKNOWN in (value, form) or isinstance(value, list | dict) or any(map(str.isdigit, form[3:])):
            return UNKNOWN
        convert = _CONVERSIONS.get(node.conversion)
        return format(convert(value) if convert else value, form)

    def _call(self, node: ast.Call) -> Any:
        arguments = self._all(node.args)
        if arguments is UNKNOWN or node.keywords:
            return UNKNOWN
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if isinstance(node.func, ast.Name):
            name = node.func.id
        if name in ("dedent", "cleandoc", "str") and len(arguments) == 1:
            # Which of them it was makes no difference once white space is normalised.
            return inspect.cleandoc(arguments[0]) if isinstance(arguments[0], str) else str(arguments[0])
        if not isinstance(node.func, ast.Attribute):
            return UNKNOWN
        of = self.value(node.func.value)
        if not isinstance(of, str):
            return UNKNOWN
        if name == "join":
            return of.join(arguments[0])
        return getattr(of, name)(*arguments) if name in _STRING_METHODS else UNKNOWN

    def _all(self, nodes: Iterable[ast.AST | None]) -> Any:
        values = [self.value(node) for node in nodes]
        return UNKNOWN if any(value is UNKNOWN for value in values) else values


def _bound_once(body: Iterable[ast.stmt], parameters: Iterable[str]) -> dict[str, ast.expr | None]:
    """Names the statements bind, with their value where it is assigned exactly once and plainly."""
    found: dict[str, ast.expr | None] = dict.fromkeys(parameters)
    for statement in body:
        plainly = _plain_assignment(statement)
        for name in _names_bound(statement):
            first = name not in found
            found[name] = plainly if first else None
    return found


def _plain_assignment(statement: ast.stmt) -> ast.expr | None:
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        return statement.value if isinstance(statement.targets[0], ast.Name) else None
    return statement.value if isinstance(statement, ast.AnnAssign) else None


def _names_bound(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, Function | ast.ClassDef):
        yield statement.name
        return
    for node in walk(statement):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]


def _parameters(function: Function) -> list[str]:
    arguments = function.args
    every = [
        *arguments.posonlyargs,
        *arguments.args,
        *arguments.kwonlyargs,
        arguments.vararg,
        arguments.kwarg,
    ]
    return [argument.arg for argument in every if argument is not None]

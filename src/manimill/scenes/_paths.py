"""The paths an expression may stand for, told without running it.

What is not known is ``*``: ``f"img_{i}.png"`` is ``img_*.png``. A name has the values of all that is assigned to it.
"""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence

from manimill.scenes._bindings import Bindings, Bound, Each, Parameter

UNKNOWN = "*"
_MOST_VALUES = 32
"""More are as good as unknown."""

_DEEPEST = 12
"""So many names are followed from one to the next; code may define them in a circle."""

_MOST_STEPS = 500
"""For one path; names that are assigned many times in terms of each other would take for ever."""

_HERE = frozenset({"os.getcwd", "pathlib.Path.cwd", "Path.cwd"})
_PATHS = frozenset({"Path", "PurePath", "PosixPath", "pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath"})

Values = frozenset[str]
_ANY: Values = frozenset({UNKNOWN})


class Paths:
    """Reads expressions of one module."""

    def __init__(self, bindings: Bindings) -> None:
        self._bindings = bindings
        self._steps = 0

    def of(self, node: ast.expr) -> Values:
        """Every text the expression may have, with ``*`` for what is not known."""
        self._steps = 0
        return self._of(node, 0)

    def _of(self, node: ast.expr, depth: int) -> Values:
        self._steps += 1
        if depth > _DEEPEST or self._steps > _MOST_STEPS:
            return _ANY
        values = self._read(node, depth + 1)
        return values if len(values) <= _MOST_VALUES else _ANY

    def _read(self, node: ast.expr, depth: int) -> Values:
        found = _ANY
        match node:
            case ast.Constant(value=str() | int() | float() as value) if not isinstance(value, bool):
                found = frozenset({str(value)})
            case ast.JoinedStr(values=parts):
                found = self._joined("".join, parts, depth)
            case ast.BinOp():
                found = self._operation(node, depth)
            case ast.Name(id="__file__"):
                found = frozenset({"scene.py"})
            case ast.Name() | ast.Attribute():
                found = self._named(node, depth)
            case ast.Subscript():
                found = self._subscript(node, depth)
            case ast.Call():
                found = self._called(node, depth)
            case _:
                several = [self._of(one, depth) for one in _alternatives(node)]
                found = frozenset[str]().union(*several) or _ANY
        return found

    def _operation(self, node: ast.BinOp, depth: int) -> Values:
        sides = [node.left, node.right]
        if isinstance(node.op, ast.Add) and not any(map(_is_number, sides)):
            return self._joined("".join, sides, depth)
        if isinstance(node.op, ast.Div):
            return self._joined(_slashed, sides, depth)
        if isinstance(node.op, ast.Mod):
            return frozenset(_without_percents(text) for text in self._of(node.left, depth))
        return _ANY

    def _subscript(self, node: ast.Subscript, depth: int) -> Values:
        match node:
            case ast.Subscript(
                value=ast.Attribute(value=path, attr="parents"), slice=ast.Constant(value=int(n))
            ):
                return self._changed(path, lambda text: _above(text, n + 1), depth)
        return self._elements(node.value, None, depth)

    def _joined(self, join: Callable[[Sequence[str]], str], parts: Iterable[ast.expr], depth: int) -> Values:
        """The texts of the parts, each with each."""
        found: list[tuple[str, ...]] = [()]
        for part in parts:
            values = sorted(self._of(part, depth))
            found = [(*before, value) for before in found for value in values]
            if len(found) > _MOST_VALUES:
                return _ANY
        return frozenset(_plain(join(texts)) for texts in found)

    def _changed(self, node: ast.expr, change: Callable[[str], str], depth: int) -> Values:
        return frozenset(change(text) if text != UNKNOWN else UNKNOWN for text in self._of(node, depth))

    def _named(self, node: ast.Name | ast.Attribute, depth: int) -> Values:
        if isinstance(node, ast.Attribute) and node.attr in _ATTRIBUTES:
            values = self._changed(node.value, _ATTRIBUTES[node.attr], depth)
            if values != _ANY:
                return values
        return self._bound(self._bindings.of(node), depth)

    def _bound(self, bound: Sequence[Bound], depth: int) -> Values:
        found: set[str] = set()
        for one in bound:
            if isinstance(one, Each):
                found |= self._elements(one.of, one.position, depth)
            elif isinstance(one, Parameter):
                arguments = self._bindings.arguments(one)
                found |= set().union(*(self._of(value, depth) for value in arguments)) if arguments else _ANY
            else:
                found |= self._of(one, depth)
        return frozenset(found) or _ANY

    def _elements(self, node: ast.expr, position: int | None, depth: int) -> Values:
        """What the elements of a collection may be; with ``position``, that part of each of them."""
        self._steps += 1
        if depth > _DEEPEST or self._steps > _MOST_STEPS:
            return _ANY
        depth += 1
        match node:
            case ast.List(elts=several) | ast.Tuple(elts=several) | ast.Set(elts=several):
                parts = [_part(one, position) for one in several if not isinstance(one, ast.Starred)]
            case ast.Dict(keys=keys, values=values):
                parts = [key for key in keys if key] if position == 0 else list(values)
            case ast.ListComp(elt=one) | ast.GeneratorExp(elt=one) | ast.SetComp(elt=one):
                parts = [_part(one, position)]
            case ast.Name() | ast.Attribute():
                bound = [one for one in self._bindings.of(node) if isinstance(one, ast.expr)]
                return (
                    frozenset[str]().union(*(self._elements(one, position, depth) for one in bound)) or _ANY
                )
            case ast.Call():
                inner = _iterated(node, position)
                return self._elements(*inner, depth) if inner is not None else _ANY
            case _:
                parts = []
        return frozenset[str]().union(*(self._of(part, depth) for part in parts)) or _ANY

    def _called(self, call: ast.Call, depth: int) -> Values:
        name = self._bindings.dotted(call.func) or ""
        if name in _PATHS or name == "os.path.join":
            return self._joined(_slashed, call.args, depth)
        if name in _HERE:
            return frozenset({""})
        if name in _OF_A_PATH and call.args:
            return self._changed(call.args[0], _OF_A_PATH[name], depth)
        if name == "random.choice" and call.args:
            return self._elements(call.args[0], None, depth)
        return self._method(call, call.func, depth) if isinstance(call.func, ast.Attribute) else _ANY

    def _method(self, call: ast.Call, method: ast.Attribute, depth: int) -> Values:
        if method.attr in _METHODS:
            return self._changed(method.value, _METHODS[method.attr], depth)
        if method.attr == "joinpath":
            return self._joined(_slashed, [method.value, *call.args], depth)
        if method.attr == "with_suffix" and call.args:
            return self._joined(
                lambda t: posixpath.splitext(t[0])[0] + t[1], [method.value, call.args[0]], depth
            )
        return _ANY


def _alternatives(node: ast.expr) -> list[ast.expr]:
    """Expressions one of which is what the whole is."""
    match node:
        case ast.IfExp(body=one, orelse=other):
            return [one, other]
        case ast.BoolOp(values=several):
            return several
        case ast.NamedExpr(value=value) | ast.FormattedValue(value=value):
            return [value]
    return []


def _iterated(call: ast.Call, position: int | None) -> tuple[ast.expr, int | None] | None:
    """The collection that a call goes through, and which part of its elements is asked for."""
    match call:
        case ast.Call(func=ast.Name(id="enumerate"), args=[several, *_]) if position == 1:
            return several, None
        case ast.Call(func=ast.Name(id="zip"), args=several) if position is not None and position < len(
            several
        ):
            return several[position], None
        case ast.Call(func=ast.Name(id="sorted" | "reversed" | "list" | "tuple" | "set"), args=[several, *_]):
            return several, position
        case ast.Call(func=ast.Attribute(value=several, attr="items")):
            return several, position
        case ast.Call(func=ast.Attribute(value=several, attr="keys" | "values" as which)):
            return several, 0 if which == "keys" else 1
    return None


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and not isinstance(node.value, str)


def _part(node: ast.expr, position: int | None) -> ast.expr:
    if position is not None and isinstance(node, ast.Tuple | ast.List) and position < len(node.elts):
        return node.elts[position]
    return node


def _slashed(texts: Sequence[str]) -> str:
    return posixpath.join(*texts) if texts else ""


def _plain(text: str) -> str:
    """Two unknown things beside each other are one."""
    while "**" in text:
        text = text.replace("**", "*")
    return text


def _above(path: str, levels: int) -> str:
    """The folder that so many levels above a path is; above the folder of the scene are ``..``."""
    for _ in range(levels):
        last = posixpath.basename(path)
        path = posixpath.join(path, "..") if last in ("", "..") else posixpath.dirname(path)
    return path


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]


def _without_percents(text: str) -> str:
    """``img_%02d.png`` as ``img_*.png``."""
    first, *rest = text.split("%")
    kept = first
    for part in rest:
        end = next((index for index, letter in enumerate(part) if letter.isalpha()), len(part) - 1)
        kept += UNKNOWN + part[end + 1 :]
    return _plain(kept)


def _without_braces(text: str) -> str:
    """``img_{}.png`` and ``img_{name}.png`` as ``img_*.png``."""
    first, *rest = text.split("{")
    return _plain(first + "".join(UNKNOWN + part.partition("}")[2] for part in rest))


def _as_it_is(text: str) -> str:
    return text


def _folder(text: str) -> str:
    return _above(text, 1)


_SAME_PATH = (
    "str",
    "os.fspath",
    "os.fsdecode",
    "os.path.abspath",
    "os.path.realpath",
    "os.path.normpath",
    "os.path.expanduser",
)
_OF_A_PATH: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(_SAME_PATH, _as_it_is),
    "os.path.dirname": _folder,
    "os.path.basename": posixpath.basename,
}
_METHODS: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(("resolve", "absolute", "expanduser", "as_posix", "strip"), _as_it_is),
    "format": _without_braces,
    "lower": str.lower,
    "upper": str.upper,
}
_ATTRIBUTES: Mapping[str, Callable[[str], str]] = {
    "parent": _folder,
    "name": posixpath.basename,
    "stem": _stem,
}

"""Reads expressions of a scene. See `manimill.code.outline`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from manimill.code._expressions import ENUMERATIONS, LARGEST, LONGEST, binary, comparison, named, unary
from manimill.code._formulas import formula, function_of_x
from manimill.code._mobjects import attribute, part
from manimill.code.outline import (
    CAMERA,
    SEVERAL,
    UNKNOWN,
    ZOOMED,
    ClassName,
    Member,
    Motion,
    Thing,
    is_number,
)

UNROLLED = 8
"""Turns of a loop that are read one by one; longer loops are read once and counted."""
BUDGET = 3000
"""Calls, statements and items read per scene; the longest scenes people write stay below a third of it."""


class Exhausted(Exception):
    """The scene is longer than anybody wants to read."""


def items(value: Any) -> Sequence[Any] | None:
    """What iterating over a value gives, or None where that is not known."""
    if isinstance(value, (list, range, tuple)):
        return value
    if isinstance(value, ClassName):
        return ENUMERATIONS.get(value)
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return list(value)
    if isinstance(value, Thing) and value.members and all(m.count == 1 for m in value.members):
        return value.members
    return None


def literal(value: Any) -> Any:
    """A constant as it stands; numbers no scene can mean are unknown."""
    return UNKNOWN if is_number(value) and not abs(value) < LARGEST else value


def stands_for_many(values: list[Any]) -> bool:
    """Whether a list holds a thing that a long loop made, so that its length says nothing."""
    return any(isinstance(value, Thing) and value.count != 1 for value in values)


def _some_of(values: list[Any], index: Any) -> Any:
    """One or several of the things that a long loop made."""
    if len(values) != 1:
        return UNKNOWN
    some = values[0].copy()
    some.count = SEVERAL if isinstance(index, slice) else 1
    return [some] if isinstance(index, slice) else some


def each(iterated: Any) -> Any:
    """What stands for all items of something that is read once.

    A group whose members a loop made holds a single one that counts for all.
    """
    if not isinstance(iterated, Thing):
        return UNKNOWN
    return (
        iterated.members[0] if len(iterated.members) == 1 else Thing("part", {"each": True}, parent=iterated)
    )


def _key(value: Any) -> Any:
    """A key of a dict; an edge of a graph, which is read as a list, can be one as well."""
    edge = isinstance(value, list) and len(value) == 2 and all(isinstance(end, (str, int)) for end in value)
    return tuple(value) if edge else value


def _own_attribute(name: str) -> Any:
    """What ``self`` has in every scene."""
    if name in ("camera", "frame"):
        return CAMERA
    return ZOOMED if name == "zoomed_camera" else UNKNOWN


def _outer_attribute(owner: str, name: str) -> Any:
    """``np.pi``, ``m.Square``, ``CapStyleType.ROUND``."""
    if owner in ENUMERATIONS:
        return Member(name)
    if owner in ("np", "math", "numpy"):
        known = {"pi": "PI", "tau": "TAU"}.get(name)
        return named(known) if known else function_of_x(name) or UNKNOWN
    if owner == "rate_functions":
        return ClassName(name)
    return named(name)


class Evaluator:
    """Carries variables while expressions are read. Calls are up to the subclass."""

    def __init__(self) -> None:
        self.scope: dict[str, Any] = {}
        self.own: dict[str, Any] = {}
        self.repeat = 1
        self._budget = BUDGET

    def value(self, node: ast.expr) -> Any:
        """The value of an expression, `UNKNOWN` where the code does not tell."""
        # Names and constants are two thirds of all expressions: no detour for them.
        kind = type(node)
        if kind is ast.Name:
            name = node.id  # type: ignore[attr-defined]
            return self.scope[name] if name in self.scope else named(name)
        if kind is ast.Constant:
            constant = node.value  # type: ignore[attr-defined]
            return constant if type(constant) is str else literal(constant)
        read = _READERS.get(kind)
        return UNKNOWN if read is None else read(self, node)

    def spend(self) -> None:
        """Count one call, statement or item; these are what loops multiply."""
        self._budget -= 1
        if self._budget < 0:
            raise Exhausted

    def call(self, node: ast.Call) -> Any:
        """The value of a call."""
        raise NotImplementedError

    def bind(self, target: ast.expr, value: Any) -> None:
        """Assign ``value`` to a name, to names in a tuple or to an attribute of ``self``."""
        if isinstance(target, ast.Name):
            self.scope[target.id] = value
        elif isinstance(target, (ast.Tuple, ast.List)):
            values = items(value)
            for index, name in enumerate(target.elts):
                self.bind(name, values[index] if values and index < len(values) else UNKNOWN)
        elif isinstance(target, ast.Subscript):
            self.put(self.value(target.value), self._index(target.slice), value)
        elif isinstance(target, ast.Attribute):
            if isinstance(target.value, ast.Name) and target.value.id == "self":
                self.own[target.attr] = value
                return
            owner = self.value(target.value)
            if isinstance(owner, Thing) and not owner.shown and isinstance(value, (str, int, float)):
                owner.facts[target.attr] = value

    def put(self, owner: Any, key: Any, value: Any) -> None:
        """``owner[key] = value``."""
        if isinstance(owner, dict) and isinstance(key, (str, int, float)):
            owner[key] = value

    def arguments(self, nodes: Sequence[ast.expr]) -> list[Any]:
        """Values of several expressions, starred ones opened."""
        values: list[Any] = []
        for node in nodes:
            if isinstance(node, ast.Starred):
                inner = self.value(node.value)
                values += items(inner) or [inner]
            else:
                values.append(self.value(node))
        return values

    def _attribute(self, node: ast.Attribute) -> Any:
        if isinstance(node.value, ast.Name) and node.value.id not in self.scope:
            if node.value.id == "self":
                return self.own[node.attr] if node.attr in self.own else self.mine(node.attr)
            return _outer_attribute(node.value.id, node.attr)
        receiver = self.value(node.value)
        if isinstance(receiver, Thing):
            return attribute(receiver, node.attr)
        if isinstance(receiver, ClassName) and node.attr == "__name__":
            return str(receiver)
        return str(receiver) if isinstance(receiver, Member) and node.attr == "name" else UNKNOWN

    def mine(self, name: str) -> Any:
        """An attribute of ``self`` that the code has not set."""
        return _own_attribute(name)

    def _list(self, node: ast.List | ast.Tuple) -> Any:
        return self.arguments(node.elts)

    def _dict(self, node: ast.Dict) -> Any:
        keys = [None if key is None else self.value(key) for key in node.keys]
        values = self.arguments(node.values)
        pairs = zip(map(_key, keys), values, strict=False)
        return {key: value for key, value in pairs if isinstance(key, (str, int, float, tuple))}

    def _binary(self, node: ast.BinOp) -> Any:
        return binary(node.op, self.value(node.left), self.value(node.right))

    def _unary(self, node: ast.UnaryOp) -> Any:
        return unary(node.op, self.value(node.operand))

    def _compare(self, node: ast.Compare) -> Any:
        if len(node.ops) != 1:
            return UNKNOWN
        return comparison(node.ops[0], self.value(node.left), self.value(node.comparators[0]))

    def _choose(self, node: ast.IfExp) -> Any:
        test = self.value(node.test)
        return self.value(node.body if test else node.orelse) if isinstance(test, bool) else UNKNOWN

    def _joined(self, node: ast.JoinedStr) -> Any:
        parts = [self.value(piece) for piece in node.values]
        known = all(isinstance(piece, str) for piece in parts)
        return "".join(parts)[:LONGEST] if known else UNKNOWN

    def _formatted(self, node: ast.FormattedValue) -> Any:
        value = self.value(node.value)
        if node.conversion != -1 or not isinstance(value, (str, int, float)):
            return UNKNOWN
        if node.format_spec is None:
            return str(value)
        form = self.value(node.format_spec)
        # ``.2f`` and its like; a width could ask for any length.
        if not isinstance(form, str) or not form.startswith((".", ",")) or len(form) > 3:
            return UNKNOWN
        try:
            return format(value, form)
        except ValueError:
            return UNKNOWN

    def _lambda(self, node: ast.Lambda) -> Any:
        return formula(node, self.scope)

    def _subscript(self, node: ast.Subscript) -> Any:
        owner, index = self.value(node.value), self._index(node.slice)
        if isinstance(owner, Thing):
            return part(owner, index)
        if isinstance(owner, dict) and isinstance(index, (str, int, float)):
            return owner.get(index, UNKNOWN)
        if isinstance(owner, list) and stands_for_many(owner):
            return _some_of(owner, index)
        if isinstance(owner, (list, str, range)) and isinstance(index, (int, slice)):
            try:
                return owner[index]
            except (IndexError, ValueError):
                return UNKNOWN
        return UNKNOWN

    def _index(self, node: ast.expr) -> Any:
        if not isinstance(node, ast.Slice):
            return self.value(node)
        bounds = [None if b is None else self.value(b) for b in (node.lower, node.upper, node.step)]
        return slice(*bounds) if all(b is None or type(b) is int for b in bounds) else UNKNOWN

    def _comprehension(self, node: ast.ListComp | ast.GeneratorExp) -> Any:
        first = node.generators[0]
        iterated = self.value(first.iter)
        values = items(iterated)
        counted = values if not first.ifs and len(node.generators) == 1 else None
        saved = dict(self.scope)
        made: Any = []
        if counted is not None and len(counted) <= UNROLLED:
            for item in counted:
                self.spend()
                self.bind(first.target, item)
                made.append(self.value(node.elt))
        else:
            for generator in node.generators:
                self.bind(generator.target, each(iterated) if generator is first else UNKNOWN)
            made = self._one_for_all(node.elt, len(counted) if counted is not None else SEVERAL)
        self.scope = saved
        return made

    def _one_for_all(self, node: ast.expr, times: int) -> Any:
        """A list of the one thing that stands for all a long loop makes."""
        outer, self.repeat = self.repeat, self.repeat * times
        one = self.value(node)
        self.repeat = outer
        # Anything but things, which carry their count, would make a list of the wrong length.
        return [one] if isinstance(one, (Thing, Motion)) else UNKNOWN


_READERS: dict[type[ast.expr], Callable[[Any, Any], Any]] = {
    ast.Call: lambda evaluator, node: evaluator.call(node),
    ast.Attribute: Evaluator._attribute,
    ast.List: Evaluator._list,
    ast.Tuple: Evaluator._list,
    ast.Dict: Evaluator._dict,
    ast.BinOp: Evaluator._binary,
    ast.UnaryOp: Evaluator._unary,
    ast.Compare: Evaluator._compare,
    ast.IfExp: Evaluator._choose,
    ast.JoinedStr: Evaluator._joined,
    ast.FormattedValue: Evaluator._formatted,
    ast.Lambda: Evaluator._lambda,
    ast.Subscript: Evaluator._subscript,
    ast.ListComp: Evaluator._comprehension,
    ast.GeneratorExp: Evaluator._comprehension,
}

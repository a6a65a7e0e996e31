"""Walking and rebuilding libcst's trees, without a look at their whitespace: ten times as fast as libcst's visitors."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, TypeVar

import libcst as cst

from manimill.repair.comments import lost, with_lines

_BESIDE = frozenset(
    {
        "lpar",
        "rpar",
        "lbracket",
        "rbracket",
        "lbrace",
        "rbrace",
        "comma",
        "semicolon",
        "leading_lines",
        "header",
    }
    | {"lines_after_decorators", "footer", "indent", "trailing_whitespace", "equal", "dot", "colon", "star"}
    | {
        "operators",
        "tok",
        "encoding",
        "default_indent",
        "default_newline",
        "has_trailing_newline",
        "relative",
    }
    | {"lpar_whitespace", "type_parameters", "asynchronous", "first_line", "prefix"}
)


@cache
def fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    """Fields of a kind of node that hold code."""
    return tuple(
        field.name
        for field in dataclasses.fields(kind)
        if field.name not in _BESIDE and not field.name.startswith("whitespace")
    )


_NODES: dict[type, bool] = {}


def _is_node(kind: type) -> bool:
    """Whether values of a kind are nodes: asking each of them costs more than walking."""
    known = _NODES.get(kind)
    if known is None:
        known = _NODES[kind] = issubclass(kind, cst.CSTNode)
    return known


def inner(node: cst.CSTNode) -> list[cst.CSTNode]:
    """The nodes directly in a node, in the order they are written."""
    found: list[cst.CSTNode] = []
    for name in fields(type(node)):
        value = getattr(node, name)
        kind = type(value)
        if kind is tuple or kind is list:
            found += value
        elif _is_node(kind):
            found.append(value)
    return found


def walk(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """A node and all nodes in it, parents first, siblings in order."""
    todo = [node]
    while todo:
        current = todo.pop()
        yield current
        if type(current) is not cst.Name:
            todo += inner(current)[::-1]


Import = cst.Import | cst.ImportFrom

Found = TypeVar("Found")

SPREAD, STAR, ZERO, EMPTY = "**", "*", "0", "()"
"""Words that are no identifiers: ``**`` and ``*`` in a call, a zero; after a name, that it is called without values."""


class Words:
    """The identifiers in trees (names, attributes, keywords, parts of imported modules), a few signs, and imports.

    What was found in a statement, function or class is remembered, so that a tree that has changed in places costs
    no more than these.
    """

    def __init__(self) -> None:
        self._known: dict[cst.CSTNode, tuple[frozenset[str], tuple[Import, ...]]] = {}
        self._remembered: dict[tuple[object, cst.CSTNode], Any] = {}

    def of(self, node: cst.CSTNode) -> frozenset[str]:
        """Every identifier in a node, and the signs `SPREAD`, `STAR`, `ZERO` and, after a name, `EMPTY`."""
        return self._found(node)[0]

    def imports(self, node: cst.CSTNode) -> tuple[Import, ...]:
        """Every import in a node, in order."""
        return self._found(node)[1]

    def remembered(self, find: Callable[[Any], Found], node: cst.CSTNode) -> Found:
        """What a function finds in a node, which nobody may change."""
        key = (find, node)
        if key not in self._remembered:
            self._remembered[key] = find(node)
        found: Found = self._remembered[key]
        return found

    def _found(self, node: cst.CSTNode) -> tuple[frozenset[str], tuple[Import, ...]]:
        known = self._known.get(node)
        if known is None:
            known = self._known[node] = self._in(node)
        return known

    def _in(self, node: Any) -> tuple[frozenset[str], tuple[Import, ...]]:
        found: set[str] = set()
        imports: list[Import] = []
        todo = inner(node)[::-1]
        while todo:
            current: Any = todo.pop()
            kind = type(current)
            if kind is cst.Name:
                found.add(current.value)
                continue
            if kind in _PASSED:
                words, lines = self._found(current)
                found |= words
                imports += lines
                continue
            if kind is cst.Arg:
                if current.star:
                    found.add(current.star)
            elif kind is cst.Integer or kind is cst.Float:
                if not current.value.strip("0."):
                    found.add(ZERO)
                continue
            elif kind is cst.Call:
                if all(arg.keyword is not None for arg in current.args):
                    func = current.func
                    name = getattr(func, "attr", func)
                    if type(name) is cst.Name:
                        found.add(name.value + EMPTY)
            elif kind is cst.ImportFrom or kind is cst.Import:
                imports.append(current)
            todo += inner(current)[::-1]
        return frozenset(found), tuple(imports)


_PASSED = (cst.SimpleStatementLine, cst.FunctionDef, cst.ClassDef)

Replaced = cst.CSTNode | cst.RemovalSentinel | cst.FlattenSentinel[Any]
Leave = Callable[[Any, Any], Replaced]
Enter = Callable[[Any], None]


class Rebuild:
    """One pass over a tree, from the inside out, in which nodes are put in the place of others.

    ``enter`` and ``leave`` are called by kind of node, the latter with the original and what became of it further in.
    ``parents`` holds the nodes around the one at hand. ``changed`` is told of every node that a call replaced, and
    ``renewed`` of every pair of a node and what came into its place. Statements, functions and classes for which
    ``passed`` is true stay as they are, unseen. ``commented`` says that there are comments to be kept.
    """

    def __init__(
        self,
        enter: Mapping[type[cst.CSTNode], Enter],
        leave: Mapping[type[cst.CSTNode], Leave],
        parents: list[cst.CSTNode],
        changed: Callable[[cst.CSTNode], None],
        renewed: Callable[[cst.CSTNode, cst.CSTNode], None],
        passed: Callable[[cst.CSTNode], bool] | None = None,
        *,
        commented: bool = True,
    ) -> None:
        self._enter = enter
        self._leave = leave
        self._parents = parents
        self._changed = changed
        self._renewed = renewed
        self._passed = passed
        self._commented = commented

    def of(self, node: cst.CSTNode) -> Replaced:
        """What comes into the place of a node."""
        kind = type(node)
        if self._passed is not None and kind in _PASSED and self._passed(node):
            return node
        enter, leave = self._enter.get(kind), self._leave.get(kind)
        if enter is not None:
            enter(node)
        if kind is cst.Name:
            updated = node
        else:
            self._parents.append(node)
            updated = self._inside(node)
            self._parents.pop()
            if kind is cst.SimpleStatementLine and not updated.body:  # type: ignore[attr-defined]
                return cst.RemovalSentinel.REMOVE
        if leave is None:
            return updated
        result = leave(node, updated)
        if result is not updated:
            self._changed(node)
            if isinstance(result, cst.CSTNode):
                self._renewed(node, result)
        return result

    def _inside(self, node: cst.CSTNode) -> cst.CSTNode:
        changes: dict[str, Any] = {}
        for name in fields(type(node)):
            value = getattr(node, name)
            kind = type(value)
            if kind is tuple or kind is list:
                items, left = self._sequence(value) if value else (None, [])
                if items is not None:
                    whole = _never_empty(node, name, items)
                    if left and whole is not items:
                        whole, left = [with_lines(whole[0], left, first=True)], []
                    changes[name] = whole
                if left:
                    changes["footer"] = [*left, *node.footer]  # type: ignore[attr-defined]
            elif _is_node(kind):
                new = self.of(value)
                if new is not value:
                    changes[name] = _alone(node, name, new)
        if not changes:
            return node
        updated = node.with_changes(**changes)
        self._renewed(node, updated)
        return updated

    def _sequence(self, values: Any) -> tuple[list[Any] | None, list[cst.EmptyLine]]:
        """The new items of a sequence, None if they are the old ones, and comments of statements that are gone."""
        items: list[Any] = []
        same = True
        above: list[cst.EmptyLine] = []
        for value in values:
            new = self.of(value)
            if new is value and not above:
                items.append(value)
                continue
            same = False
            several = _several(new)
            renewed = self._commented and new is not value and type(value) is cst.SimpleStatementLine
            lines = lost(value, several) if renewed else []
            if several:
                first = with_lines(with_lines(several[0], lines, first=False), above, first=True)
                if first is not several[0]:
                    self._renewed(several[0], first)
                items += [first, *several[1:]]
                above = []
            else:
                above += lines
        return None if same else items, above


def _several(new: Replaced) -> list[Any]:
    """The nodes that come into the place of one."""
    if isinstance(new, cst.FlattenSentinel):
        return list(new)
    return [] if isinstance(new, cst.RemovalSentinel) else [new]


def _alone(parent: cst.CSTNode, name: str, new: Replaced) -> Any:
    """What a field that holds one node gets; those that may be absent can be emptied."""
    if isinstance(new, cst.FlattenSentinel):
        raise TypeError(f"{type(parent).__name__}.{name} holds one node and was given several.")
    if isinstance(new, cst.RemovalSentinel):
        return None
    return new


def _never_empty(parent: cst.CSTNode, name: str, items: list[Any]) -> list[Any]:
    """A block that has nothing left gets a ``pass``."""
    if items or name != "body":
        return items
    if isinstance(parent, cst.IndentedBlock):
        return [cst.SimpleStatementLine([cst.Pass()])]
    return [cst.Pass()] if isinstance(parent, cst.SimpleStatementSuite) else items

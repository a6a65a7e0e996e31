"""Methods that hold a name which exists nowhere, and that nothing calls: a class can do without them."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from manimill.code import api
from manimill.code.bindings import Function, Use
from manimill.scenes.slicing.lookup import followed
from manimill.scenes.slicing.program import Builtin, External, Local, Program
from manimill.scenes.slicing.run_order import Place


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A method that is left out of a class, the statement at ``place``."""

    place: Place
    owner: str
    node: Function

    def __str__(self) -> str:
        return f"{self.place[0]}:{self.owner}.{self.node.name}"


def removable(
    program: Program,
    needed: Iterable[Place],
    losing: Sequence[tuple[Place, ast.AST]],
    gone: Sequence[LeftOut],
) -> list[LeftOut]:
    """The methods that the nodes in ``losing`` stand in, those that nothing in what is needed mentions.

    A method is mentioned by an attribute or a string of its name. One that manim may call is never left out: a
    dunder method, one with the name of an attribute of manim, any of a class that builds on another package.
    """
    candidates = {
        id(found.node): found
        for place, node in losing
        if (found := _method_around(program.linked(place[0]).units[place[1]], place, node))
    }
    if not candidates:
        return []
    ignored = {*candidates, *(id(entry.node) for entry in gone)}
    mentioned: set[str] = set()
    for path, position in needed:
        unit = program.linked(path).units[position]
        parts = unit.body if isinstance(unit, ast.ClassDef) else ()
        names = _names_mentioned(unit, frozenset(id(part) for part in parts if id(part) in ignored))
        if names is None:
            return []
        mentioned |= names
    return [
        found
        for found in candidates.values()
        if found.node.name not in mentioned and not _may_be_called_by_packages(program, found)
    ]


@lru_cache(maxsize=4096)
def _method_around(unit: ast.stmt, place: Place, node: ast.AST) -> LeftOut | None:
    if not isinstance(unit, ast.ClassDef):
        return None
    for method in unit.body:
        if isinstance(method, Function) and any(part is node for part in ast.walk(method)):
            return LeftOut(place, unit.name, method)
    return None


@lru_cache(maxsize=4096)
def _names_mentioned(unit: ast.stmt, ignored: frozenset[int]) -> frozenset[str] | None:
    """Attributes and strings of a statement, and names that class bodies use; None where they may be any."""
    names: set[str] = set()
    for node in _walk(unit, ignored):
        if isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names.add(node.value)
        elif isinstance(node, ast.Call) and _reads_any_attribute(node):
            return None
    return frozenset(names)


def _walk(node: ast.AST, ignored: Container[int]) -> Iterator[ast.AST]:
    if id(node) in ignored:
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, ignored)


def _reads_any_attribute(call: ast.Call) -> bool:
    """Whether a call puts together the name of an attribute; one that is not put together stands somewhere."""
    return (
        isinstance(call.func, ast.Name)
        and call.func.id == "getattr"
        and len(call.args) > 1
        and isinstance(call.args[1], ast.BinOp | ast.JoinedStr | ast.Call)
    )


def _may_be_called_by_packages(program: Program, method: LeftOut) -> bool:
    name = method.node.name
    if name in api.all_attributes() or (name.startswith("__") and name.endswith("__")):
        return True
    return not _builds_on_known_classes(program, method.place, name.startswith("_"), frozenset())


def _builds_on_known_classes(program: Program, place: Place, private: bool, seen: frozenset[Place]) -> bool:
    """Whether all bases of a class are the project's or manim's, of which not every private method is known."""
    unit = program.linked(place[0]).units[place[1]]
    if not isinstance(unit, ast.ClassDef) or place in seen:
        return False
    for base in unit.bases:
        chain: list[ast.Attribute] = []
        while isinstance(base, ast.Attribute):
            chain.insert(0, base)
            base = base.value
        if not isinstance(base, ast.Name):
            return False
        use = Use(base.id, base, tuple(chain), True, None)
        target, _, units = followed(program, program.resolve(place[0], base.id, place[1]), use)
        if isinstance(target, Local):
            inner = seen | {place}
            if not all(_builds_on_known_classes(program, unit, private, inner) for unit in units):
                return False
        elif isinstance(target, External):
            if private or target.module.partition(".")[0] != "manim":
                return False
        elif not isinstance(target, Builtin) or target.name != "object":
            return False
    return True

"""What a scene needs: the statements of all modules that have to travel with it, and where they use which name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from manimill.code.bindings import Import, InnerImport, Use
from manimill.scenes.slicing.program import (
    External,
    Found,
    Linked,
    Local,
    Missing,
    ModuleObject,
    Program,
    Target,
)
from manimill.scenes.slicing.project import UnreadableError

Place = tuple[str, int]
"""A statement: path of its module, position in it."""

_MANIMS = ("manim", "manimlib", "big_ol_pile_of_manim_imports", "manimgl")
_SEEDS = frozenset({"seed", "default_rng", "set_state", "setstate"})
_RENDERS = frozenset({"render", "construct", "main", "show", "preview", "run"})


@dataclass(frozen=True, slots=True)
class Site:
    """A use and what it stands for; ``depth`` attributes after the name belong to what it stands for."""

    use: Use
    target: Target
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Lost:
    """A name that a scene needs and that leads nowhere."""

    name: str
    path: str
    line: int
    looked: tuple[str, ...]

    def __str__(self) -> str:
        where = ", ".join(self.looked[:4]) + (
            f" and {len(self.looked) - 4} more" if len(self.looked) > 4 else ""
        )
        return f"'{self.name}' of {self.path} line {self.line}" + (
            f", looked for in {where}" if where else ""
        )


@dataclass(slots=True)
class Closure:
    """Everything a scene needs.

    ``order`` are all statements that run before and including the scene's, in the order they do; ``needed`` are
    those among them that the scene cannot do without, with the sites of their names.
    """

    scene: Place
    order: list[Place] = field(default_factory=list)
    needed: dict[Place, list[Site]] = field(default_factory=dict)
    lost: list[Lost] = field(default_factory=list)


def closure(program: Program, scene: Place) -> Closure:
    """Follow every name from the scene on."""
    return _Follower(program, scene).follow()


class _Follower:
    def __init__(self, program: Program, scene: Place) -> None:
        self._program = program
        self._found = Closure(scene, order=run_order(program, scene[0]))
        self._locals: set[Local] = set()
        self._todo: list[Place] = [scene]
        self._effects = self._possible_effects()

    def follow(self) -> Closure:
        while self._todo:
            while self._todo:
                place = self._todo.pop()
                if place not in self._found.needed:
                    self._found.needed[place] = self._sites(place)
            self._todo = [place for place in self._effects if self._takes_effect(place)]
        # What stands in no module that the scene's imports run, such as in a copy of a package, goes first.
        before = sorted(self._found.needed.keys() - set(self._found.order))
        self._found.order[:0] = before
        return self._found

    # -- names ------------------------------------------------------------------------------------------

    def _sites(self, place: Place) -> list[Site]:
        path, position = place
        linked = self._program.linked(path)
        bound = linked.bindings(position)
        sites = [site for use in bound.uses if (site := self._site(use, linked, place)) is not None]
        for name in bound.binds:
            self._locals.add(Local(path, name))
        return sites

    def _site(self, use: Use, linked: Linked, place: Place) -> Site | None:
        path = place[0]
        found = look_up(self._program, use, linked, place)
        if found is None:
            return None
        target, depth, units = followed(self._program, found, use)
        if isinstance(target, Missing):
            if not use.soft and not _is_guarded(use, linked.units[place[1]]):
                self._found.lost.append(
                    Lost(target.name, path, getattr(use.node, "lineno", 0), target.looked)
                )
        elif isinstance(target, ModuleObject):
            self._found.lost.append(Lost(f"module {target.path}", path, getattr(use.node, "lineno", 0), ()))
        self._todo += units
        if isinstance(target, Local):
            self._locals.add(target)
        return Site(use, target, depth)

    # -- statements that nothing names, but that change something ------------------------------------------

    def _possible_effects(self) -> list[Place]:
        return [place for place in self._found.order if self._may_act(place)]

    def _may_act(self, place: Place) -> bool:
        linked = self._program.linked(place[0])
        unit = linked.units[place[1]]
        if isinstance(unit, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | Import):
            return False
        return bool(linked.bindings(place[1]).changes)

    def _takes_effect(self, place: Place) -> bool:
        """Whether the statement changes something that the scene sees."""
        if place in self._found.needed:
            return False
        linked = self._program.linked(place[0])
        unit = linked.units[place[1]]
        return any(
            self._changes_something(use, unit, linked, place) for use in linked.bindings(place[1]).changes
        )

    def _changes_something(self, use: Use, unit: ast.stmt, linked: Linked, place: Place) -> bool:
        found = look_up(self._program, use, linked, place)
        if found is None:
            return False
        target, depth, _ = followed(self._program, found, use)
        attributes = [node.attr for node in use.chain[depth:]]
        if isinstance(target, External):
            return _changes_package(target, attributes)
        if not isinstance(target, Local):
            return False
        if isinstance(unit, ast.Expr) and isinstance(unit.value, ast.Call):
            if not attributes and unit.value.func is use.node:
                return self._sets_something(target)
            if attributes[-1:] and attributes[-1] in _RENDERS:
                return False
        return target in self._locals

    def _sets_something(self, function: Local) -> bool:
        """Whether calling a function of the project changes what a package holds, or a variable that is needed."""
        found = self._program.resolve(function.path, function.name, None)
        for path, position in found.units:
            linked = self._program.linked(path)
            if not isinstance(linked.units[position], ast.FunctionDef):
                continue
            bound = linked.bindings(position)
            if any(Local(path, name) in self._locals for name in bound.binds_later):
                return True
            for use in bound.changes_later:
                inner = look_up(self._program, use, linked, (path, position))
                if inner is not None and isinstance(inner.target, External):
                    if _changes_package(inner.target, [node.attr for node in use.chain]):
                        return True
        return False


def look_up(program: Program, use: Use, linked: Linked, place: Place) -> Found | None:
    """What a use stands for; None where it is the variable that the statement itself binds."""
    path, position = place
    if use.scope is not None:
        holder = use.scope.holder(use.name)
        if holder is not None:
            node, alias = holder.imports[use.name]
            if use.stored or not program.leads_inside(node, alias, path):
                return None
            return program.imported(node, alias, path)
    own = linked.bindings(position).binds
    if use.name in own and (use.stored or not use.now or _binds_before_use(linked.units[position])):
        found = program.resolve(path, use.name, position + 1 if use.now else None)
        return Found(Local(path, use.name), found.units if isinstance(found.target, Local) else ())
    if use.now:
        return program.resolve(path, use.name, position)
    return program.resolve(path, use.name, None)


def _binds_before_use(unit: ast.stmt) -> bool:
    """Whether a statement has parts that run one after the other, so that it may use what it binds."""
    return isinstance(
        unit, ast.For | ast.While | ast.If | ast.Try | ast.With | ast.AsyncFor | ast.AsyncWith | ast.Match
    )


def followed(program: Program, found: Found, use: Use) -> tuple[Target, int, tuple[Place, ...]]:
    """What is left when attributes of modules have been followed: target, attributes used up, statements."""
    target, units, depth = found.target, found.units, 0
    while isinstance(target, ModuleObject) and depth < len(use.chain):
        inner = program.member(target.path, use.chain[depth].attr)
        target, units, depth = inner.target, inner.units, depth + 1
    return target, depth, units


def _is_guarded(use: Use, unit: ast.stmt) -> bool:
    """Whether the name stands in a ``try`` that expects it to be missing."""
    if not isinstance(unit, ast.Try):
        return False
    caught = {
        node.id
        for handler in unit.handlers
        if handler.type
        for node in ast.walk(handler.type)
        if isinstance(node, ast.Name)
    }
    return bool(caught & {"NameError", "Exception", "BaseException"}) or any(
        h.type is None for h in unit.handlers
    )


def _changes_package(target: External, attributes: list[str]) -> bool:
    """Whether a change to something from a package can be seen in what a scene draws."""
    top = target.module.partition(".")[0]
    if top in _MANIMS and not (attributes and attributes[-1] in _RENDERS):
        return True
    return top in ("random", "numpy") and bool(_SEEDS & {*attributes, target.name or ""})


def run_order(program: Program, path: str) -> list[Place]:
    """All statements that run when a module does, those of the modules it imports where they are imported."""
    order: list[Place] = []
    _run(program, path, order, set())
    return order


def _run(program: Program, path: str, order: list[Place], started: set[str]) -> None:
    if path in started or path.endswith("/"):
        return
    started.add(path)
    try:
        linked = program.linked(path)
    except UnreadableError:
        return
    later: list[Import] = []
    for position, unit in enumerate(linked.units):
        for node in _imports_of(unit):
            for inner in program.modules_run(node, path):
                _run(program, inner, order, started)
        order.append((path, position))
        later += [inner.node for inner in linked.bindings(position).inner_imports]
    # Functions import when they are called, which mostly is after all modules have run.
    for node in later:
        for inner in program.modules_run(node, path):
            _run(program, inner, order, started)


def _imports_of(unit: ast.stmt) -> Iterator[Import]:
    """The imports a statement makes when it runs."""
    if isinstance(unit, Import):
        yield unit
    elif isinstance(unit, ast.If | ast.Try | ast.With | ast.For | ast.While):
        yield from (node for node in ast.walk(unit) if isinstance(node, Import))


def inner_imports_from_project(program: Program, linked: Linked, place: Place) -> list[InnerImport]:
    """Imports inside functions that a module which holds everything must not make."""
    return [
        inner
        for inner in linked.bindings(place[1]).inner_imports
        if any(program.leads_inside(inner.node, alias, place[0]) for alias in inner.node.names)
    ]

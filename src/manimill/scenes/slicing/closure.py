"""What a scene needs: the statements of all modules that have to travel with it, and where they use which name."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from manimill.code.bindings import Import, InnerImport, Use
from manimill.scenes.slicing.effects import Effects
from manimill.scenes.slicing.lookup import followed, look_up
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
from manimill.scenes.slicing.run_order import Place, run_order
from manimill.scenes.slicing.unused_methods import LeftOut, removable


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
    those among them that the scene cannot do without, with the sites of their names. ``left_out`` are methods of
    needed classes that nothing calls and that cannot be completed.
    """

    scene: Place
    order: list[Place] = field(default_factory=list)
    needed: dict[Place, list[Site]] = field(default_factory=dict)
    lost: list[Lost] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def closure(program: Program, scene: Place) -> Closure:
    """Follow every name from the scene on; what is lost in methods that nothing calls goes with these."""
    order = run_order(program, scene[0])
    left_out: list[LeftOut] = []
    while True:
        follower = _Follower(program, Closure(scene, list(order), left_out=left_out))
        found = follower.follow()
        more = removable(program, found.needed, follower.losing, left_out) if found.lost else []
        if not more:
            return found
        left_out = [*left_out, *more]


class _Follower:
    """Collects what is needed; ``losing`` has the place and the node of every name that leads nowhere."""

    def __init__(self, program: Program, found: Closure) -> None:
        self.losing: list[tuple[Place, ast.AST]] = []
        self._program = program
        self._found = found
        self._locals: set[Local] = set()
        self._todo: list[Place] = [found.scene]
        self._effects = Effects(program, found.scene[0])
        self._ignored = {id(node) for gone in found.left_out for node in ast.walk(gone.node)}

    def follow(self) -> Closure:
        while self._todo:
            while self._todo:
                place = self._todo.pop()
                if place not in self._found.needed:
                    self._found.needed[place] = self._sites(place)
            self._todo = self._effects.on(self._locals, self._found.needed)
        # What stands in no module that the scene's imports run, such as in a copy of a package, goes first.
        known = {path for path, _ in self._found.order}
        aside = sorted({path for path, _ in self._found.needed} - known)
        self._found.order[:0] = [place for path in aside for place in self._needed_in(path)]
        return self._found

    def _needed_in(self, path: str) -> list[Place]:
        """The statements of a module that are needed, and its imports."""
        units = self._program.linked(path).units
        return [
            (path, position)
            for position, unit in enumerate(units)
            if (path, position) in self._found.needed or isinstance(unit, Import)
        ]

    def _sites(self, place: Place) -> list[Site]:
        path, position = place
        linked = self._program.linked(path)
        bound = linked.bindings(position)
        sites = [
            site
            for use in bound.uses
            if id(use.node) not in self._ignored and (site := self._site(use, linked, place)) is not None
        ]
        for name in bound.binds:
            self._locals.add(Local(path, name))
        return sites

    def _site(self, use: Use, linked: Linked, place: Place) -> Site | None:
        found = look_up(self._program, use, linked, place)
        if found is None:
            return None
        target, depth, units = followed(self._program, found, use)
        if isinstance(target, Missing):
            if not use.soft and not _is_guarded(linked.units[place[1]]):
                self._lose(target.name, target.looked, use, place)
        elif isinstance(target, ModuleObject):
            self._lose(f"module {target.path}", (), use, place)
        elif isinstance(target, Local):
            self._locals.add(target)
            if self._is_scene_itself(target, use, place):
                return Site(use, target, depth)
            if use.called and use.now:
                self._todo += self._used_by_call(place, units)
        self._todo += units
        return Site(use, target, depth)

    def _is_scene_itself(self, target: Local, use: Use, place: Place) -> bool:
        """Whether a use inside the scene means the scene, which a class of its name further down does not change."""
        scene = self._found.scene
        if place != scene or use.now or target.path != scene[0]:
            return False
        return target.name in self._program.linked(scene[0]).bindings(scene[1]).binds

    def _used_by_call(self, place: Place, functions: Sequence[Place]) -> list[Place]:
        """What functions use that a statement calls: variables as they are by then, which may change afterwards."""
        found: list[Place] = []
        todo, seen = list(functions), set(functions)
        while todo:
            path, position = todo.pop()
            linked = self._program.linked(path)
            if path != place[0] or not isinstance(linked.units[position], ast.FunctionDef | ast.ClassDef):
                continue
            for use in linked.bindings(position).uses:
                if use.now or use.stored or (use.scope is not None and use.scope.holder(use.name)):
                    continue
                then = self._program.resolve(path, use.name, place[1])
                if not self._stays(then, use, path):
                    self._lose(use.name, (f"{path}, where it becomes another thing",), use, (path, position))
                units = then.units
                found += units
                todo += [unit for unit in units if unit not in seen]
                seen.update(units)
        return found

    def _stays(self, then: Found, use: Use, path: str) -> bool:
        """Whether a name stands for the same variable in the end."""
        if not isinstance(then.target, Local | External):
            return True
        return self._program.resolve(path, use.name, None).target == then.target

    def _lose(self, name: str, looked: tuple[str, ...], use: Use, place: Place) -> None:
        self._found.lost.append(Lost(name, place[0], getattr(use.node, "lineno", 0), looked))
        self.losing.append((place, use.node))


def _is_guarded(unit: ast.stmt) -> bool:
    """Whether a statement is a ``try`` that expects names to be missing."""
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


def inner_imports_from_project(program: Program, linked: Linked, place: Place) -> list[InnerImport]:
    """Imports inside functions that a module which holds everything must not make."""
    return [
        inner
        for inner in linked.bindings(place[1]).inner_imports
        if any(program.leads_inside(inner.node, alias, place[0]) for alias in inner.node.names)
    ]

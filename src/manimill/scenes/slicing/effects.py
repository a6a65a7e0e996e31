"""Statements that nothing names, but that change something which a scene sees."""

from __future__ import annotations

import ast
from collections.abc import Container

from manimill.code.bindings import Import, Use
from manimill.scenes.slicing.lookup import followed, look_up
from manimill.scenes.slicing.program import Builtin, External, Linked, Local, Program, Target
from manimill.scenes.slicing.run_order import Place, run_order

_MANIMS = ("manim", "manimlib", "big_ol_pile_of_manim_imports", "manimgl")
_SEEDS = frozenset({"seed", "default_rng", "set_state", "setstate"})
_RENDERS = frozenset({"render", "construct", "main", "show", "preview", "run"})
_CHANGING_BUILTINS = frozenset({"setattr", "delattr", "next", "exec", "eval"})


class Effects:
    """The statements that may have an effect when a module of a program runs, in that order."""

    def __init__(self, program: Program, path: str) -> None:
        self._program = program
        if path not in program.acting:
            program.acting[path] = [place for place in run_order(program, path) if self._may_act(place)]
        self._possible = program.acting[path]

    def on(self, variables: Container[Local], known: Container[Place]) -> list[Place]:
        """Statements that change one of the variables or what a scene has from a package; without those known."""
        return [
            place for place in self._possible if place not in known and self._takes_effect(place, variables)
        ]

    def _may_act(self, place: Place) -> bool:
        linked = self._program.linked(place[0])
        unit = linked.units[place[1]]
        if isinstance(unit, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | Import):
            return False
        return bool(linked.bindings(place[1]).changes)

    def _takes_effect(self, place: Place, variables: Container[Local]) -> bool:
        linked = self._program.linked(place[0])
        unit = linked.units[place[1]]
        changes = linked.bindings(place[1]).changes
        call = unit.value if isinstance(unit, ast.Expr) else None
        if isinstance(call, ast.Call) and self._only_reads(call, changes, linked, place):
            return False
        return any(self._changes_something(use, linked, place, variables) for use in changes)

    def _only_reads(self, call: ast.Call, changes: list[Use], linked: Linked, place: Place) -> bool:
        """Whether a statement calls something that leaves its arguments as they are: a builtin, or a rendering."""
        if isinstance(call.func, ast.Attribute):
            return call.func.attr in _RENDERS
        target = next((self._target(use, linked, place)[0] for use in changes if use.node is call.func), None)
        return isinstance(target, Builtin) and target.name not in _CHANGING_BUILTINS

    def _target(self, use: Use, linked: Linked, place: Place) -> tuple[Target | None, list[str]]:
        found = look_up(self._program, use, linked, place)
        if found is None:
            return None, []
        target, depth, _ = followed(self._program, found, use)
        return target, [node.attr for node in use.chain[depth:]]

    def _changes_something(self, use: Use, linked: Linked, place: Place, variables: Container[Local]) -> bool:
        target, attributes = self._target(use, linked, place)
        if isinstance(target, External):
            return _changes_package(target, attributes)
        return isinstance(target, Local) and self._changes_local(target, attributes, variables, set())

    def _is_function(self, thing: Local) -> bool:
        found = self._program.resolve(thing.path, thing.name, None)
        units = [self._program.linked(path).units[position] for path, position in found.units]
        return bool(units) and all(isinstance(unit, ast.FunctionDef) for unit in units)

    def _sets_something(self, function: Local, variables: Container[Local], seen: set[Local]) -> bool:
        """Whether calling a function changes what a package holds, or a variable; also through others it calls."""
        if function in seen:
            return False
        seen.add(function)
        found = self._program.resolve(function.path, function.name, None)
        for place in found.units:
            linked = self._program.linked(place[0])
            bound = linked.bindings(place[1])
            if any(Local(place[0], name) in variables for name in bound.binds_later):
                return True
            for use in bound.changes_later:
                target, attributes = self._target(use, linked, place)
                if isinstance(target, External) and _changes_package(target, attributes):
                    return True
                if isinstance(target, Local) and self._changes_local(target, attributes, variables, seen):
                    return True
        return False

    def _changes_local(
        self, target: Local, attributes: list[str], variables: Container[Local], seen: set[Local]
    ) -> bool:
        if not attributes and self._is_function(target):
            return self._sets_something(target, variables, seen)
        return target in variables and not (attributes and attributes[-1] in _RENDERS)


def _changes_package(target: External, attributes: list[str]) -> bool:
    """Whether a change to something from a package can be seen in what a scene draws."""
    top = target.module.partition(".")[0]
    if top in _MANIMS and not (attributes and attributes[-1] in _RENDERS):
        return True
    return top in ("random", "numpy") and bool(_SEEDS & {*attributes, target.name or ""})

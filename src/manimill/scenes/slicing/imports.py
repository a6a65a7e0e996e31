"""The import statements of a module that holds what several modules held: those for what comes from packages."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from manimill.code.bindings import Import
from manimill.scenes.slicing.closure import Closure
from manimill.scenes.slicing.layout import edited, extent, stands_alone, unindenting
from manimill.scenes.slicing.naming import Naming, hiding
from manimill.scenes.slicing.problems import NotWritableError
from manimill.scenes.slicing.program import External, Linked, Program
from manimill.scenes.slicing.run_order import Place

_LAZY = "from __future__ import annotations"


def imports(program: Program, found: Closure, names: Naming, stars: Sequence[str]) -> list[str]:
    """The statements, in the order in which the modules made them, without what nothing needs.

    ``stars`` are the packages of star imports in that order. What one of these would hide comes behind them.
    """
    wanted = _Wanted(found, names, stars)
    written: set[tuple[str, str]] = set()
    lines = [_LAZY] if _needs_lazy_annotations(program, found) else []
    hidden: list[str] = []
    for place in found.order:
        linked = program.linked(place[0])
        unit = linked.units[place[1]]
        if not isinstance(unit, Import):
            continue
        outside = [
            alias
            for alias in unit.names
            # A file may hide a package and take all from it that it does not have itself.
            if alias.name == "*" or not program.leads_inside(unit, alias, place[0])
        ]
        new = [
            (alias, hides)
            for before in outside
            for alias, hides in wanted.aliases(unit, before)
            if _is_new(_brought(unit, alias), written)
        ]
        kept = [alias for alias, hides in new if hides is None]
        lines += [_written(unit, kept, linked, place)] if kept else []
        hidden += [import_text(unit, [alias]) for alias, hides in new if hides is False]
    return [*lines, *hidden, *wanted.instead_of_stars()]


def _needs_lazy_annotations(program: Program, found: Closure) -> bool:
    """Whether a needed statement has annotations that were not evaluated where it stood."""
    return any(
        any(use.soft for use in program.linked(path).bindings(position).uses)
        for path, position in found.needed
    )


class _Wanted:
    """What is used of packages, and by which import it comes."""

    def __init__(self, found: Closure, names: Naming, stars: Sequence[str]) -> None:
        self._names = names
        self._explicit: dict[External, None] = {}
        self._stars: set[str] = set()
        self._parts: set[External] = set()
        for thing in _things(found):
            if thing in names.instead_of_star:
                self._explicit[thing] = None
            elif thing.star:
                self._stars.add(thing.module)
            else:
                self._parts.add(thing)
        self._to_come = [module for module in stars if module in self._stars]

    def aliases(self, unit: Import, alias: ast.alias) -> Iterator[tuple[ast.alias, bool | None]]:
        """The part of an import as it has to be written, nothing if it is not needed.

        With it comes whether a later star import brings the same by its name, or another thing: see `hiding`.
        """
        if isinstance(unit, ast.ImportFrom):
            module = unit.module or ""
            if alias.name == "*":
                if module in self._to_come and not unit.level:
                    self._to_come.remove(module)
                    yield alias, None
                return
            thing = External(module, alias.name, alias.asname or alias.name)
        elif alias.asname:
            thing = External(alias.name, None, alias.asname)
        else:
            top = alias.name.partition(".")[0]
            thing = External(top, None, top)
        if thing in self._parts:
            name = self._names.of(thing)
            yield self._renamed(alias, thing), hiding(replace(thing, alias=name), self._to_come)

    def _renamed(self, alias: ast.alias, thing: External) -> ast.alias:
        name = self._names.of(thing)
        if name == thing.alias:
            return alias
        if thing.name is None and "." in alias.name and not alias.asname:
            raise NotWritableError(f"'import {alias.name}' brings a name that another thing has")
        return ast.alias(alias.name, name)

    def instead_of_stars(self) -> Iterator[str]:
        """Imports of what a star import would bring, had not another one the same name."""
        for thing in self._explicit:
            name = self._names.of(thing)
            shown = f"{thing.name} as {name}" if name != thing.name else name
            yield f"from {thing.module} import {shown}"


def _things(found: Closure) -> Iterator[External]:
    for place in found.order:
        for site in found.needed.get(place, ()):
            if isinstance(site.target, External):
                yield site.target


def _is_new(key: tuple[str, str], written: set[tuple[str, str]]) -> bool:
    if key in written:
        return False
    written.add(key)
    return True


def _brought(unit: Import, alias: ast.alias) -> tuple[str, str]:
    """What an import brings: a name, which stands for one thing wherever it comes from, or more than a name."""
    if isinstance(unit, ast.ImportFrom) and alias.name == "*":
        return unit.module or "", "*"
    if isinstance(unit, ast.Import) and not alias.asname and "." in alias.name:
        return alias.name, ""
    return "", alias.asname or alias.name


def _written(unit: Import, kept: list[ast.alias], linked: Linked, place: Place) -> str:
    if kept != unit.names or not stands_alone(linked, place[1]):
        return import_text(unit, kept)
    module = linked.module
    start, end, first, _ = extent(linked, place[1])
    return edited(module.data, start, end, unindenting(module, unit, first)).decode("utf-8", "surrogatepass")


def import_text(unit: Import, names: Iterable[ast.alias]) -> str:
    """The statement with these names."""
    shown = ", ".join(f"{a.name} as {a.asname}" if a.asname else a.name for a in names)
    if isinstance(unit, ast.ImportFrom):
        return f"from {'.' * unit.level}{unit.module or ''} import {shown}"
    return f"import {shown}"

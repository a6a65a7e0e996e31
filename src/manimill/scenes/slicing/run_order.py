"""In which order the statements of a program's modules run."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from manimill.code.bindings import Import
from manimill.scenes.slicing.program import Linked, Program
from manimill.scenes.slicing.project import UnreadableError

Place = tuple[str, int]
"""A statement: path of its module, position in it."""


def run_order(program: Program, path: str) -> list[Place]:
    """All statements that run when a module does, those of the modules it imports where they are imported."""
    if path not in program.run_orders:
        order: list[Place] = []
        _run(program, path, order, set())
        program.run_orders[path] = order
    return program.run_orders[path]


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
        if later and _calls_own(linked, position):
            _run_imported(program, later, path, order, started)
        _run_imported(program, list(_imports_of(unit)), path, order, started)
        order.append((path, position))
        later += [inner.node for inner in linked.bindings(position).inner_imports]
    _run_imported(program, later, path, order, started)


def _run_imported(
    program: Program, nodes: list[Import], path: str, order: list[Place], started: set[str]
) -> None:
    for node in nodes:
        for inner in program.modules_run(node, path):
            _run(program, inner, order, started)


def _calls_own(linked: Linked, position: int) -> bool:
    """Whether a statement calls something of its module, so that what functions import has to be there by then."""
    return any(
        use.called and use.now and use.name in linked.binders for use in linked.bindings(position).uses
    )


def _imports_of(unit: ast.stmt) -> Iterator[Import]:
    """The imports a statement makes when it runs."""
    if isinstance(unit, Import):
        yield unit
    elif isinstance(unit, ast.If | ast.Try | ast.With | ast.For | ast.While):
        yield from (node for node in ast.walk(unit) if isinstance(node, Import))


def star_imports(program: Program, order: list[Place]) -> list[str]:
    """Packages that statements import everything from, in the order they do so first."""
    found: dict[str, None] = {}
    for path, position in order:
        unit = program.linked(path).units[position]
        if isinstance(unit, ast.ImportFrom) and unit.names[0].name == "*" and not unit.level:
            found[unit.module or ""] = None
    return list(found)

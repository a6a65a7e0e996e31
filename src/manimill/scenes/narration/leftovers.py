"""What only the narration needed goes with it: services, keys, texts kept in names, wrappers, imports."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from manimill.code.names import names
from manimill.code.walking import blocks, walk
from manimill.scenes.narration.finding import Function
from manimill.scenes.narration.plugins import Plugins
from manimill.scenes.narration.rewriting import Rewriting

_HARMLESS_CALLS = names(
    "getenv get strip lstrip rstrip lower upper replace format join dedent cleandoc str dict load_dotenv"
)


class _Definition(NamedTuple):
    """A statement that gives names something, and the part of the module where they are read."""

    names: tuple[str, ...]
    statement: ast.stmt
    scope: ast.AST


def remove_leftovers(plugins: Plugins, rewriting: Rewriting) -> None:
    """Remove definitions until none is left that only removed code reads, then name what still stands."""
    uses = set(plugins.uses(rewriting.nodes))
    loads: dict[str, list[ast.Name]] = defaultdict(list)
    for node in rewriting.nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            loads[node.id].append(node)
    candidates: list[_Candidate] = []
    for definition in _definitions(rewriting.tree, None):
        decided = definition.statement in rewriting.removed or definition.statement in plugins.imports
        if decided or rewriting.needed.keys() & set(definition.names):
            continue
        if _may_go(definition.statement, uses):
            reads = [load for name in definition.names for load in loads[name]]
            needless = bool(plugins.wrappers.keys() & set(definition.names)) or _is_service(
                definition, plugins
            )
            candidates.append(_Candidate(definition, reads, needless, rewriting))
    while going := [candidate for candidate in candidates if candidate.is_read_no_more()]:
        for candidate in going:
            rewriting.remove(candidate.statement, "leftover")
        candidates = [candidate for candidate in candidates if candidate not in going]
    for use in sorted(uses, key=lambda name: name.lineno):
        if isinstance(use.ctx, ast.Load) and not rewriting.is_gone(use):
            rewriting.problem(use, f"{use.id} of the plugin is used")


class _Candidate:
    """A definition that may go once nothing that stays reads it.

    ``needless`` are those that mean nothing without the plugin; the others must have been read.
    """

    def __init__(
        self, definition: _Definition, loads: list[ast.Name], needless: bool, rewriting: Rewriting
    ) -> None:
        self.statement = definition.statement
        self._needless = needless
        self._rewriting = rewriting
        self._reads = [name for name in loads if self._is_read(name, definition)]

    def is_read_no_more(self) -> bool:
        """Whether all that reads it is gone."""
        gone = all(self._rewriting.is_gone(read) for read in self._reads)
        return gone and (self._needless or bool(self._reads))

    def _is_read(self, name: ast.Name, definition: _Definition) -> bool:
        """Whether the name is read where the definition counts, and not by the definition itself."""
        span = self._rewriting.source.span
        place, (start, end) = span(name)[0], span(definition.statement)
        if isinstance(definition.scope, ast.stmt):
            first, last = span(definition.scope)
            return first <= place < last and not start <= place < end
        return not start <= place < end


def _may_go(statement: ast.stmt, uses: set[ast.Name]) -> bool:
    """Whether nothing is lost with a definition that nobody reads."""
    if not isinstance(statement, ast.Assign | ast.AnnAssign):
        return True
    if statement.value is None:
        return False
    of_plugin = any(isinstance(node, ast.Name) and node in uses for node in walk(statement))
    return of_plugin or _is_harmless(statement.value)


def _is_service(definition: _Definition, plugins: Plugins) -> bool:
    """Whether this is a class that builds on something of the plugin that is no scene."""
    bases = definition.statement.bases if isinstance(definition.statement, ast.ClassDef) else []
    return any(
        isinstance(base, ast.Name) and base.id in plugins.names and plugins.plugin_class(base) is None
        for base in bases
    )


def _is_harmless(value: ast.expr) -> bool:
    """Whether nothing is lost if the expression is not evaluated."""
    for node in walk(value):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in _HARMLESS_CALLS:
                return False
        elif isinstance(node, ast.NamedExpr | ast.Await | ast.Yield | ast.YieldFrom):
            return False
    return True


def _definitions(scope: ast.AST, function: ast.AST | None) -> Iterator[_Definition]:
    for node in blocks(scope):
        within = node if isinstance(node, Function) else function
        at_top = isinstance(scope, ast.Module)
        if isinstance(node, ast.ClassDef | Function) and at_top:
            yield _Definition((node.name,), node, scope)
        elif isinstance(node, ast.Import | ast.ImportFrom) and at_top:
            brought = tuple(alias.asname or alias.name.partition(".")[0] for alias in node.names)
            yield _Definition(brought, node, scope)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and not isinstance(scope, ast.ClassDef):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if len(targets) == 1 and isinstance(targets[0], ast.Name):
                yield _Definition((targets[0].id,), node, scope if function is None else function)
        if isinstance(node, ast.stmt | ast.excepthandler):
            yield from _definitions(node, within)

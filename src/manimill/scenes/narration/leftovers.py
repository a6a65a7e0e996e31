"""What only the narration needed goes with it: services, keys, texts kept in names, wrapper classes."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from manimill.code.names import names
from manimill.scenes.narration.finding import Function
from manimill.scenes.narration.plugins import Plugins
from manimill.scenes.narration.rewriting import Rewriting

_HARMLESS_CALLS = names(
    "getenv get strip lstrip rstrip lower upper replace format join dedent cleandoc str dict load_dotenv"
)


class _Definition(NamedTuple):
    """A statement that gives a name something, and the part of the module where the name is read."""

    name: str
    statement: ast.stmt
    scope: ast.AST


def remove_leftovers(plugins: Plugins, rewriting: Rewriting) -> None:
    """Remove definitions until none is left that only removed code reads, then name what still stands."""
    uses = set(plugins.uses(rewriting.tree))
    loads: dict[str, list[ast.Name]] = defaultdict(list)
    for node in ast.walk(rewriting.tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            loads[node.id].append(node)
    definitions = _definitions(rewriting.tree, None)
    candidates = [_Candidate(d, loads[d.name], uses, plugins, rewriting) for d in definitions]
    candidates = [candidate for candidate in candidates if candidate.may_go]
    while going := [candidate for candidate in candidates if candidate.is_read_no_more()]:
        for candidate in going:
            rewriting.remove(candidate.statement, "leftover")
        candidates = [candidate for candidate in candidates if candidate not in going]
    for use in sorted(uses, key=lambda name: name.lineno):
        if isinstance(use.ctx, ast.Load) and not rewriting.is_gone(use):
            rewriting.problem(use, f"{use.id} of the plugin is used")


class _Candidate:
    """A definition that may go once nothing that stays reads it."""

    def __init__(
        self,
        definition: _Definition,
        loads: list[ast.Name],
        uses: set[ast.Name],
        plugins: Plugins,
        rewriting: Rewriting,
    ) -> None:
        self.statement = definition.statement
        self._rewriting = rewriting
        self.may_go = self._may_go(definition, uses, plugins)
        self._reads = [name for name in loads if self._reads_it(name, definition)] if self.may_go else []

    def is_read_no_more(self) -> bool:
        """Whether all that reads it is gone; wrapper classes and services need not have been read."""
        read_once = bool(self._reads) or isinstance(self.statement, ast.ClassDef)
        return read_once and all(self._rewriting.is_gone(read) for read in self._reads)

    def _may_go(self, definition: _Definition, uses: set[ast.Name], plugins: Plugins) -> bool:
        statement = definition.statement
        if statement in self._rewriting.removed:
            return False
        if isinstance(statement, ast.ClassDef):
            return definition.name in plugins.wrappers or _is_service(statement, plugins)
        if not isinstance(statement, Function):
            value = statement.value  # type: ignore[attr-defined]
            if value is None or _is_harmless(value):
                return value is not None
        return any(isinstance(node, ast.Name) and node in uses for node in ast.walk(statement))

    def _reads_it(self, name: ast.Name, definition: _Definition) -> bool:
        """Whether the name is read where the definition counts, and not by the definition itself."""
        span = self._rewriting.source.span
        place, (start, end) = span(name)[0], span(definition.statement)
        if isinstance(definition.scope, ast.Module):
            return not start <= place < end
        first, last = span(definition.scope)  # type: ignore[arg-type]
        return first <= place < last and not start <= place < end


def _is_service(node: ast.ClassDef, plugins: Plugins) -> bool:
    """Whether a class builds on something of the plugin that is no scene."""
    return any(
        isinstance(base, ast.Name) and base.id in plugins.names and plugins.plugin_class(base) is None
        for base in node.bases
    )


def _is_harmless(value: ast.expr) -> bool:
    """Whether nothing is lost if the expression is not evaluated."""
    for node in ast.walk(value):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in _HARMLESS_CALLS:
                return False
        elif isinstance(node, ast.NamedExpr | ast.Await | ast.Yield | ast.YieldFrom):
            return False
    return True


def _definitions(scope: ast.AST, function: ast.AST | None) -> Iterator[_Definition]:
    for node in ast.iter_child_nodes(scope):
        within = function
        if isinstance(node, ast.ClassDef | Function):
            if function is None and isinstance(scope, ast.Module):
                yield _Definition(node.name, node, scope)
            within = node if isinstance(node, Function) else function
        elif isinstance(node, ast.Assign | ast.AnnAssign) and not isinstance(scope, ast.ClassDef):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and not (isinstance(node, ast.Assign) and len(node.targets) > 1):
                yield _Definition(target.id, node, scope if function is None else function)
        if isinstance(node, ast.stmt | ast.excepthandler):
            yield from _definitions(node, within)

"""What only the narration needed goes with it: services, keys, texts kept in names, wrapper classes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from manimill.scenes.narration.finding import Function
from manimill.scenes.narration.plugins import Plugins
from manimill.scenes.narration.rewriting import Rewriting

_HARMLESS_CALLS = frozenset(
    "getenv environ.get get strip lstrip rstrip lower upper replace format join dedent cleandoc str dict load_dotenv".split()
)


class _Definition(NamedTuple):
    """A statement that gives a name something, and the part of the module where the name is read."""

    name: str
    statement: ast.stmt
    scope: ast.AST


def remove_leftovers(plugins: Plugins, rewriting: Rewriting) -> None:
    """Remove definitions until none is left that only removed code reads, then name what still stands."""
    definitions = list(_definitions(rewriting.tree, None))
    while True:
        found = [d for d in definitions if d.statement not in rewriting.removed and _goes(d, plugins, rewriting)]
        if not found:
            break
        for definition in found:
            rewriting.remove(definition.statement, "leftover")
    for use in plugins.uses(rewriting.tree):
        if isinstance(use.ctx, ast.Load) and not rewriting.is_gone(use):
            rewriting.problem(use, f"{use.id} of the plugin is used")


def _goes(definition: _Definition, plugins: Plugins, rewriting: Rewriting) -> bool:
    start, end = rewriting.source.span(definition.statement)
    reads = [
        node
        for node in ast.walk(definition.scope)
        if isinstance(node, ast.Name) and node.id == definition.name and isinstance(node.ctx, ast.Load)
    ]
    outside = [read for read in reads if not start <= rewriting.source.span(read)[0] < end]
    if any(not rewriting.is_gone(read) for read in outside):
        return False
    of_plugin = any(use in plugins.uses(definition.statement) for use in ast.walk(definition.statement))
    if isinstance(definition.statement, ast.ClassDef):
        return definition.name in plugins.wrappers or _is_service(definition.statement, plugins)
    if isinstance(definition.statement, Function):
        return bool(outside) and of_plugin
    value = definition.statement.value  # type: ignore[attr-defined]
    return bool(outside) and value is not None and (of_plugin or _is_harmless(value))


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
                root = function
                yield _Definition(target.id, node, root if root is not None else scope)
        if isinstance(node, ast.stmt | ast.excepthandler):
            yield from _definitions(node, within)

"""What of a module a scene can reach, as far as names tell."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Collection

from manimill.code._tree import Nodes

_Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def reachable(tree: ast.Module, scene: str, scenes: Collection[str], nodes: Nodes) -> ast.Module:
    """The module with those of its classes and functions that ``scene`` names, or that those name in turn.

    What the module does outside of them stays, and so does what that names, except for other ``scenes``.
    Where everything is in reach the module itself comes back. ``nodes`` are the tree's.
    """
    definitions = [node for node in tree.body if isinstance(node, _Definition)]
    if len(definitions) < 2:
        return tree
    named = _named(definitions, nodes)
    found: set[str] = set()
    todo = [scene, *(named[None] - set(scenes))]
    while todo:
        name = todo.pop()
        if name in named and name not in found:
            found.add(name)
            todo += named[name]
    if len(found) == len(named) - 1:
        return tree
    kept = [node for node in tree.body if not isinstance(node, _Definition) or node.name in found]
    return ast.Module(kept, tree.type_ignores)


def _named(definitions: list[_Definition], nodes: Nodes) -> dict[str | None, set[str]]:
    """The names in each definition, and under None those outside of all."""
    starts = [min([node.lineno, *(d.lineno for d in node.decorator_list)]) for node in definitions]
    named: dict[str | None, set[str]] = {None: set(), **{node.name: set() for node in definitions}}
    for name in nodes.names:
        place = bisect_right(starts, name.lineno) - 1
        inside = place >= 0 and name.lineno <= (definitions[place].end_lineno or 0)
        named[definitions[place].name if inside else None].add(name.id)
    return named

"""Every node of a syntax tree, faster than `ast.walk`, which asks each node anew what it has."""

from __future__ import annotations

import ast
from typing import Any

from manimill.code.names import names

_WITHOUT_NODES = names(
    "ctx type_ignores type_comment id attr arg asname module level kind conversion is_async simple"
)
"""Fields that hold no node in any kind of node, or none that anyone asks for."""

_LEAVES = (ast.Constant, ast.alias, ast.Global, ast.Nonlocal)
FIELDS: dict[type, tuple[str, ...]] = {
    kind: tuple(name for name in kind._fields if name not in _WITHOUT_NODES and not issubclass(kind, _LEAVES))
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}
"""The fields of each kind of node that nodes may stand in; none for those that are leaves."""

_BLOCKS = {
    kind: tuple(name for name in fields if name in ("body", "handlers", "orelse", "finalbody", "cases"))
    for kind, fields in FIELDS.items()
    if kind not in (ast.IfExp, ast.Lambda, ast.Expression)
}


def walk(node: ast.AST) -> list[ast.AST]:
    """The node and all below it, nearest first as in `ast.walk`; ``Load``, ``Store`` and ``Del`` are left out."""
    found: list[Any] = [node]
    fields = FIELDS
    add = found.append
    for one in found:  # it grows on the way
        for name in fields[type(one)]:
            value = getattr(one, name, None)
            if type(value) is list:
                for item in value:
                    if type(item) in fields:
                        add(item)
            elif type(value) in fields:
                add(value)
    return found


def statements(node: ast.AST) -> list[ast.AST]:
    """The node and the statements below it, in the order of `walk`; handlers and cases, which have some, as well."""
    found: list[Any] = [node]
    for one in found:  # it grows on the way
        for name in _BLOCKS[type(one)]:
            found += getattr(one, name, ())
    return found


def blocks(node: ast.AST) -> list[ast.AST]:
    """The statements, handlers and cases right below a statement, as `children` has them."""
    found: list[ast.AST] = []
    for name in _BLOCKS[type(node)]:
        found += getattr(node, name, ())
    return found


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes right below a node, as `ast.iter_child_nodes` has them; ``Load``, ``Store`` and ``Del`` left out."""
    found: list[ast.AST] = []
    for name in FIELDS[type(node)]:
        value = getattr(node, name, None)
        if type(value) is list:
            found += [item for item in value if type(item) in FIELDS]
        elif type(value) in FIELDS:
            found.append(value)  # type: ignore[arg-type]
    return found

"""One walk over a syntax tree, shared by all that read it from the first node to the last."""

from __future__ import annotations

import ast

_WITHOUT_CHILDREN = (ast.Name, ast.Constant, ast.Global, ast.Nonlocal, ast.alias)
_WITHOUT_NODES = frozenset(
    {
        *("arg", "attr", "conversion", "is_async", "kind", "kwd_attrs", "level", "module", "rest", "simple"),
        *("type_comment", "type_ignores"),
        # Operators and contexts are nodes, but their parents tell as much without a visit.
        *("ctx", "op", "ops"),
    }
)
_CHILD_FIELDS: dict[type[ast.AST], tuple[str, ...]] = {}


def nodes_in_order(tree: ast.AST, without: frozenset[str] = frozenset()) -> list[ast.AST]:
    """The nodes of a tree, parents first and siblings in the order of their fields.

    Classes named in ``without`` are left out with all they hold. So are operators and contexts
    (``ast.Add``, ``ast.Load``), and nothing below names, constants and imported names is a node.
    """
    found: list[ast.AST] = []
    todo: list[ast.AST | None] = [tree]
    while todo:
        node = todo.pop()
        # Lists hold None too: for the key of ``**a`` in a dict, for a parameter without a default.
        if node is None or (without and isinstance(node, ast.ClassDef) and node.name in without):
            continue
        found.append(node)
        kind = type(node)
        for name in _CHILD_FIELDS[kind] if kind in _CHILD_FIELDS else _child_fields(kind):
            value = getattr(node, name)
            if type(value) is list:
                todo += value[::-1]
            elif isinstance(value, ast.AST):
                todo.append(value)
    return found


def _child_fields(kind: type[ast.AST]) -> tuple[str, ...]:
    """Fields of a kind of node that can hold nodes worth a visit, the last one first."""
    fields = () if issubclass(kind, _WITHOUT_CHILDREN) else kind._fields
    _CHILD_FIELDS[kind] = tuple(name for name in reversed(fields) if name not in _WITHOUT_NODES)
    return _CHILD_FIELDS[kind]

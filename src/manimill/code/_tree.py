"""One walk over a syntax tree, shared by all that look at every node of it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

from manimill.code.names import names

_GROUPS: tuple[tuple[type[ast.AST], ...], ...] = (
    (ast.Name,),
    (ast.Constant,),
    (ast.Call, ast.Attribute),
    (ast.BinOp, ast.AugAssign),
    (ast.Import, ast.ImportFrom),
    (ast.FunctionDef, ast.ClassDef),
)
_NOT_VISITED = (ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)
_PLAIN_FIELDS = names("id attr arg asname module level kind conversion type_comment ctx op ops")


@dataclass(frozen=True, slots=True)
class Nodes:
    """A tree's nodes by kind, as far as anyone asks: in each list parents first, siblings left to right.

    ``uses`` are calls and attributes, ``operations`` have an operator and two sides.
    """

    names: list[ast.Name]
    constants: list[ast.Constant]
    uses: list[ast.Call | ast.Attribute]
    operations: list[ast.BinOp | ast.AugAssign]
    imports: list[ast.Import | ast.ImportFrom]
    definitions: list[ast.FunctionDef | ast.ClassDef]


def nodes_of(tree: ast.AST) -> Nodes:
    """The nodes of a tree."""
    groups: tuple[list[Any], ...] = ([], [], [], [], [], [], [])
    todo: list[Any] = [tree]
    while todo:
        node = todo.pop()
        plan = _PLANS.get(type(node))
        # What has no plan is None, a string or a number: not every field holds nodes, and not always.
        if plan is None:
            continue
        group, fields = plan
        groups[group].append(node)
        for name in fields:
            value = getattr(node, name)
            if not value:
                continue
            if type(value) is list:
                todo += value[::-1]
            else:
                todo.append(value)
    return Nodes(*groups[: len(_GROUPS)])


def _plan(kind: type[ast.AST]) -> tuple[int, tuple[str, ...]]:
    """The group a kind of node belongs to, and its fields worth a look, the last one first."""
    group = next((number for number, kinds in enumerate(_GROUPS) if kind in kinds), len(_GROUPS))
    fields = () if kind is ast.Constant else kind._fields
    return group, tuple(name for name in reversed(fields) if name not in _PLAIN_FIELDS)


_PLANS = {
    kind: _plan(kind)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST) and not issubclass(kind, _NOT_VISITED)
}

"""Which names the parts of a module bind."""

from __future__ import annotations

import libcst as cst

from manimill.repair.walk import inner


def bound_by(statement: cst.CSTNode) -> set[str]:
    """Names that one statement of a block binds in it, those of inner blocks of the same scope included."""
    if isinstance(statement, cst.ClassDef | cst.FunctionDef):
        return {statement.name.value}
    found: set[str] = set()
    todo: list[cst.CSTNode] = [statement]
    while todo:
        node = todo.pop()
        kind = type(node)
        if kind is cst.ClassDef or kind is cst.FunctionDef:
            found.add(node.name.value)  # type: ignore[attr-defined]
            continue
        if kind is cst.Lambda:
            continue
        if (
            kind is cst.AssignTarget
            or kind is cst.AnnAssign
            or kind is cst.AugAssign
            or kind is cst.NamedExpr
            or kind is cst.For
        ):
            found |= targets(node.target)  # type: ignore[attr-defined]
        elif kind is cst.AsName:
            found |= targets(node.name)  # type: ignore[attr-defined]
        elif kind is cst.Import or kind is cst.ImportFrom:
            continue
        todo += inner(node)
    return found


def targets(target: cst.CSTNode) -> set[str]:
    """Names that an assignment to a target binds."""
    if type(target) is cst.Name:
        return {target.value}
    if type(target) is cst.Tuple or type(target) is cst.List:
        return (
            set().union(*(targets(element.value) for element in target.elements))
            if target.elements
            else set()
        )
    return set()


def returned_by(function: cst.FunctionDef) -> list[cst.BaseExpression | None]:
    """What the ``return`` statements of a function give back, not those of functions in it."""
    found: list[cst.BaseExpression | None] = []
    todo = inner(function.body)[::-1]
    while todo:
        node = todo.pop()
        if isinstance(node, cst.FunctionDef | cst.ClassDef | cst.Lambda):
            continue
        if isinstance(node, cst.Return):
            found.append(node.value)
        todo += inner(node)[::-1]
    return found


def comprehended(node: cst.BaseComp) -> set[str]:
    """Names that a comprehension binds."""
    found: set[str] = set()
    part: cst.CompFor | None = node.for_in
    while part is not None:
        found |= targets(part.target)
        part = part.inner_for_in
    return found

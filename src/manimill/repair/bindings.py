"""What the names and attributes of a module are bound to, and where."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from manimill.repair.walk import inner, walk

Parents = Sequence[cst.CSTNode]
Values = list[cst.BaseExpression | None]
"""The expressions that a name is bound to; None for each binding that is to no expression, such as a parameter's."""

Places = list[tuple[cst.BaseExpression, Parents]]
"""The expressions that an attribute is bound to, each with the nodes around it."""


def bound_in(scope: cst.CSTNode) -> dict[str, Values]:
    """Names that a module, a function or a lambda binds, its parameters included, and what to."""
    found: dict[str, Values] = {}
    if isinstance(scope, cst.FunctionDef | cst.Lambda):
        for parameter in _parameters(scope):
            found.setdefault(parameter, []).append(None)
    if isinstance(scope, cst.FunctionDef):
        _collect(scope.body, found)
    elif isinstance(scope, cst.Module):
        _collect(scope, found)
    return found


def attributes_in(node: cst.ClassDef) -> dict[str, Places]:
    """Attributes that a class and its methods assign to it, and what to."""
    found: dict[str, Places] = {}
    for statement in node.body.body:
        if isinstance(statement, cst.FunctionDef):
            parents = (node, statement)
            for inside in walk(statement.body):
                if type(inside) is not cst.Assign:
                    continue
                for target in inside.targets:
                    _note_attribute(target.target, inside.value, parents, found)
        elif isinstance(statement, cst.SimpleStatementLine):
            for small in statement.body:
                if isinstance(small, cst.Assign):
                    for target in small.targets:
                        if isinstance(target.target, cst.Name):
                            found.setdefault(target.target.value, []).append((small.value, (node,)))
    return found


def _parameters(scope: cst.FunctionDef | cst.Lambda) -> list[str]:
    params = scope.params
    found = [*params.posonly_params, *params.params, *params.kwonly_params]
    for star in (params.star_arg, params.star_kwarg):
        if isinstance(star, cst.Param):
            found.append(star)
    return [parameter.name.value for parameter in found]


def _collect(block: cst.CSTNode, found: dict[str, Values]) -> None:
    """Names bound in a scope's block, and what to."""
    todo = inner(block)[::-1]
    while todo:
        node = todo.pop()
        kind = type(node)
        if kind is cst.FunctionDef or kind is cst.ClassDef:
            found.setdefault(node.name.value, []).append(None)  # type: ignore[attr-defined]
            continue
        if kind is cst.Lambda or isinstance(node, cst.BaseComp):
            continue
        if kind is cst.Assign:
            for target in node.targets:  # type: ignore[attr-defined]
                _bind(target.target, node.value, found)  # type: ignore[attr-defined]
        elif kind is cst.AnnAssign or kind is cst.NamedExpr:
            _bind(node.target, node.value, found)  # type: ignore[attr-defined]
        elif kind is cst.For:
            _bind(node.target, None, found)  # type: ignore[attr-defined]
        elif kind is cst.AsName:
            _bind(node.name, None, found)  # type: ignore[attr-defined]
        todo += inner(node)[::-1]


def _bind(target: cst.CSTNode, value: cst.BaseExpression | None, found: dict[str, Values]) -> None:
    if type(target) is cst.Name:
        found.setdefault(target.value, []).append(value)
    elif type(target) is cst.Tuple or type(target) is cst.List:
        several = isinstance(value, cst.Tuple | cst.List) and len(value.elements) == len(target.elements)
        for index, element in enumerate(target.elements):
            part = value.elements[index].value if several else None  # type: ignore[union-attr]
            _bind(element.value, part, found)


def _note_attribute(
    target: cst.CSTNode,
    value: cst.BaseExpression,
    parents: Parents,
    found: dict[str, Places],
) -> None:
    if type(target) is cst.Attribute and type(target.value) is cst.Name and target.value.value == "self":
        found.setdefault(target.attr.value, []).append((value, parents))
    elif (
        type(target) is cst.Tuple
        and isinstance(value, cst.Tuple)
        and len(value.elements) == len(target.elements)
    ):
        for one, other in zip(target.elements, value.elements, strict=True):
            _note_attribute(one.value, other.value, parents, found)

"""What a name stands for where it is used."""

from __future__ import annotations

import ast

from manimill.code.bindings import Use
from manimill.scenes.slicing.program import Found, Linked, Local, ModuleObject, Program, Target
from manimill.scenes.slicing.run_order import Place


def look_up(program: Program, use: Use, linked: Linked, place: Place) -> Found | None:
    """What a use stands for; None where it is the variable that the statement itself binds."""
    path, position = place
    if use.scope is not None:
        holder = use.scope.holder(use.name)
        if holder is not None:
            node, alias = holder.imports[use.name]
            if use.stored or not program.leads_inside(node, alias, path):
                return None
            return program.imported(node, alias, path)
    own = linked.bindings(position).binds
    if use.name in own and (use.stored or not use.now or _binds_before_use(linked.units[position])):
        found = program.resolve(path, use.name, position + 1 if use.now else None)
        return Found(Local(path, use.name), found.units if isinstance(found.target, Local) else ())
    if use.now:
        return program.resolve(path, use.name, position)
    return program.resolve(path, use.name, None)


def _binds_before_use(unit: ast.stmt) -> bool:
    """Whether a statement has parts that run one after the other, so that it may use what it binds."""
    return isinstance(
        unit, ast.For | ast.While | ast.If | ast.Try | ast.With | ast.AsyncFor | ast.AsyncWith | ast.Match
    )


def followed(program: Program, found: Found, use: Use) -> tuple[Target, int, tuple[Place, ...]]:
    """What is left when attributes of modules have been followed: target, attributes used up, statements."""
    target, units, depth = found.target, found.units, 0
    while isinstance(target, ModuleObject) and depth < len(use.chain):
        inner = program.member(target.path, use.chain[depth].attr)
        target, units, depth = inner.target, inner.units, depth + 1
    return target, depth, units

"""What a name stands for where it is used."""

from __future__ import annotations

import ast

from manimill.code.bindings import Use, may_be_its_own
from manimill.scenes.slicing.program import Found, Linked, Local, Missing, ModuleObject, Program, Target
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
    bound, unit = linked.bindings(position), linked.units[position]
    if use.name in bound.binds and (use.stored or not use.now or may_be_its_own(use, bound)):
        found = program.resolve(path, use.name, position + 1 if use.now else None)
        units = found.units if isinstance(found.target, Local) else ()
        return Found(Local(path, use.name), (*units, *_units_before(program, use, place)))
    if use.now and use.name in bound.binds and isinstance(unit, ast.While | ast.For):
        return _in_a_loop(program, use, place)
    if use.now:
        return program.resolve(path, use.name, position)
    return program.resolve(path, use.name, None)


def _units_before(program: Program, use: Use, place: Place) -> tuple[Place, ...]:
    """Statements that give a variable the value which it keeps where not all parts of the statement run."""
    if use.stored or not use.now:
        return ()
    before = program.resolve(place[0], use.name, place[1])
    return before.units if isinstance(before.target, Local) else ()


def _in_a_loop(program: Program, use: Use, place: Place) -> Found:
    """What a name stands for that a loop binds after it has used it: first what it was before, then its own."""
    before = program.resolve(place[0], use.name, place[1])
    if isinstance(before.target, Local) and before.target.path != place[0]:
        return Found(Missing(use.name, (f"{place[0]}, which binds it again in a loop",)))
    return before


def followed(program: Program, found: Found, use: Use) -> tuple[Target, int, tuple[Place, ...]]:
    """What is left when attributes of modules have been followed: target, attributes used up, statements."""
    target, units, depth = found.target, found.units, 0
    while isinstance(target, ModuleObject) and depth < len(use.chain):
        inner = program.member(target.path, use.chain[depth].attr)
        target, units, depth = inner.target, inner.units, depth + 1
    return target, depth, units

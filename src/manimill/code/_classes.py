"""Which class builds on which, as far as one module tells."""

from __future__ import annotations

import ast
from collections.abc import Mapping


def module_classes(tree: ast.Module) -> dict[str, ast.ClassDef]:
    """The classes at the top of a module by name; of two with one name the last, as in Python."""
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}


def family(name: str | None, classes: Mapping[str, ast.ClassDef]) -> tuple[str, ...]:
    """``name`` and the names of all its bases, nearest first; empty where the module has no such class."""
    if name is None or name not in classes:
        return ()
    found: dict[str, None] = {}
    todo = [name]
    while todo:
        current = todo.pop(0)
        if current and current not in found:
            found[current] = None
            if current in classes:
                todo += [_last_name(base) for base in classes[current].bases]
    return tuple(found)


def methods(name: str, classes: Mapping[str, ast.ClassDef]) -> dict[str, ast.FunctionDef]:
    """Methods of a class and of its bases in the same module, the nearest of each name."""
    found: dict[str, ast.FunctionDef] = {}
    for base in family(name, classes):
        for statement in classes[base].body if base in classes else ():
            if isinstance(statement, ast.FunctionDef):
                found.setdefault(statement.name, statement)
    return found


def overrides(decorator: ast.Call, animation: str) -> bool:
    """Whether ``@override_animation(FadeIn)`` stands there, for a given animation."""
    named = [argument.id for argument in decorator.args if isinstance(argument, ast.Name)]
    return _last_name(decorator.func) == "override_animation" and named == [animation]


def _last_name(base: ast.expr) -> str:
    if isinstance(base, ast.Attribute):
        return base.attr
    return base.id if isinstance(base, ast.Name) else ""

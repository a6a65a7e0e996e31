"""Tell scenes from templates: classes that are written for others to build on, not to be rendered."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from manimill.code.api import attributes, is_scene
from manimill.code.walking import walk
from manimill.scenes.discover import FoundScene

Classes = Mapping[str, ast.ClassDef]


def templates_in(tree: ast.Module, scenes: Sequence[FoundScene]) -> frozenset[str]:
    """Names of the scene classes that are only bases of other scene classes in the module.

    A class that others build on is a scene all the same if it can be rendered as it stands: it has a
    ``construct`` with something in it, and what that uses of ``self`` is not left to the classes below.
    """
    wanted = {scene.name for scene in scenes}
    classes = {
        node.name: node for node in walk(tree) if isinstance(node, ast.ClassDef) and node.name in wanted
    }
    lines = {scene.name: _line_of_bases(scene.name, scenes) for scene in scenes}
    bases = {base for name, line in lines.items() for base in line if base != name}
    return frozenset(
        name
        for name in bases
        if not stands_alone(
            _with_bodies(lines[name], classes),
            _with_bodies([below for below, line in lines.items() if name in line and below != name], classes),
            _attributes_from_elsewhere(lines[name], scenes),
        )
    )


def _line_of_bases(name: str, scenes: Sequence[FoundScene]) -> list[str]:
    """The class and those of the module it builds on, nearest first."""
    by_name = {scene.name: scene for scene in scenes}
    found: dict[str, None] = {}
    todo = [name]
    while todo:
        current = todo.pop(0)
        if current in by_name and current not in found:
            found[current] = None
            todo += by_name[current].bases
    return list(found)


def _with_bodies(names: Iterable[str], classes: Classes) -> list[ast.ClassDef]:
    return [classes[name] for name in names if name in classes]


def _attributes_from_elsewhere(line: Iterable[str], scenes: Sequence[FoundScene]) -> frozenset[str]:
    """What the scene has from manim, so that a class below which changes it completes nothing."""
    bases = {base.rpartition(".")[2] for scene in scenes if scene.name in line for base in scene.bases}
    return attributes("Scene").union(*(attributes(base) for base in bases if is_scene(base)))


def stands_alone(
    line: Sequence[ast.ClassDef], below: Sequence[ast.ClassDef], inherited: frozenset[str]
) -> bool:
    """Whether a class that others build on can be rendered as it is.

    ``line`` is the class and those it builds on, nearest first, ``below`` those that build on it; ``inherited``
    are attributes that come from outside, so that a class below which changes one completes nothing.
    """
    methods: dict[str, ast.FunctionDef] = {}
    for node in line:
        for statement in node.body:
            if isinstance(statement, ast.FunctionDef):
                methods.setdefault(statement.name, statement)
    construct = methods.get("construct")
    if construct is not None and _is_placeholder(construct):
        return False
    if construct is None and "construct" not in _names_bound(line):
        return False
    used = set(chain.from_iterable(_uses_of_self(method) for method in methods.values()))
    if any(_refuses(methods[name]) for name in used & methods.keys()):
        return False
    return not (used - inherited - _names_bound(line)) & _names_bound(below)


def _names_bound(classes: Iterable[ast.ClassDef]) -> set[str]:
    """What the bodies of the classes define, and what their methods set on ``self``."""
    names: set[str] = set()
    for node in classes:
        for statement in node.body:
            if isinstance(statement, ast.FunctionDef | ast.ClassDef):
                names.add(statement.name)
            elif isinstance(statement, ast.Assign | ast.AnnAssign):
                targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                names |= {target.id for target in targets if isinstance(target, ast.Name)}
        names |= {use.attr for use in _self_attributes(node) if isinstance(use.ctx, ast.Store)}
    return names


def _uses_of_self(method: ast.FunctionDef) -> set[str]:
    return {use.attr for use in _self_attributes(method) if isinstance(use.ctx, ast.Load)}


@lru_cache(maxsize=512)
def _self_attributes(node: ast.AST) -> tuple[ast.Attribute, ...]:
    return tuple(
        part
        for part in walk(node)
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "self"
    )


def _is_placeholder(method: ast.FunctionDef) -> bool:
    """Whether the body holds nothing but a docstring, ``pass``, ``...`` or a refusal."""
    return all(
        isinstance(statement, ast.Pass)
        or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
        or _is_refusal(statement)
        for statement in method.body
    )


def _refuses(method: ast.FunctionDef) -> bool:
    """Whether calling the method means that a class below should have had one of its own."""
    abstract = any(_last_name(decorator) == "abstractmethod" for decorator in method.decorator_list)
    return abstract or any(_is_refusal(statement) for statement in method.body)


def _is_refusal(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.Raise) or statement.exc is None:
        return False
    raised = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
    return _last_name(raised) == "NotImplementedError"


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""

"""Find the scene classes of one module, by name and without importing anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

PLAIN_BASES = frozenset(
    {
        "Scene",
        "ThreeDScene",
        "MovingCameraScene",
        "ZoomedScene",
        "VectorScene",
        "LinearTransformationScene",
        "SpecialThreeDScene",
        "GraphScene",
        "VoiceoverScene",
        "Slide",
        "ThreeDSlide",
        "InteractiveScene",
    }
)
"""Library classes that draw nothing by themselves: a subclass without ``construct`` is an empty scene."""


@dataclass(frozen=True, slots=True)
class FoundScene:
    """A class that leads to a scene class.

    ``line`` is that of the ``class`` keyword, from 1. ``bases`` are dotted names as written, aliases
    resolved. ``own_construct`` is true where the class body itself holds ``construct``.
    """

    name: str
    line: int
    bases: tuple[str, ...]
    own_construct: bool


def scenes_in(tree: ast.Module) -> list[FoundScene]:
    """Scene classes of the module in source order, whether or not they can be rendered.

    A class is one when a base is: a class of this module that is one, or, for names from elsewhere,
    a name whose last part ends in ``Scene`` or ``Slide``. Classes inside functions and classes are
    left out; those under ``if``, ``try`` and ``with`` are not.
    """
    aliases: dict[str, str] = {}
    known: dict[str, bool] = {}
    found: list[FoundScene] = []
    for statement in _top_level(tree.body):
        if isinstance(statement, ast.ClassDef):
            bases = tuple(name for base in statement.bases if (name := _resolved(base, aliases)))
            is_scene = any(known[base] if base in known else sounds_like_scene(base) for base in bases)
            known[statement.name] = is_scene
            if is_scene:
                found.append(FoundScene(statement.name, statement.lineno, bases, has_construct(statement)))
        else:
            _note_aliases(statement, aliases)
    return found


def scene_to_render(tree: ast.Module, scenes: Sequence[FoundScene] | None = None) -> str | None:
    """The scene that a text answering one description stands for, or None.

    Only classes that no other scene of the module builds on count, and of those the ones with a
    ``construct`` of their own, from a base in the module, or from a base that lies elsewhere and is
    more than manim's empty one. Among several, the first that the module itself renders
    (``Name().render()``) is meant; otherwise the first written, since authors put the scene
    that was asked for first and variations after it.
    """
    scenes = scenes_in(tree) if scenes is None else scenes
    by_name = {scene.name: scene for scene in scenes}
    used_as_base = {base for scene in scenes for base in scene.bases if base != scene.name}
    leaves = [scene for scene in by_name.values() if scene.name not in used_as_base]
    sure = [scene.name for scene in leaves if _constructs(scene, by_name) is True]
    candidates = sure or [scene.name for scene in leaves if _constructs(scene, by_name) is None]
    if len(candidates) > 1:
        rendered = [name for name in _rendered_by_module(tree) if name in candidates]
        candidates = rendered or candidates
    return candidates[0] if candidates else None


def _top_level(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements executed when the module is, including those under ``if``, ``try`` and ``with``."""
    for statement in body:
        yield statement
        if isinstance(statement, ast.If | ast.Try | ast.With):
            yield from _top_level(statement.body)
        if isinstance(statement, ast.Try):
            for handler in statement.handlers:
                yield from _top_level(handler.body)
        if isinstance(statement, ast.If | ast.Try):
            yield from _top_level(statement.orelse)


def _note_aliases(statement: ast.stmt, aliases: dict[str, str]) -> None:
    if isinstance(statement, ast.ImportFrom):
        aliases.update((name.asname, name.name) for name in statement.names if name.asname)
    elif isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Name | ast.Attribute):
        target = statement.targets[0]
        value = _resolved(statement.value, aliases)
        if isinstance(target, ast.Name) and value:
            aliases[target.id] = value


def _resolved(base: ast.expr, aliases: Mapping[str, str]) -> str | None:
    """The dotted name of a base, or None where it is computed."""
    parts: list[str] = []
    while not isinstance(base, ast.Name):
        if isinstance(base, ast.Attribute):
            parts.append(base.attr)
        elif not isinstance(base, ast.Subscript):
            return None
        base = base.value
    parts.append(aliases.get(base.id, base.id))
    return ".".join(reversed(parts))


def sounds_like_scene(base: str) -> bool:
    """Whether a class that nothing is known about is one of scenes, by its name."""
    return base.endswith(("Scene", "Slide"))


def has_construct(node: ast.ClassDef) -> bool:
    """Whether the class body itself binds ``construct``."""
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef) and statement.name == "construct":
            return True
        # ``construct = other_method`` is how some authors share one body.
        if isinstance(statement, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "construct" for target in statement.targets
        ):
            return True
    return False


def _constructs(
    scene: FoundScene, by_name: Mapping[str, FoundScene], seen: frozenset[str] = frozenset()
) -> bool | None:
    """Whether the scene has a ``construct``; None where only a base from elsewhere could tell."""
    if scene.own_construct:
        return True
    answers: list[bool | None] = []
    for base in scene.bases:
        if base in by_name and base not in seen and base != scene.name:
            answers.append(_constructs(by_name[base], by_name, seen | {scene.name}))
        elif base.rpartition(".")[2] in PLAIN_BASES or not sounds_like_scene(base):
            answers.append(False)
        else:
            answers.append(None)
    if True in answers:
        return True
    return None if None in answers else False


def _rendered_by_module(tree: ast.Module) -> list[str]:
    """Names of classes that the module instantiates and renders when it is run."""
    instances: dict[str, str] = {}
    rendered: list[str] = []
    for statement in _top_level(tree.body):
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            if made := _class_called(statement.value):
                instances[statement.targets[0].id] = made
        elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            method = statement.value.func
            if isinstance(method, ast.Attribute) and method.attr in ("render", "construct"):
                owner = method.value
                name = instances.get(owner.id) if isinstance(owner, ast.Name) else _class_called(owner)
                if name:
                    rendered.append(name)
    return rendered


def _class_called(value: ast.expr) -> str | None:
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        return value.func.id
    return None

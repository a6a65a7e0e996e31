"""Every class of a repository that leads to a scene, through the file, its imports and the repository."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from manimill.code import api
from manimill.code.bindings import Use
from manimill.scenes.discover import has_construct, sounds_like_scene
from manimill.scenes.slicing.lookup import followed
from manimill.scenes.slicing.program import External, Found, Linked, Local, Missing, Program, Target

UNKNOWN = "?."
"""Before the name of a base that nothing brings: neither the module, nor an import, nor Python."""


@dataclass(frozen=True, slots=True)
class SceneClass:
    """A class that leads to a scene class.

    ``position`` is that of its statement in the module, ``line`` of the ``class`` keyword. ``bases`` are the
    classes it builds on, as far up as the repository goes and one further, nearest first; ``root`` is the first of
    them that lies outside. ``own_construct`` is true where the class body itself holds ``construct``, ``constructs``
    where it has one from any class of the repository.
    """

    path: str
    position: int
    name: str
    line: int
    bases: tuple[str, ...]
    root: str
    own_construct: bool
    constructs: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """The classes a class builds on: those of the repository with their nodes, and those outside by name."""

    nodes: tuple[tuple[str, int, ast.ClassDef], ...]
    outside: tuple[str, ...]


def scene_classes(program: Program, path: str) -> list[SceneClass]:
    """The scene classes of a module in source order.

    Raises:
        UnreadableError: the module cannot be read.
    """
    linked = program.linked(path)
    found = []
    for position, node in _classes(linked):
        line = _line(program, path, position, node, frozenset())
        roots = [name for name in line.outside if is_scene_class(name)]
        if roots:
            names = (*(inner.name for _, _, inner in line.nodes[1:]), *line.outside)
            found.append(
                SceneClass(
                    path=path,
                    position=position,
                    name=node.name,
                    line=node.lineno,
                    bases=tuple(dict.fromkeys(names)),
                    root=roots[0],
                    own_construct=has_construct(node),
                    constructs=any(has_construct(inner) for _, _, inner in line.nodes),
                )
            )
    return found


def bases_in_project(program: Program, scene: SceneClass) -> tuple[tuple[str, int], ...]:
    """Path and position of the classes of the repository that a scene builds on."""
    node = program.linked(scene.path).units[scene.position]
    assert isinstance(node, ast.ClassDef)
    line = _line(program, scene.path, scene.position, node, frozenset())
    return tuple((path, position) for path, position, _ in line.nodes[1:])


def _classes(linked: Linked) -> Iterator[tuple[int, ast.ClassDef]]:
    for position, unit in enumerate(linked.units):
        if isinstance(unit, ast.ClassDef):
            yield position, unit


def is_scene_class(dotted: str) -> bool:
    """Whether a class from outside the repository is one of scenes, by the index or by its name."""
    name = dotted.rpartition(".")[2]
    if dotted.startswith(UNKNOWN):
        return False
    if dotted.startswith("manim.") and api.kind_of(name) is not None:
        return api.is_scene(name)
    return sounds_like_scene(name)


def _line(
    program: Program, path: str, position: int, node: ast.ClassDef, seen: frozenset[tuple[str, int]]
) -> _Line:
    nodes = [(path, position, node)]
    outside: list[str] = []
    if (path, position) in seen:
        return _Line(tuple(nodes), ())
    for base in node.bases:
        above = _base(program, base, path, position, seen | {(path, position)})
        nodes += [entry for entry in above.nodes if entry not in nodes]
        outside += above.outside
    return _Line(tuple(nodes), tuple(dict.fromkeys(outside)))


def _base(
    program: Program, base: ast.expr, path: str, position: int, seen: frozenset[tuple[str, int]]
) -> _Line:
    chain: list[ast.Attribute] = []
    while isinstance(base, ast.Attribute | ast.Subscript):
        if isinstance(base, ast.Attribute):
            chain.append(base)
        base = base.value
    if not isinstance(base, ast.Name):
        return _Line((), ())
    use = Use(base.id, base, tuple(reversed(chain)), True, None)
    target, depth, units = followed(program, program.resolve(path, base.id, position), use)
    rest = [node.attr for node in use.chain[depth:]]
    if isinstance(target, Local):
        return _through(program, units, seen)
    return _Line((), (_dotted(target, base.id, rest),))


def _through(program: Program, units: tuple[tuple[str, int], ...], seen: frozenset[tuple[str, int]]) -> _Line:
    """The line of the class that statements bind: a definition, or another name for one."""
    for path, position in reversed(units):
        unit = program.linked(path).units[position]
        if isinstance(unit, ast.ClassDef):
            return _line(program, path, position, unit, seen)
        if isinstance(unit, ast.Assign) and isinstance(unit.value, ast.Name | ast.Attribute):
            return _base(program, unit.value, path, position, seen)
        inner = [node for node in ast.walk(unit) if isinstance(node, ast.ImportFrom)]
        names = [alias.name for node in inner for alias in node.names]
        if names:
            return _Line((), tuple(f"{inner[0].module}.{name}" for name in names if sounds_like_scene(name)))
    return _Line((), ())


def _dotted(target: Target | Found, name: str, rest: list[str]) -> str:
    if isinstance(target, External):
        parts = [target.module, *([target.name] if target.name else []), *rest]
        return ".".join(parts)
    if isinstance(target, Missing):
        return ".".join([UNKNOWN[0], target.name, *rest])
    return ".".join([name, *rest])

"""What a scene is made of: kinds of objects, animations, camera, subjects, counts."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from manimill.code import api
from manimill.code._classes import family, module_classes
from manimill.code._reach import reachable
from manimill.code._tally import Tally, tally
from manimill.code._traits import traits
from manimill.code._tree import Nodes, nodes_of
from manimill.code.algorithms import algorithms
from manimill.code.names import names
from manimill.code.plugins import bring_mobjects, plugins

MAIN_ELEMENTS = 8
"""How many mobject classes `Features.main_elements` names at most."""

SHORT, LONG = 30, 100
"""Up to so many lines a module is short, from so many on it is long."""

_SCENE_KINDS = {
    "ThreeDScene": "3d",
    "SpecialThreeDScene": "3d",
    "ZoomedScene": "zoomed",
    "MovingCameraScene": "moving_camera",
    "LinearTransformationScene": "linear_transformation",
    "VectorScene": "vector",
    "GraphScene": "graph",
}
_PLUMBING = names("VGroup Group VMobject Mobject ValueTracker ComplexValueTracker VDict VectorizedPoint")


@dataclass(frozen=True, slots=True)
class Features:
    """What a scene is made of, read from its code.

    ``scene_kind`` is ``2d``, ``3d``, ``moving_camera``, ``zoomed``, ``graph``, ``vector`` or
    ``linear_transformation``. ``has_graphs`` is about networks of vertices and edges, ``has_plots``
    about curves and charts. ``has_camera_moves`` says that the camera moves after it was set up.

    ``main_elements`` names the mobject classes of manim and of plugins, the most used first, groups and
    trackers last; a class of the module counts as the one it derives from. ``animations`` names animation
    classes in order of appearance, ``.animate`` as ``animate``. ``algorithms`` are hints at what is computed
    or shown, such as ``sorting``; ``plugins`` the packages that extend manim.

    ``lines`` counts the module's lines up to its last statement; ``length`` is ``short``, ``medium`` or
    ``long``. ``still_candidate`` says that nothing is played and no time passes.
    """

    scene_kind: str = "2d"
    has_latex: bool = False
    has_graphs: bool = False
    has_plots: bool = False
    has_3d: bool = False
    has_text: bool = False
    has_code: bool = False
    has_tables: bool = False
    has_images: bool = False
    has_updaters: bool = False
    has_xor: bool = False
    has_sound: bool = False
    has_camera_moves: bool = False
    main_elements: tuple[str, ...] = ()
    animations: tuple[str, ...] = ()
    algorithms: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    plays: int = 0
    waits: int = 0
    lines: int = 0
    length: str = "short"
    still_candidate: bool = True

    def to_json(self) -> dict[str, Any]:
        """The fields as JSON values."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


def features(tree: ast.Module, scene: str | None, nodes: Nodes | None = None) -> Features:
    """Describe ``scene`` and what of the module it can reach; other scenes are left out.

    Where ``scene`` is None or absent, the whole module counts. ``nodes`` are the tree's, where the
    caller has them already.
    """
    classes = module_classes(tree)
    line = family(scene, classes)
    nodes = nodes or nodes_of(tree)
    if scene and line:
        scenes = [name for name, node in classes.items() if _is_scene(name, node, classes)]
        part = reachable(tree, scene, scenes, nodes)
        if part is not tree:
            nodes = nodes_of(part)
    kind = next((_SCENE_KINDS[name] for name in line or _all_bases(classes) if name in _SCENE_KINDS), "2d")
    lines = (tree.body[-1].end_lineno or 0) if tree.body else 0
    return _features(nodes, kind, classes, lines)


def _features(nodes: Nodes, kind: str, classes: Mapping[str, ast.ClassDef], lines: int) -> Features:
    seen = tally(nodes)
    inherited = {base for name in seen.calls if name in classes for base in family(name, classes)}
    flags = traits(seen, inherited, kind)
    hints = algorithms(nodes, seen, kind, flags["has_plots"])
    used = plugins(nodes.imports)
    return Features(
        scene_kind=kind,
        **flags,
        has_xor="xor" in hints,
        main_elements=_main_elements(seen.calls, classes, bring_mobjects(used)),
        animations=_animations(seen, classes),
        algorithms=hints,
        plugins=used,
        plays=seen.plays,
        waits=seen.waits,
        lines=lines,
        length="short" if lines <= SHORT else "long" if lines >= LONG else "medium",
        still_candidate=seen.plays == 0 and seen.waits == 0,
    )


def _main_elements(
    calls: Mapping[str, int], classes: Mapping[str, ast.ClassDef], foreign: bool
) -> tuple[str, ...]:
    counted: dict[str, int] = {}
    for name, count in calls.items():
        for element in _elements(name, classes, foreign):
            counted[element] = counted.get(element, 0) + count
    ranked = sorted(counted, key=lambda name: (name in _PLUMBING, -counted[name]))
    return tuple(ranked[:MAIN_ELEMENTS])


def _elements(name: str, classes: Mapping[str, ast.ClassDef], foreign: bool) -> Iterator[str]:
    """The mobject class that a call of ``name`` stands for, if any.

    With ``foreign``, classes that neither the module nor manim knows are taken for a plugin's mobjects.
    """
    if name in classes:
        yield from [base for base in family(name, classes) if api.is_mobject(base)][:1]
    elif api.is_mobject(name) or (foreign and _may_be_a_mobject(name)):
        yield name


def _may_be_a_mobject(name: str) -> bool:
    return name[:1].isupper() and not name.isupper() and api.kind_of(name) is None and not _is_exception(name)


def _is_exception(name: str) -> bool:
    return name.endswith(("Error", "Exception", "Scene", "Animation", "Service"))


def _animations(seen: Tally, classes: Mapping[str, ast.ClassDef]) -> tuple[str, ...]:
    return tuple(
        name
        for name in seen.calls
        if name == "animate"
        or (
            api.is_animation(name)
            if name not in classes
            else any(map(api.is_animation, family(name, classes)))
        )
    )


def _is_scene(name: str, node: ast.ClassDef, classes: Mapping[str, ast.ClassDef]) -> bool:
    if any(base.endswith("Scene") for base in family(name, classes)[1:]):
        return True
    return any(isinstance(part, ast.FunctionDef) and part.name == "construct" for part in node.body)


def _all_bases(classes: Mapping[str, ast.ClassDef]) -> list[str]:
    return [base for name in classes for base in family(name, classes)]

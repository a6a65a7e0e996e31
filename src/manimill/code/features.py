"""What a scene is made of: kinds of objects, animations, camera, counts."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from manimill.code import api
from manimill.code._classes import family, module_classes
from manimill.code._tree import Nodes, nodes_of
from manimill.code.names import names

MAIN_ELEMENTS = 8
"""How many mobject classes `Features.main_elements` names at most."""

_SCENE_KINDS = {
    "ThreeDScene": "3d",
    "SpecialThreeDScene": "3d",
    "ZoomedScene": "zoomed",
    "MovingCameraScene": "moving_camera",
    "LinearTransformationScene": "linear_transformation",
    "VectorScene": "vector",
    "GraphScene": "graph",
}
_LATEX = names(
    "Tex MathTex SingleStringMathTex BulletedList Title Matrix IntegerMatrix DecimalMatrix DecimalNumber",
    "Integer Variable MathTable DecimalTable IntegerTable BraceLabel TexMobject TextMobject",
    "TexText OldTex OldTexText BarChart",
)
_LATEX_METHODS = names("get_graph_label get_axis_labels add_coordinates get_tex")
_TEXT = names("Text MarkupText Paragraph Typst BraceText BulletedList Title Tex TextMobject TexText")
_NETWORKS = names("Graph DiGraph GenericGraph")
_PLOT_CLASSES = names("FunctionGraph ParametricFunction ImplicitFunction BarChart")
_PLOT_METHODS = names(
    "plot plot_line_graph plot_parametric_curve plot_implicit_curve plot_polar_graph plot_surface",
    "plot_derivative_graph plot_antiderivative_graph get_graph get_riemann_rectangles get_area",
)
_TABLES = names("Table MathTable MobjectTable IntegerTable DecimalTable")
_IMAGES = names("ImageMobject SVGMobject")
_UPDATERS = names(
    "add_updater always_redraw always_rotate always_shift always cycle_animation f_always",
    "turn_animation_into_updater UpdateFromFunc UpdateFromAlphaFunc TracedPath",
)
_SOLID = names(
    "ThreeDAxes Surface Sphere Cube Prism Cone Cylinder Torus Dot3D Line3D Arrow3D Polyhedron Tetrahedron",
    "Octahedron Icosahedron Dodecahedron ConvexHull3D ThreeDVMobject ParametricSurface",
)
_PLAYS = names("play move_camera apply_matrix apply_function apply_nonlinear_transformation")
_WAITS = names("wait pause wait_until next_slide")
_PLUMBING = names("VGroup Group VMobject Mobject ValueTracker ComplexValueTracker VDict VectorizedPoint")
_NUMBERED = names("NumberLine Axes NumberPlane ThreeDAxes ComplexPlane")


@dataclass(frozen=True, slots=True)
class Features:
    """What a scene is made of, read from its code.

    ``scene_kind`` is ``2d``, ``3d``, ``moving_camera``, ``zoomed``, ``graph``, ``vector`` or
    ``linear_transformation``. ``has_graphs`` is about networks of vertices and edges, ``has_plots``
    about curves and charts. ``main_elements`` names the mobject classes, the most used first, groups
    and trackers last; ``animations`` names animation classes in order of appearance, ``.animate`` as
    ``animate``. ``lines`` counts the module's lines up to its last statement. ``still_candidate`` says
    that nothing is played and no time passes.
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
    main_elements: tuple[str, ...] = ()
    animations: tuple[str, ...] = ()
    plays: int = 0
    waits: int = 0
    lines: int = 0
    still_candidate: bool = True

    def to_json(self) -> dict[str, Any]:
        """The fields as JSON values."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


@dataclass(slots=True)
class _Seen:
    """What is called and how often, in order of first appearance; ``.animate`` counts as a call."""

    calls: dict[str, int] = field(default_factory=dict)
    methods: set[str] = field(default_factory=set)
    plays: int = 0
    waits: int = 0
    numbers: bool = False


def features(tree: ast.Module, scene: str | None, nodes: Nodes | None = None) -> Features:
    """Describe ``scene``; other scenes of the module that it does not build on are left out.

    Where ``scene`` is None or absent, the whole module counts. ``nodes`` are the tree's, where the
    caller has them already.
    """
    classes = module_classes(tree)
    line = family(scene, classes)
    others = frozenset(
        name for name, node in classes.items() if line and name not in line and _is_scene(name, node, classes)
    )
    if nodes is None or others:
        nodes = nodes_of(tree, without=others)
    kind = next((_SCENE_KINDS[name] for name in line or _all_bases(classes) if name in _SCENE_KINDS), "2d")
    return _features(_tally(nodes.uses), _has_xor(nodes), kind, classes, tree)


def _features(
    seen: _Seen, has_xor: bool, kind: str, classes: Mapping[str, ast.ClassDef], tree: ast.Module
) -> Features:
    called = seen.calls.keys()
    methods = seen.methods
    return Features(
        scene_kind=kind,
        has_latex=not (_LATEX.isdisjoint(called) and _LATEX_METHODS.isdisjoint(methods)) or seen.numbers,
        has_graphs=not _NETWORKS.isdisjoint(called),
        has_plots=not (_PLOT_CLASSES.isdisjoint(called) and _PLOT_METHODS.isdisjoint(methods)),
        has_3d=kind == "3d" or not _SOLID.isdisjoint(called),
        has_text=not _TEXT.isdisjoint(called),
        has_code="Code" in called,
        has_tables=not _TABLES.isdisjoint(called),
        has_images=not _IMAGES.isdisjoint(called),
        has_updaters=not (_UPDATERS.isdisjoint(called) and _UPDATERS.isdisjoint(methods)),
        has_xor=has_xor,
        main_elements=_main_elements(seen.calls, classes),
        animations=_animations(seen, classes),
        plays=seen.plays,
        waits=seen.waits,
        lines=(tree.body[-1].end_lineno or 0) if tree.body else 0,
        still_candidate=seen.plays == 0 and seen.waits == 0,
    )


def _tally(uses: Iterable[ast.Call | ast.Attribute]) -> _Seen:
    seen = _Seen()
    for node in uses:
        if isinstance(node, ast.Attribute):
            if node.attr == "animate":
                _count(node.attr, seen)
        elif isinstance(node.func, ast.Name):
            _count(node.func.id, seen)
            if node.func.id in _NUMBERED and any(k.arg == "include_numbers" for k in node.keywords):
                seen.numbers = True
        elif isinstance(node.func, ast.Attribute):
            _tally_method(node.func, seen)
    return seen


def _tally_method(function: ast.Attribute, seen: _Seen) -> None:
    name = function.attr
    if name[:1].isupper():
        # ``manim.Square()`` and ``mn.Square()`` are constructors that look like methods.
        _count(name, seen)
        return
    seen.methods.add(name)
    if isinstance(function.value, ast.Name) and function.value.id == "self":
        seen.plays += name in _PLAYS
        seen.waits += name in _WAITS


def _count(name: str, seen: _Seen) -> None:
    seen.calls[name] = seen.calls.get(name, 0) + 1


def _has_xor(nodes: Nodes) -> bool:
    """Whether exclusive or is computed, or spoken of in names or strings."""
    texts = [node.id for node in nodes.names]
    texts += [node.name for node in nodes.definitions]
    texts += [node.value for node in nodes.constants if isinstance(node.value, str)]
    attributes = [node.attr for node in nodes.uses if isinstance(node, ast.Attribute)]
    # One search in all of them is faster than one in each; no match can reach over a separator.
    text = "\0".join(texts).lower()
    if "xor" in text or "\\oplus" in text or "xor" in "\0".join(attributes):
        return True
    return any(isinstance(node.op, ast.BitXor) for node in nodes.operations)


def _main_elements(calls: Mapping[str, int], classes: Mapping[str, ast.ClassDef]) -> tuple[str, ...]:
    mobjects = [name for name in calls if _is_mobject(name, classes)]
    ranked = sorted(mobjects, key=lambda name: (name in _PLUMBING, -calls[name]))
    return tuple(ranked[:MAIN_ELEMENTS])


def _animations(seen: _Seen, classes: Mapping[str, ast.ClassDef]) -> tuple[str, ...]:
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


def _is_mobject(name: str, classes: Mapping[str, ast.ClassDef]) -> bool:
    if name not in classes:
        return api.is_mobject(name)
    return any(map(api.is_mobject, family(name, classes)))


def _is_scene(name: str, node: ast.ClassDef, classes: Mapping[str, ast.ClassDef]) -> bool:
    if any(base.endswith("Scene") for base in family(name, classes)[1:]):
        return True
    return any(isinstance(part, ast.FunctionDef) and part.name == "construct" for part in node.body)


def _all_bases(classes: Mapping[str, ast.ClassDef]) -> list[str]:
    return [base for name in classes for base in family(name, classes)]

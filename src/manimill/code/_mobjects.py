"""Objects and animations as the code makes them, and the objects and points their methods give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from manimill.code import api
from manimill.code._changes import change, keyed, noted
from manimill.code._expressions import LONGEST
from manimill.code.names import names
from manimill.code.outline import (
    CAMERA,
    SEVERAL,
    UNKNOWN,
    ClassName,
    Extent,
    Motion,
    Spot,
    Thing,
    Unknown,
    is_number,
    vector,
)

ALIASES = {"ShowCreation": "Create", "TextMobject": "Tex", "TexMobject": "MathTex", "Uncreation": "Uncreate"}
"""Names of older Manims that only changed their name."""

GROUPS = names("VGroup Group VDict PGroup VMobject Mobject")
TRACKERS = names("ValueTracker ComplexValueTracker tracker")

PIECES = names(
    "get_rows get_columns get_entries get_entries_without_labels get_labels get_row_labels get_col_labels",
    "get_horizontal_lines get_vertical_lines get_brackets get_part_by_tex get_parts_by_tex select",
    "get_part_by_text get_axis get_x_axis get_y_axis",
)
"""Methods that give parts of an object; what is done to these is done to the object."""

PRODUCTS = PIECES | names(
    "plot plot_parametric_curve plot_implicit_curve plot_line_graph plot_surface plot_polar_graph",
    "plot_derivative_graph plot_antiderivative_graph get_area get_riemann_rectangles get_graph_label",
    "get_axis_labels get_x_axis_label get_y_axis_label get_z_axis_label get_vertical_line",
    "get_horizontal_line get_lines_to_point get_secant_slope_group get_vertical_lines_to_graph get_T_label",
    "get_text get_tex get_bar_labels get_highlighted_cell get_vector get_cell get_graph get_subpath",
    "coordinate_label",
)
"""Methods whose result is a new object, or part of one."""

_PARAMETERS = {
    "get_area": ("graph", "x_range"),
    "get_axis_labels": ("x_label", "y_label", "z_label"),
    "get_graph_label": ("graph", "label"),
    "get_riemann_rectangles": ("graph", "x_range", "dx"),
    "get_secant_slope_group": ("x", "graph", "dx"),
    "get_T_label": ("x_val", "graph", "label"),
    "get_vertical_lines_to_graph": ("graph", "x_range", "num_lines"),
    "plot": ("function", "x_range"),
    "plot_line_graph": ("x_values", "y_values", "z_values"),
    "plot_parametric_curve": ("function", "t_range"),
    "plot_polar_graph": ("r_func", "theta_range"),
    "get_highlighted_cell": ("pos", "color"),
    "get_cell": ("pos", "color"),
}
_SPOTS = {
    "get_center": "center",
    "get_top": "top",
    "get_bottom": "bottom",
    "get_left": "left side",
    "get_right": "right side",
    "get_start": "start",
    "get_end": "end",
    "get_midpoint": "middle",
    "get_corner": "corner",
    "get_origin": "origin",
    "c2p": "at",
    "coords_to_point": "at",
    "n2p": "at",
    "number_to_point": "at",
    "polar_to_point": "polar",
    "point_at_angle": "angle",
    "point_from_proportion": "along",
    "input_to_graph_point": "x",
    "i2gp": "x",
}
_MEMBERS = ("vmobjects", "mobjects", "submobjects", "mapping_or_iterable", "pmobs")
_ANIMATING = {"create": "Create", "expand": "Expand", "end_animation": "EndAnimation"}
"""Methods of banners, tables and stream lines that give an animation."""
_TARGETS = ("mobject", "mobjects", "vmobject", "mobject_or_point", "text")
_POINTS = names("Flash FocusOn")
_INNER = names(
    "label value grid_lines numbers graph faces elements x_axis y_axis z_axis tip background_lines brackets",
    "bars vertices edges axes",
)
"""Attributes that hold parts of an object."""


@cache
def _signature(name: str) -> tuple[tuple[str, ...], str | None]:
    """Names of positional parameters, and of the one that collects the rest."""
    parameters = api.parameters(name) or ()
    positional = tuple(p.name for p in parameters if p.kind in ("positional_only", "positional_or_keyword"))
    rest = next((p.name for p in parameters if p.kind == "var_positional"), None)
    if rest == "args" and parameters[0].name == "args":
        # Everything is handed to the base: ``Arrow(*args)`` begins like ``Line``.
        return next((_signature(base) for base in api.bases(name)), ((), None))
    if rest is not None and positional:
        before = [p.kind for p in parameters].index("var_positional")
        positional = tuple(p.name for p in parameters[:before])
    return positional, rest


def bind(name: str, arguments: list[Any], keywords: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments by parameter name; what is unknown or None is left out."""
    positional, rest = _signature(name)
    facts = {
        key: value
        for key, value in zip(positional, arguments, strict=False)
        if value is not None and value is not UNKNOWN
    }
    if rest is not None and len(arguments) > len(positional):
        facts[rest] = arguments[len(positional) :]
    for key, value in keywords.items():
        if value is not None and value is not UNKNOWN:
            facts[key] = value
    return facts


def things_in(values: Iterable[Any], depth: int = 4) -> list[Thing]:
    """The objects among values, lists and dicts opened, at most `LONGEST` of them."""
    found: list[Thing] = []
    for value in values:
        if isinstance(value, Thing):
            found.append(value)
        elif depth and isinstance(value, (list, dict)):
            found += things_in(value.values() if isinstance(value, dict) else value, depth - 1)
        if len(found) > LONGEST:
            break
    return found[:LONGEST]


def mobject(
    kind: str, arguments: list[Any], keywords: Mapping[str, Any], count: int, base: str | None = None
) -> Thing:
    """The object a constructor call makes. ``base`` is manim's class behind one of the module's own."""
    kind = ALIASES.get(kind, kind)
    facts = bind(kind, arguments, keywords)
    thing = Thing(kind, facts, base=base, count=count)
    if base is not None:
        thing.members = things_in(arguments)
    for key in _MEMBERS:
        if key in facts:
            held = facts.pop(key)
            thing.members += things_in([held])
            if kind == "VDict":
                facts["keys"] = _keys(held)
    if kind in GROUPS:
        for member in thing.members:
            member.group = member.group or thing
    return thing


def _keys(held: Any) -> list[Any]:
    """The keys of what a `VDict` is made from, in order."""
    return list(keyed(held))


def animation(kind: str, arguments: list[Any], keywords: Mapping[str, Any]) -> Motion:
    """The animation a constructor call makes."""
    kind = ALIASES.get(kind, kind)
    facts = bind(kind, arguments, keywords)
    motion = Motion(kind, facts=facts)
    for key in _TARGETS:
        if key in facts:
            motion.targets += things_in([facts[key]])
            if motion.targets:
                del facts[key]
    into = facts.pop("target_mobject", None)
    motion.into = into if isinstance(into, Thing) else None
    motion.parts = motions_in([*arguments, *keywords.values()])
    facts.pop("animations", None)
    placed = kind in _POINTS and "point" in facts
    if not motion.targets and not motion.parts and motion.into is None and not placed:
        motion.targets = things_in(arguments)
    return motion


def motions_in(values: Iterable[Any], depth: int = 4) -> list[Motion]:
    """The animations among values, lists opened, at most `LONGEST` of them."""
    found: list[Motion] = []
    for value in values:
        if isinstance(value, Motion):
            found.append(value)
        elif depth and isinstance(value, list):
            found += motions_in(value, depth - 1)
        if len(found) > LONGEST:
            break
    return found[:LONGEST]


def apply(thing: Thing, method: str, arguments: list[Any], keywords: Mapping[str, Any], settled: bool) -> Any:
    """What ``thing.method(...)`` gives, the thing changed accordingly.

    ``settled`` says that the thing has been on screen while time passed: what it was when it appeared
    does not change any more.
    """
    made = _made(thing, method, arguments, keywords)
    if made is not None:
        return made
    known = thing.parent is not None or method in api.attributes(thing.base or thing.kind)
    if not known or method.startswith(("get_", "is_", "has_")):
        return UNKNOWN
    if method == "generate_target":
        thing.target = Motion("animate", [thing])
    elif not settled and thing is not CAMERA:
        owner = owner_of(thing)
        if owner is not None and not owner.shown:
            noted(owner, thing, method, arguments, keywords)
        change(thing, method, arguments, keywords)
    return thing


def owner_of(thing: Thing) -> Thing | None:
    """The object a part belongs to; None for things that are no part."""
    owner: Thing | None = None
    while thing.parent is not None and (thing.kind == "part" or thing.kind in PIECES):
        owner = thing = thing.parent
    return owner


def _made(thing: Thing, method: str, arguments: list[Any], keywords: Mapping[str, Any]) -> Any:
    """The new thing, point or animation a method makes, or None where it makes none."""
    if method == "copy":
        return thing.copy()
    if method == "auto_zoom":
        return _zoom(things_in(arguments), keywords)
    if method in _ANIMATING:
        facts = {key: value for key, value in keywords.items() if not isinstance(value, Unknown)}
        return Motion(_ANIMATING[method], [thing], facts=facts)
    if method in _SPOTS:
        return _spot(thing, method, arguments, keywords)
    if method in ("get_length", "get_value"):
        return _measure(thing, method)
    return _product(thing, method, arguments, keywords) if method in PRODUCTS else None


def _measure(thing: Thing, method: str) -> Extent | Spot | None:
    """The length of a thing, or what a tracker counts."""
    if method == "get_length":
        return Extent("length", thing)
    return Spot("value", thing) if thing.kind in TRACKERS else None


def _zoom(things: list[Thing], keywords: Mapping[str, Any]) -> Motion | None:
    """The camera's ``auto_zoom``: an animation unless it is told to be none."""
    motion = Motion("AutoZoom", things)
    return None if keywords.get("animate") is False else motion


def _spot(thing: Thing, method: str, arguments: list[Any], keywords: Mapping[str, Any]) -> Any:
    where = _SPOTS[method]
    given = [*arguments, *keywords.values()]
    if where == "corner":
        return Spot("corner", thing, vector(given[0]) or ()) if given else UNKNOWN
    if where == "x":
        curve = next((value for value in given if isinstance(value, Thing)), thing)
        numbers = [n for n in given if is_number(n)]
        return Spot("x" if numbers else "on", curve, tuple(numbers[:1]))
    if where in ("at", "along", "angle", "polar"):
        point = vector(given[0]) if given else None
        if point is not None:
            numbers = list(point if point[2] else point[:2])
        elif given and type(given[0]) is complex:
            numbers = [given[0].real, given[0].imag]
        else:
            # Coordinates that are known in part are not known.
            numbers = [n for n in given if is_number(n)] if all(map(is_number, given)) else []
        return Spot(where if numbers else "on", thing, tuple(numbers))
    return Spot(where, thing)


def _product(thing: Thing, method: str, arguments: list[Any], keywords: Mapping[str, Any]) -> Thing:
    named = dict(zip(_PARAMETERS.get(method, ())[1:], arguments[1:], strict=False))
    facts = {k: v for k, v in {**named, **keywords}.items() if v is not None and not isinstance(v, Unknown)}
    if arguments and not isinstance(arguments[0], Unknown):
        facts["argument"] = arguments[0]
    return Thing(method, facts, parent=thing)


def part(owner: Thing, index: Any) -> Any:
    """``owner[index]``: a member where members are known, otherwise a part nobody can name."""
    keys = owner.facts.get("keys")
    if keys is not None:
        if index in owner.facts.get("later", {}):
            return owner.facts["later"][index]
        return owner.members[keys.index(index)] if index in keys[: len(owner.members)] else UNKNOWN
    if owner.members and all(member.count == 1 for member in owner.members):
        if type(index) is int and -len(owner.members) <= index < len(owner.members):
            return owner.members[index]
        if isinstance(index, slice):
            return Thing("VGroup", members=owner.members[index])
    if isinstance(index, slice):
        return Thing("part", {"slice": [index.start, index.stop, index.step]}, parent=owner)
    plain = type(index) is int or (isinstance(index, list) and all(type(i) in (int, str) for i in index))
    return Thing("part", {"index": index} if plain else {}, parent=owner)


def attribute(thing: Thing, name: str) -> Any:  # noqa: PLR0911 (one case per kind of attribute)
    """``thing.name``: an animation to be, a part, a size or a fact; `UNKNOWN` for anything else."""
    if name in ("animate", "always"):
        return Motion(name, [thing])
    if name == "target":
        return thing.target or UNKNOWN
    if name == "frame" and thing.kind in ("camera", "zoomed"):
        return thing
    if name == "submobjects" and thing.members:
        return thing.members
    if name == "tracker" and thing.kind == "Variable":
        return Thing("tracker", parent=thing)
    if name in ("width", "height") and thing is not CAMERA:
        return Extent(name, thing)
    if name in _SPOTS and name.startswith("get_"):
        # Handed over to be called later: ``TracedPath(dot.get_center)``.
        return Spot(_SPOTS[name], thing)
    if name in _INNER:
        return Thing("part", {"name": name}, parent=thing)
    value = thing.facts.get(name, UNKNOWN)
    return value if isinstance(value, (str, int, float, ClassName)) else UNKNOWN


def several(thing: Any, repeat: int) -> Any:
    """A thing made in a loop counts as many times as the loop turns."""
    if isinstance(thing, Thing) and repeat != 1 and thing.kind not in PIECES:
        thing.count = SEVERAL if repeat == SEVERAL else thing.count * repeat
    return thing

"""Objects and animations as the code makes them, and what methods do to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from manimill.code import api
from manimill.code._expressions import LONGEST, vector
from manimill.code.outline import UNKNOWN, Motion, Spot, Thing, Unknown

CAMERA = Thing("camera")
"""The scene's camera and its frame. One for all scenes: nothing is ever stored in it."""

ALIASES = {"ShowCreation": "Create", "TextMobject": "Tex", "TexMobject": "MathTex", "Uncreation": "Uncreate"}
"""Names of older Manims that only changed their name."""

PRODUCTS = frozenset(
    "plot plot_parametric_curve plot_implicit_curve plot_line_graph plot_surface plot_polar_graph "
    "plot_derivative_graph plot_antiderivative_graph get_area get_riemann_rectangles get_graph_label "
    "get_axis_labels get_x_axis_label get_y_axis_label get_z_axis_label get_vertical_line "
    "get_horizontal_line get_lines_to_point get_secant_slope_group get_vertical_lines_to_graph get_T_label "
    "get_text get_tex get_bar_labels get_rows get_columns get_entries get_highlighted_cell get_vector "
    "get_part_by_tex get_cell get_labels get_graph get_subpath".split(" ")
)
"""Methods whose result is a new object."""

_SPOTS = {
    "get_center": "centre",
    "get_top": "top",
    "get_bottom": "bottom",
    "get_left": "left side",
    "get_right": "right side",
    "get_start": "start",
    "get_end": "end",
    "get_corner": "corner",
    "c2p": "at",
    "coords_to_point": "at",
    "n2p": "at",
    "number_to_point": "at",
    "point_at_angle": "on",
    "point_from_proportion": "on",
    "input_to_graph_point": "on",
    "i2gp": "on",
}
_PLACING = frozenset("to_edge to_corner next_to move_to shift align_to center set_x set_y".split(" "))
_RESETTING = frozenset("to_edge to_corner next_to move_to center".split(" "))
_COLOURING = {"set_color": "color", "set_fill": "fill_color", "set_stroke": "stroke_color"}
_UPDATING = frozenset(("add_updater", "rotate_continuously"))
_MEMBERS = frozenset(("vmobjects", "mobjects", "submobjects"))
_TARGETS = ("mobject", "mobjects", "vmobject", "mobject_or_point")


@cache
def _signature(name: str) -> tuple[tuple[str, ...], str | None]:
    """Names of positional parameters, and of the one that collects the rest."""
    parameters = api.parameters(name) or ()
    positional = tuple(p.name for p in parameters if p.kind in ("positional_only", "positional_or_keyword"))
    rest = next((p.name for p in parameters if p.kind == "var_positional"), None)
    if rest is not None and positional:
        before = [p.kind for p in parameters].index("var_positional")
        positional = tuple(p.name for p in parameters[:before])
    return positional, rest


def bind(name: str, arguments: list[Any], keywords: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments by parameter name; what is unknown or None is left out."""
    positional, rest = _signature(name)
    facts = dict(zip(positional, arguments, strict=False))
    if rest is not None and len(arguments) > len(positional):
        facts[rest] = arguments[len(positional) :]
    facts.update(keywords)
    return {
        key: value for key, value in facts.items() if value is not None and not isinstance(value, Unknown)
    }


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
    for key in _MEMBERS & facts.keys():
        thing.members += things_in([facts.pop(key)])
    return thing


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
    motion.parts = motions_in(arguments)
    facts.pop("animations", None)
    if not motion.targets and not motion.parts:
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
    if method == "copy":
        return thing.copy()
    if method in _SPOTS:
        return _spot(thing, method, arguments)
    if method in PRODUCTS:
        return _product(thing, method, arguments, keywords)
    if method not in api.attributes(thing.base or thing.kind) and thing.parent is None:
        return UNKNOWN
    if method == "generate_target":
        thing.target = Motion("animate", [thing])
        return UNKNOWN
    if method.startswith(("get_", "is_", "has_")):
        return UNKNOWN
    if not settled and thing is not CAMERA:
        _change(thing, method, arguments, keywords)
    return thing


def _spot(thing: Thing, method: str, arguments: list[Any]) -> Any:
    numbers = [n for n in arguments if type(n) in (int, float)]
    where = _SPOTS[method]
    if where == "at":
        point = vector(arguments[0]) if arguments else None
        numbers = list(point[:2]) if point is not None else numbers
        if not numbers:
            return Spot("on", thing)
    return Spot(where, thing, tuple(numbers))


def _product(thing: Thing, method: str, arguments: list[Any], keywords: Mapping[str, Any]) -> Thing:
    facts = {
        key: value for key, value in keywords.items() if value is not None and not isinstance(value, Unknown)
    }
    if arguments and not isinstance(arguments[0], Unknown):
        facts["argument"] = arguments[0]
    return Thing(method, facts, parent=thing)


def _change(thing: Thing, method: str, arguments: list[Any], keywords: Mapping[str, Any]) -> None:
    """Note what a method changes: place, colour, size, members, arrangement."""
    facts = thing.facts
    first = arguments[0] if arguments else UNKNOWN
    if method in _PLACING:
        if method in _RESETTING:
            thing.places.clear()
        thing.places.append((method, *arguments, *keywords.values()))
    elif method in _COLOURING:
        colour = keywords.get("color", first)
        if isinstance(colour, str):
            facts[_COLOURING[method]] = colour
        if isinstance(keywords.get("opacity"), (int, float)):
            facts["fill_opacity"] = keywords["opacity"]
    elif method == "scale" and type(first) in (int, float):
        facts["scale"] = facts.get("scale", 1) * first
    elif method == "rotate" and type(keywords.get("angle", first)) in (int, float):
        facts["rotation"] = facts.get("rotation", 0) + keywords.get("angle", first)
    elif method in ("arrange", "arrange_submobjects", "arrange_in_grid"):
        direction = vector(keywords.get("direction", first))
        facts["arranged"] = "grid" if method.endswith("grid") else direction or vector([1, 0])
        facts.update({key: keywords[key] for key in ("rows", "cols") if type(keywords.get(key)) is int})
    elif method in ("add", "add_to_back"):
        thing.members = (thing.members + things_in(arguments))[:LONGEST]
    elif method in _UPDATING:
        thing.live = True
    elif method == "set_value" and type(first) in (int, float):
        facts["number" if "number" in facts else "value"] = first


def part(owner: Thing, index: Any) -> Any:
    """``owner[index]``: a member where members are known, otherwise a part nobody can name."""
    if owner.members and all(member.count == 1 for member in owner.members):
        if type(index) is int and -len(owner.members) <= index < len(owner.members):
            return owner.members[index]
        if isinstance(index, slice):
            return Thing("VGroup", members=owner.members[index])
    return Thing("part", {"index": index} if type(index) is int else {}, parent=owner)

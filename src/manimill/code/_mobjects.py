"""Objects and animations as the code makes them, and what methods do to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from manimill.code import api
from manimill.code._expressions import LONGEST
from manimill.code.names import names
from manimill.code.outline import CAMERA, UNKNOWN, Motion, Spot, Thing, Unknown, is_number, vector

ALIASES = {"ShowCreation": "Create", "TextMobject": "Tex", "TexMobject": "MathTex", "Uncreation": "Uncreate"}
"""Names of older Manims that only changed their name."""

PRODUCTS = names(
    "plot plot_parametric_curve plot_implicit_curve plot_line_graph plot_surface plot_polar_graph",
    "plot_derivative_graph plot_antiderivative_graph get_area get_riemann_rectangles get_graph_label",
    "get_axis_labels get_x_axis_label get_y_axis_label get_z_axis_label get_vertical_line",
    "get_horizontal_line get_lines_to_point get_secant_slope_group get_vertical_lines_to_graph get_T_label",
    "get_text get_tex get_bar_labels get_rows get_columns get_entries get_highlighted_cell get_vector",
    "get_part_by_tex get_cell get_labels get_graph get_subpath",
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
_PLACING = names("to_edge to_corner next_to move_to shift align_to center set_x set_y")
_RESETTING = names("to_edge to_corner next_to move_to center")
_COLOURING = {"set_color": "color", "set_fill": "fill_color", "set_stroke": "stroke_color"}
_ARRANGING = names("arrange arrange_submobjects arrange_in_grid")
_UPDATING = names("add_updater start_animation")
_MEMBERS = ("vmobjects", "mobjects", "submobjects", "mapping_or_iterable")
_REMEMBERED = names("set_column_colors set_row_colors set_color_by_gradient add_highlighted_cell")
_ANIMATING = {"create": "Create", "expand": "Expand", "end_animation": "EndAnimation"}
"""Methods of banners, tables and stream lines that give an animation."""
_TARGETS = ("mobject", "mobjects", "vmobject", "mobject_or_point", "text")


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
    for key in _MEMBERS:
        if key in facts:
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
    if not motion.targets and not motion.parts and motion.into is None:
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
        _change(thing, method, arguments, keywords)
    return thing


def _made(thing: Thing, method: str, arguments: list[Any], keywords: Mapping[str, Any]) -> Any:
    """The new thing, point or animation a method makes, or None where it makes none."""
    if method == "copy":
        return thing.copy()
    if method in _ANIMATING:
        return Motion(_ANIMATING[method], [thing])
    if method in _SPOTS:
        return _spot(thing, method, arguments)
    return _product(thing, method, arguments, keywords) if method in PRODUCTS else None


def _spot(thing: Thing, method: str, arguments: list[Any]) -> Any:
    numbers = [n for n in arguments if is_number(n)]
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
    first = arguments[0] if arguments else UNKNOWN
    if method in _PLACING:
        if method in _RESETTING:
            thing.places.clear()
        thing.places.append((method, *arguments, *keywords.values()))
    elif method in _COLOURING:
        _colour(thing.facts, _COLOURING[method], keywords.get("color", first), keywords.get("opacity"))
    elif method in _ARRANGING:
        _arrange(thing.facts, method, keywords.get("direction", first), keywords)
    elif method in ("add", "add_to_back"):
        thing.members = (thing.members + things_in(arguments))[:LONGEST]
    elif method in _UPDATING:
        thing.live = True
    elif method in _REMEMBERED:
        key = "gradient" if method.endswith("gradient") else method
        thing.facts[key] = [*arguments, *keywords.values()]
    else:
        _transform(thing.facts, method, keywords.get("angle", first))


def _colour(facts: dict[str, Any], key: str, colour: Any, opacity: Any) -> None:
    if isinstance(colour, str):
        facts[key] = colour
    if is_number(opacity):
        facts["fill_opacity"] = opacity


def _arrange(facts: dict[str, Any], method: str, direction: Any, keywords: Mapping[str, Any]) -> None:
    facts["arranged"] = "grid" if method.endswith("grid") else vector(direction) or vector([1, 0])
    facts.update({key: keywords[key] for key in ("rows", "cols") if type(keywords.get(key)) is int})


def _transform(facts: dict[str, Any], method: str, amount: Any) -> None:
    if method == "flip":
        facts["flipped"] = not facts.get("flipped", False)
    elif not is_number(amount):
        return
    elif method == "scale":
        facts["scale"] = facts.get("scale", 1) * amount
    elif method == "rotate":
        facts["rotation"] = facts.get("rotation", 0) + amount
    elif method == "set_value":
        facts["number" if "number" in facts else "value"] = amount


def part(owner: Thing, index: Any) -> Any:
    """``owner[index]``: a member where members are known, otherwise a part nobody can name."""
    if owner.members and all(member.count == 1 for member in owner.members):
        if type(index) is int and -len(owner.members) <= index < len(owner.members):
            return owner.members[index]
        if isinstance(index, slice):
            return Thing("VGroup", members=owner.members[index])
    plain = type(index) is int or (isinstance(index, list) and all(type(i) in (int, str) for i in index))
    return Thing("part", {"index": index} if plain else {}, parent=owner)

"""What methods of an object change: place, colour, size, members, arrangement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from manimill.code._expressions import LONGEST
from manimill.code.names import names
from manimill.code.outline import Extent, Note, Spot, Thing, Unknown, Vector, is_number, vector

_GROUPS = names("VGroup Group VDict PGroup")
_RESETTING = names("to_edge to_corner next_to move_to center")
_SEEN = names("set_color set_fill set_stroke set_opacity rotate scale set_color_by_gradient flip")
"""Changes of a part that are worth a word."""
_REMEMBERED = names(
    "set_column_colors set_row_colors add_highlighted_cell change_bar_values set_points_as_corners",
    "set_points_smoothly round_corners set_sheen set_cap_style set_z_index add_coordinates add_numbers",
    "reverse_direction apply_complex_function apply_function interpolate surround set_fill_by_value",
    "add_background_rectangle thin_out set_resampling_algorithm invert shuffle_submobjects shuffle",
    "divide_vertically divide_horizontally",
)
"""Calls kept as facts under their own name, with the values given."""
_LENGTHS = {
    "set_width": "width",
    "scale_to_fit_width": "width",
    "stretch_to_fit_width": "width",
    "set_height": "height",
    "scale_to_fit_height": "height",
    "stretch_to_fit_height": "height",
}


def change(thing: Thing, method: str, arguments: list[Any], keywords: Mapping[str, Any]) -> None:
    """Note what a method changes; methods that change nothing one could see are passed over."""
    handler = _CHANGES.get(method)
    if handler is not None:
        handler(thing, method, arguments, keywords)
    elif method in _REMEMBERED:
        thing.facts[method] = [*arguments, *keywords.values()]
    elif method in _LENGTHS:
        _size(thing, _LENGTHS[method], arguments, keywords)


def noted(owner: Thing, piece: Thing, method: str, arguments: list[Any], keywords: Mapping[str, Any]) -> None:
    """Remember with an object what is done to one of its parts."""
    if method in _SEEN and len(owner.notes) < LONGEST:
        note: Note = (piece, (method, arguments, dict(keywords)))
        owner.notes.append(note)


def _place(thing: Thing, method: str, arguments: list[Any], keywords: Mapping[str, Any]) -> None:
    if method == "shift" and _is_borrowed(thing):
        for member in thing.members:
            # Those told by the place of another one go with it.
            if not _leans(member, thing.members):
                _place(member, method, arguments, keywords)
        return
    if method in _RESETTING:
        thing.places.clear()
    before = thing.places[-1] if thing.places else ("", None)
    if method == "shift" and len(arguments) > 1 and all(isinstance(one, Vector) for one in arguments):
        arguments = [Vector(map(sum, zip(*arguments, strict=True)))]
    first = arguments[0] if arguments else keywords.get("vector")
    if method == "shift" == before[0] and isinstance(before[1], Vector) and isinstance(first, Vector):
        x, y, z = (a + b for a, b in zip(before[1], first, strict=True))
        thing.places[-1] = ("shift", Vector((x, y, z)))
    else:
        thing.places.append((method, *arguments, *keywords.values()))


def _colour(thing: Thing, method: str, arguments: list[Any], keywords: Mapping[str, Any]) -> None:
    """``set_color`` paints all, ``set_fill`` and ``set_stroke`` the inside and the outline."""
    for one in thing.members if thing.kind in _GROUPS and len(thing.members) <= LONGEST else [thing]:
        if one.kind in _GROUPS and one is not thing:
            _colour(one, method, arguments, keywords)
        else:
            _painted(one.facts, method, arguments, keywords)


def _painted(facts: dict[str, Any], method: str, arguments: list[Any], keywords: Mapping[str, Any]) -> None:
    first, second = [*arguments, None, None][:2]
    shade = keywords.get("color", first)
    known = isinstance(shade, str) or (
        isinstance(shade, list) and all(isinstance(one, str) for one in shade) and bool(shade)
    )
    opacity = keywords.get("opacity", second if method == "set_fill" else None)
    if method == "set_color" and known:
        for key in ("fill_color", "stroke_color", "gradient"):
            facts.pop(key, None)
        facts["color"] = shade
    elif method == "set_fill":
        facts.update({"fill_color": shade} if known else {})
        facts.update({"fill_opacity": opacity} if is_number(opacity) else {})
    elif method == "set_stroke":
        width = keywords.get("width", second)
        facts.update({"stroke_color": shade} if known else {})
        facts.update({"stroke_width": width} if is_number(width) else {})
    elif method == "set_color_by_gradient":
        facts["gradient"] = [*arguments, *keywords.values()]


def _opacity(thing: Thing, _: str, arguments: list[Any], keywords: Mapping[str, Any]) -> None:
    value = arguments[0] if arguments else keywords.get("opacity")
    if is_number(value):
        thing.facts["opacity"] = value


def _arrange(thing: Thing, method: str, arguments: list[Any], keywords: Mapping[str, Any]) -> None:
    direction = keywords.get("direction", arguments[0] if arguments else None)
    facts = thing.facts
    for member in thing.members:
        # Wherever they were put before, they are side by side now.
        member.places.clear()
    gap = keywords.get("buff", None if method.endswith("grid") or len(arguments) < 2 else arguments[1])
    facts.pop("gap", None)
    facts.update({"gap": gap} if is_number(gap) else {})
    facts["arranged"] = "grid" if method.endswith("grid") else vector(direction) or Vector((1, 0, 0))
    if method.endswith("grid"):
        given = {**dict(zip(("rows", "cols"), arguments, strict=False)), **keywords}
        facts.update({key: given[key] for key in ("rows", "cols") if type(given.get(key)) is int})


def _add(thing: Thing, _: str, arguments: list[Any], keywords: Mapping[str, Any]) -> None:
    added = _things([*arguments, *keywords.values()])
    if "keys" in thing.facts:
        thing.facts["keys"] = [*thing.facts["keys"], *keyed(arguments[0] if arguments else None)]
    for member in added:
        member.group = member.group or (thing if thing.kind in _GROUPS else None)
    thing.members = (thing.members + added)[:LONGEST]


def keyed(pairs: Any) -> dict[Any, Any]:
    """Things by their keys, out of a dict or a list of pairs."""
    if isinstance(pairs, dict):
        return pairs
    known = (
        [pair for pair in pairs if isinstance(pair, list) and len(pair) == 2]
        if isinstance(pairs, list)
        else []
    )
    return {key: value for key, value in known if isinstance(key, (str, int))}


def _things(values: list[Any]) -> list[Thing]:
    found: list[Thing] = []
    for value in values:
        if isinstance(value, Thing):
            found.append(value)
        elif isinstance(value, list):
            found += _things(value)
    return found


def _remove(thing: Thing, _: str, arguments: list[Any], __: Mapping[str, Any]) -> None:
    gone = {id(one) for one in _things(arguments)}
    thing.members = [member for member in thing.members if id(member) not in gone]


def _update(thing: Thing, method: str, __: list[Any], ___: Mapping[str, Any]) -> None:
    thing.live = True
    if method == "start_animation":
        thing.updates.append((method, [], {}))


def _scale(thing: Thing, _: str, arguments: list[Any], keywords: Mapping[str, Any]) -> None:
    factor = arguments[0] if arguments else keywords.get("scale_factor")
    if not is_number(factor):
        return
    for one in thing.members if _is_borrowed(thing) else [thing]:
        one.facts["scale"] = one.facts.get("scale", 1) * factor


def _is_borrowed(thing: Thing) -> bool:
    """Whether a group is a second one over things that belong to another: only a handle to change them with."""
    return thing.kind in _GROUPS and any(one.group not in (None, thing) for one in thing.members)


def _leans(thing: Thing, others: list[Thing]) -> bool:
    """Whether a thing's place or ends are told by those of another one."""
    for value in (*thing.facts.values(), *(value for place in thing.places for value in place[1:])):
        other = value.thing if isinstance(value, Spot) else value
        if isinstance(other, Thing) and any(other is one for one in others):
            return True
    return False


def _rotate(thing: Thing, _: str, arguments: list[Any], keywords: Mapping[str, Any]) -> None:
    amount = keywords.get("angle", arguments[0] if arguments else None)
    if is_number(amount):
        thing.facts["rotation"] = thing.facts.get("rotation", 0) + amount
        axis = keywords.get("axis", arguments[1] if len(arguments) > 1 else None)
        if isinstance(axis, Vector):
            thing.facts["rotation_axis"] = axis


def _flip(thing: Thing, _: str, __: list[Any], ___: Mapping[str, Any]) -> None:
    thing.facts["flipped"] = not thing.facts.get("flipped", False)


def _value(thing: Thing, _: str, arguments: list[Any], keywords: Mapping[str, Any]) -> None:
    value = arguments[0] if arguments else keywords.get("number", keywords.get("value"))
    if is_number(value) or type(value) is complex:
        thing.facts["number" if "number" in thing.facts else "value"] = value


def _step(thing: Thing, _: str, arguments: list[Any], __: Mapping[str, Any]) -> None:
    amount, value = arguments[0] if arguments else None, thing.facts.get("value", 0)
    if is_number(amount) and is_number(value):
        thing.facts["value"] = value + amount


def _size(thing: Thing, key: str, arguments: list[Any], keywords: Mapping[str, Any]) -> None:
    value = arguments[0] if arguments else keywords.get(key)
    if is_number(value):
        thing.facts[key] = value


def _length(thing: Thing, _: str, arguments: list[Any], __: Mapping[str, Any]) -> None:
    value = arguments[0] if arguments else None
    if isinstance(value, Extent) and value.thing is thing:
        thing.facts["scale"] = thing.facts.get("scale", 1) * value.factor
    elif is_number(value):
        thing.facts["length"] = value


def _set(thing: Thing, _: str, __: list[Any], keywords: Mapping[str, Any]) -> None:
    thing.facts.update({k: v for k, v in keywords.items() if not isinstance(v, Unknown)})


def _label(thing: Thing, _: str, arguments: list[Any], __: Mapping[str, Any]) -> None:
    if arguments and isinstance(arguments[0], str):
        thing.facts["text"] = arguments[0]


def _by_tex(thing: Thing, _: str, arguments: list[Any], keywords: Mapping[str, Any]) -> None:
    values = [*arguments, *keywords.values()]
    if len(values) >= 2 and isinstance(values[0], str) and isinstance(values[1], str):
        thing.facts["tex_to_color_map"] = {**thing.facts.get("tex_to_color_map", {}), values[0]: values[1]}
    elif values and isinstance(values[0], dict):
        thing.facts["tex_to_color_map"] = {**thing.facts.get("tex_to_color_map", {}), **values[0]}


def _ends(thing: Thing, _: str, arguments: list[Any], keywords: Mapping[str, Any]) -> None:
    for key, value in zip(("start", "end"), [*arguments, *keywords.values()], strict=False):
        thing.facts[key] = value


def _become(thing: Thing, _: str, arguments: list[Any], __: Mapping[str, Any]) -> None:
    other = arguments[0] if arguments else None
    if isinstance(other, Thing) and other is not thing:
        thing.kind, thing.base, thing.parent = other.kind, other.base, other.parent
        thing.facts, thing.members, thing.places = dict(other.facts), list(other.members), list(other.places)


_Handler = Callable[[Thing, str, list[Any], Mapping[str, Any]], None]
_BY_HANDLER: tuple[tuple[_Handler, str], ...] = (
    (_place, "to_edge to_corner next_to move_to shift align_to center set_x set_y"),
    (_colour, "set_color set_fill set_stroke set_color_by_gradient"),
    (_opacity, "set_opacity"),
    (_arrange, "arrange arrange_submobjects arrange_in_grid"),
    (_add, "add add_to_back"),
    (_remove, "remove"),
    (_update, "add_updater start_animation"),
    (_scale, "scale"),
    (_rotate, "rotate rotate_about_origin"),
    (_flip, "flip"),
    (_value, "set_value"),
    (_step, "increment_value"),
    (_length, "set_length"),
    (_set, "set set_style"),
    (_label, "change_label"),
    (_by_tex, "set_color_by_tex set_color_by_tex_to_color_map set_color_by_t2c"),
    (_ends, "put_start_and_end_on"),
    (_become, "become"),
)
_CHANGES = {method: handler for handler, methods in _BY_HANDLER for method in methods.split()}

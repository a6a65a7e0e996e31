"""Styles, switches and later changes of an object, as phrases that follow it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from manimill.code.names import names
from manimill.code.outline import Formula, Note, Thing, Vector, is_number
from manimill.describe import _words as words
from manimill.describe._contents import tidy
from manimill.describe._naming import Names
from manimill.describe._vocabulary import TEXTS

_SWITCHES = {
    "include_outer_lines": "with outer lines",
    "add_background_rectangles_to_entries": "with background rectangles behind its entries",
    "include_background_rectangle": "with a background rectangle",
    "justify": "with justified lines",
    "show_ellipsis": "with an ellipsis",
    "include_sign": "with its sign",
    "add_line_numbers": "with line numbers",
    "show_keys": "with its keys shown",
    "disable_ligatures": "without ligatures",
}
"""Arguments that are worth a word where they are True."""
_CALLED = {
    "invert": "in reverse order",
    "shuffle_submobjects": "in shuffled order",
    "shuffle": "in shuffled order",
    "reverse_direction": "traced in the opposite direction",
    "add_background_rectangle": "with a background rectangle",
    "add_numbers": "with numbers",
}
_VALUES = names(
    "set_z_index round_corners set_sheen set_cap_style cap_style joint_type tip_shape density dash_length",
    "dashed_ratio buff path_arc alpha sharpness unit num_decimal_places dissipating_time cycle_rate thin_out",
    "set_resampling_algorithm edge_length background grid_xstep grid_ystep apply_complex_function weight",
    "apply_function gradient set_column_colors set_row_colors add_highlighted_cell t2c t2s t2w slant opacity",
    "tex_to_color_map set_fill_by_value interpolate surround divide_vertically colors",
    "dark_theme tip_length length_func tip_shape_start tip_shape_end",
)
_KEYS = _VALUES | _SWITCHES.keys() | _CALLED.keys()


def traits(namer: Names, thing: Thing) -> list[str]:
    """Phrases on styles, switches and changed parts."""
    facts = thing.facts
    found: list[str] = []
    if not _KEYS.isdisjoint(facts):
        found += [text for key, text in _SWITCHES.items() if facts.get(key) is True]
        found += [text for key, text in _CALLED.items() if key in facts]
        # In the order of the table, whatever the order of the arguments.
        found += [tell(thing, facts[key]) for key, tell in _TRAITS.items() if key in facts]
        found += [tell(namer, facts[key]) for key, tell in _RELATED.items() if key in facts]
    if "color" in facts:
        found.append(_random(thing, facts["color"]))
    if thing.notes:
        found += _notes(thing.notes)
    return [text for text in found if text]


def _number(form: str, kinds: str = "") -> Callable[[Thing, Any], str]:
    """A phrase for a literal number, for some classes only."""
    wanted = names(kinds)

    def tell(thing: Thing, value: Any) -> str:
        value = value[0] if isinstance(value, list) and value else value
        right = not wanted or thing.kind in wanted
        return form.format(words.number(value)) if right and is_number(value) else ""

    return tell


def _angled(thing: Thing, value: Any) -> str:
    bent = is_number(value) and value and thing.kind != "CurvedArrow"
    return f"curved by {words.angle(value)}" if bent else ""


def _touching(thing: Thing, value: Any) -> str:
    tangent = thing.kind == "TangentLine" and is_number(value)
    return f"touching it at {words.number(100 * value)}% of its path" if tangent else ""


def _coloured_parts(_: Thing, value: Any) -> str:
    """Colours of pieces of a text; slices are told by their colours alone."""
    if not isinstance(value, dict):
        return ""
    pairs = [(str(part), shade) for part, colour in value.items() if (shade := words.colour(colour))]
    if pairs and all(part.startswith("[") for part, _ in pairs):
        return f"with its letters in {words.listed([shade for _, shade in pairs], 8)}"
    parts = [f'"{said}" in {shade}' for part, shade in pairs if (said := tidy(part)) and part[:1] != "["]
    return f"with {words.listed(parts, 4)}" if parts else ""


def _styled_parts(word: str) -> Callable[[Thing, Any], str]:
    def tell(_: Thing, value: Any) -> str:
        parts = (
            [f'"{part}" in {word}' for part in value if isinstance(part, str)]
            if isinstance(value, dict)
            else []
        )
        return f"with {words.listed(parts, 4)}" if parts else ""

    return tell


def _gradient(_: Thing, value: Any) -> str:
    shade = words.colour(value)
    return f"with {words.article(shade)} gradient" if shade else ""


def _coloured_lines(plural: str) -> Callable[[Thing, Any], str]:
    def tell(_: Thing, value: Any) -> str:
        shades = [shade for one in value if (shade := words.colour(one))]
        return f"with its {plural} colored {words.listed(shades)}" if shades else ""

    return tell


def _highlighted(_: Thing, value: Any) -> str:
    if not value or not isinstance(value[0], list) or len(value[0]) != 2:
        return ""
    shade = next((f" in {words.colour(one)}" for one in value[1:] if words.colour(one)), "")
    return f"with the cell in row {value[0][0]} and column {value[0][1]} highlighted{shade}"


def _slanted(thing: Thing, value: Any) -> str:
    return "in italics" if value == "ITALIC" and thing.kind in TEXTS else ""


def _weighty(thing: Thing, value: Any) -> str:
    return "in bold" if value == "BOLD" and thing.kind in TEXTS else ""


def _named(form: str, but: str = "") -> Callable[[Thing, Any], str]:
    """A phrase for something given by name."""

    def tell(_: Thing, value: Any) -> str:
        value = value[0] if isinstance(value, list) and value else value
        said = isinstance(value, str) and value and value != but
        return form.format(value.lower().replace("_", " ")) if said else ""

    return tell


def _tip(_: Thing, value: Any) -> str:
    return f"with a {words.tip(value)} tip" if isinstance(value, str) else ""


def _tip_at(end: str) -> Callable[[Thing, Any], str]:
    def tell(_: Thing, value: Any) -> str:
        return f"with a {words.tip(value)} tip at its {end}" if isinstance(value, str) else ""

    return tell


def _rounded(_: Thing, value: Any) -> str:
    radius = value[0] if value else None
    return (
        f"with corners rounded to radius {words.number(radius)}"
        if is_number(radius)
        else ("with rounded corners")
    )


def _shiny(_: Thing, value: Any) -> str:
    where = next((words.edge(one) for one in value if isinstance(one, Vector)), "")
    return "with a sheen" + (f" from the {where}" if where else "")


def _warped(_: Thing, value: Any) -> str:
    function = next((one for one in value if isinstance(one, Formula)), None)
    return f"warped by the function {function}" if function is not None else "warped by a function"


def _background(thing: Thing, value: Any) -> str:
    return "in a window frame" if thing.kind == "Code" and value == "window" else ""


def _unit(_: Thing, value: Any) -> str:
    said = tidy(value) if isinstance(value, str) else None
    return f"with the unit ${said}$" if said else ""


def _decimals(_: Thing, value: Any) -> str:
    return f"with {words.unit(value, 'decimal place')}" if type(value) is int else ""


def _random(thing: Thing, value: Any) -> str:
    """A colour drawn at random."""
    if not isinstance(value, str) or not value.startswith("random"):
        return ""
    shades = [words.colour(one) for one in value.removeprefix("random ").split("|")]
    if any(shade.endswith("color") for shade in shades):
        return "in a random color"
    return f"{'' if thing.count == 1 else 'each '}in a random color out of {words.listed(shades)}"


def _cycling(thing: Thing, value: Any) -> str:
    shades = words.colour(value) if isinstance(value, list) and thing.kind == "AnimatedBoundary" else ""
    return f"that cycles through the colors {words.listed(shades.split('-to-'))}" if shades else ""


def _themed(_: Thing, value: Any) -> str:
    return "in its light theme" if value is False else ""


def _lengths(_: Thing, value: Any) -> str:
    return f"with the length function {value}" if isinstance(value, Formula) else ""


def _divided(_: Thing, value: Any) -> str:
    shares = next((one for one in value if isinstance(one, list) and all(is_number(n) for n in one)), None)
    return f"divided into the shares {words.listed([words.number(n) for n in shares])}" if shares else ""


_TRAITS: dict[str, Callable[[Thing, Any], str]] = {
    "tip_shape": _tip,
    "tip_shape_start": _tip_at("start"),
    "tip_shape_end": _tip_at("end"),
    "buff": _number("with buff {}", "Line Arrow DoubleArrow Vector"),
    "path_arc": _angled,
    "dash_length": _number("with dashes of length {}"),
    "dashed_ratio": _number("with a dashed ratio of {}"),
    "density": _number("with density {}"),
    "length_func": _lengths,
    "tip_length": _number("with tip length {}"),
    "edge_length": _number("with edge length {}"),
    "grid_xstep": _number("with a grid step of {} in x"),
    "grid_ystep": _number("with a grid step of {} in y"),
    "alpha": _touching,
    "sharpness": _number("with sharpness {}"),
    "opacity": _number("with opacity {}"),
    "dissipating_time": _number("that fades away after {} seconds"),
    "cycle_rate": _number("at a cycle rate of {}"),
    "thin_out": _number("thinned out by a factor of {}"),
    "num_decimal_places": _decimals,
    "unit": _unit,
    "set_cap_style": _named("with {} caps", "AUTO"),
    "cap_style": _named("with {} caps", "AUTO"),
    "joint_type": _named("with {} joints", "AUTO"),
    "set_resampling_algorithm": _named("with {} interpolation"),
    "background": _background,
    "round_corners": _rounded,
    "set_sheen": _shiny,
    "set_z_index": _number("with z-index {}"),
    "apply_complex_function": _warped,
    "apply_function": _warped,
    "t2c": _coloured_parts,
    "tex_to_color_map": _coloured_parts,
    "t2s": _styled_parts("italics"),
    "t2w": _styled_parts("bold"),
    "gradient": _gradient,
    "slant": _slanted,
    "weight": _weighty,
    "set_column_colors": _coloured_lines("columns"),
    "set_row_colors": _coloured_lines("rows"),
    "add_highlighted_cell": _highlighted,
    "divide_vertically": _divided,
    "colors": _cycling,
    "dark_theme": _themed,
}


def _interpolated(namer: Names, value: Any) -> str:
    things = [one for one in value if isinstance(one, Thing)]
    share = next((one for one in value if is_number(one)), None)
    if len(things) != 2 or share is None:
        return ""
    return f"{words.number(100 * share)}% of the way between {namer.briefs(things)}"


def _surrounding(namer: Names, value: Any) -> str:
    things = [one for one in value if isinstance(one, Thing)]
    factor = next((one for one in value if is_number(one)), None)
    size = f" with a buffer factor of {words.number(factor)}" if factor is not None else ""
    return f"around {namer.brief(things[0])}{size}" if things else ""


_RELATED: dict[str, Callable[[Names, Any], str]] = {
    "interpolate": _interpolated,
    "surround": _surrounding,
}

_PARTS = {
    "get_rows": "rows",
    "get_columns": "columns",
    "get_entries": "entries",
    "get_entries_without_labels": "entries",
    "get_labels": "labels",
    "get_row_labels": "row labels",
    "get_col_labels": "column labels",
    "get_horizontal_lines": "horizontal lines",
    "get_vertical_lines": "vertical lines",
    "get_brackets": "brackets",
    "graph": "vertices",
}


def _notes(notes: list[Note]) -> list[str]:
    """What was done to parts of a thing, told part by part."""
    shades: dict[str, list[str]] = {}
    turned: list[str] = []
    for piece, (method, arguments, keywords) in notes:
        label = _part_label(piece)
        value = arguments[0] if arguments else keywords.get("color", keywords.get("angle"))
        if method in ("set_color", "set_fill", "set_stroke"):
            shade = words.colour(value) or _at_random(value)
            shades.setdefault(label, []).append(shade)
        elif method == "rotate" and is_number(value):
            turned.append(f"with {_one(label)} rotated by {words.angle(value)}")
    found = [f"with {_its(label)} in {_in_turn(told)}" for label, told in shades.items() if all(told)]
    return found + turned


def _at_random(value: Any) -> str:
    if not isinstance(value, str) or not value.startswith("random"):
        return ""
    return "random bright colors" if value == "random bright color" else "random colors"


def _in_turn(shades: list[str]) -> str:
    drawn = any(shade.startswith("random") for shade in shades)
    return words.listed(list(dict.fromkeys(shades)) if drawn else shades, 8)


def _one(label: str) -> str:
    return "an entry" if label == "entries" else _its(label)


def _its(label: str) -> str:
    return label if label.startswith(("the ", "a ")) else f"its {label}"


def _part_label(piece: Thing) -> str:
    """``horizontal lines``, ``the part "lhs"``: what a part is called inside its owner."""
    argument = piece.facts.get("argument")
    if piece.kind == "select" or piece.kind.startswith("get_part"):
        if isinstance(argument, str):
            return f'the part "{argument}"'
        return f"the {words.ordinal(argument)} unnamed part" if type(argument) is int else "a part"
    name, parent, index = piece.facts.get("name"), piece.parent, piece.facts.get("index")
    if piece.kind != "part" or name is not None:
        word = str(name or piece.kind)
        return _PARTS.get(word, "parts" if name is None else word.replace("_", " "))
    if parent is None or (parent.kind != "part" and parent.kind not in _PARTS):
        return "parts"
    label = _part_label(parent)
    if type(index) is int and label in ("numbers", "faces", "vertices", "vertical lines", "horizontal lines"):
        return f"the {words.ordinal(index)} of its {label}"
    return label

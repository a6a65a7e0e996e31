"""Calls of an ``.animate`` chain in words: ``move {} 2 units right``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from manimill.code.outline import Thing, Vector, is_number
from manimill.describe import _words as words
from manimill.describe._nouns import Namer


def duration(facts: dict[str, Any]) -> str:
    """`` over 3 seconds`` where a run time other than the usual second is written down."""
    seconds = facts.get("run_time")
    if not is_number(seconds) or seconds == 1 or seconds <= 0:
        return ""
    return f" over {words.number(seconds)} seconds"


def heading(direction: Vector) -> str:
    axes = (("right", "left"), ("up", "down"), ("forward", "back"))
    return " and ".join(
        names[0] if amount > 0 else names[1] for amount, names in zip(direction, axes, strict=True) if amount
    )


def matrix_words(value: Any) -> str:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        return ""
    if not all(is_number(n) for row in value for n in row):
        return ""
    return "[" + ", ".join("[" + ", ".join(words.number(n) for n in row) + "]" for row in value) + "]"


Call = Callable[[Namer, list[Any], dict[str, Any]], str]


def _shift(_: Namer, arguments: list[Any], __: dict[str, Any]) -> str:
    moved = words.displacement(arguments[0]) if arguments and isinstance(arguments[0], Vector) else ""
    return f"move {{}} {moved}" if moved else ""


def _scale(_: Namer, arguments: list[Any], keywords: dict[str, Any]) -> str:
    factor = arguments[0] if arguments else keywords.get("scale_factor")
    if not is_number(factor):
        return ""
    return f"scale {{}} by a factor of {words.number(factor)}"


def _rotate(_: Namer, arguments: list[Any], keywords: dict[str, Any]) -> str:
    amount = arguments[0] if arguments else keywords.get("angle")
    return f"rotate {{}} by {words.angle(amount)}" if is_number(amount) else "rotate {}"


def _coloured(_: Namer, arguments: list[Any], keywords: dict[str, Any]) -> str:
    shade = words.colour(keywords.get("color", arguments[0] if arguments else None))
    return f"turn {{}} {shade}" if shade else ""


def _filled(_: Namer, arguments: list[Any], keywords: dict[str, Any]) -> str:
    shade = words.colour(keywords.get("color", arguments[0] if arguments else None))
    return f"fill {{}} with {shade}" if shade else ""


def _edged(_: Namer, arguments: list[Any], __: dict[str, Any]) -> str:
    where = words.edge(arguments[0]) if arguments and isinstance(arguments[0], Vector) else ""
    return f"move {{}} to the {where}" if where else ""


def _moved(namer: Namer, arguments: list[Any], __: dict[str, Any]) -> str:
    where = namer.spot(arguments[0]) if arguments else ""
    return f"move {{}} to {where.removeprefix('at ').removeprefix('on ')}" if where else ""


def _beside(namer: Namer, arguments: list[Any], keywords: dict[str, Any]) -> str:
    where = namer.place(("next_to", *arguments, *keywords.values()))
    return f"move {{}} {where}" if where else ""


def _faded(_: Namer, arguments: list[Any], __: dict[str, Any]) -> str:
    value = arguments[0] if arguments else None
    return f"set the opacity of {{}} to {words.number(value)}" if is_number(value) else ""


def _becoming(namer: Namer, arguments: list[Any], __: dict[str, Any]) -> str:
    return (
        f"turn {{}} into {namer.name(arguments[0])}" if arguments and isinstance(arguments[0], Thing) else ""
    )


def _resized(word: str) -> Call:
    def tell(_: Namer, arguments: list[Any], keywords: dict[str, Any]) -> str:
        value = arguments[0] if arguments else keywords.get(word)
        return f"set the {word} of {{}} to {words.number(value)}" if is_number(value) else ""

    return tell


def _set(_: Namer, __: list[Any], keywords: dict[str, Any]) -> str:
    for word in ("width", "height"):
        if is_number(keywords.get(word)):
            return f"set the {word} of {{}} to {words.number(keywords[word])}"
    return ""


def _arranged(_: Namer, arguments: list[Any], keywords: dict[str, Any]) -> str:
    direction = keywords.get("direction", arguments[0] if arguments else Vector((1, 0, 0)))
    if not isinstance(direction, Vector):
        return "rearrange {}"
    return "arrange {} in a column" if abs(direction[1]) > abs(direction[0]) else "arrange {} in a row"


def _valued(_: Namer, arguments: list[Any], __: dict[str, Any]) -> str:
    value = arguments[0] if arguments else None
    return f"let {{}} change to {words.number(value)}" if is_number(value) else ""


def _linear(_: Namer, arguments: list[Any], __: dict[str, Any]) -> str:
    matrix = matrix_words(arguments[0]) if arguments else ""
    return f"apply the matrix {matrix} to {{}}" if matrix else ""


def _fixed(phrase: str) -> Call:
    return lambda _namer, _arguments, _keywords: phrase


CALLS: dict[str, Call] = {
    "shift": _shift,
    "scale": _scale,
    "rotate": _rotate,
    "set_color": _coloured,
    "set_stroke": _coloured,
    "set_fill": _filled,
    "to_edge": _edged,
    "to_corner": _edged,
    "move_to": _moved,
    "next_to": _beside,
    "set_opacity": _faded,
    "become": _becoming,
    "set_width": _resized("width"),
    "scale_to_fit_width": _resized("width"),
    "set_height": _resized("height"),
    "scale_to_fit_height": _resized("height"),
    "set_x": _resized("horizontal position"),
    "set_y": _resized("vertical position"),
    "set": _set,
    "arrange": _arranged,
    "arrange_in_grid": _fixed("arrange {} in a grid"),
    "set_value": _valued,
    "apply_matrix": _linear,
    "flip": _fixed("flip {}"),
    "center": _fixed("move {} to the center"),
    "change_layout": _fixed("change the layout of {}"),
    "apply_function": _fixed("transform {} by a function"),
    "apply_complex_function": _fixed("transform {} by a complex function"),
    "restore": _fixed("restore {} to its saved state"),
}


def _zoomed(_: Namer, arguments: list[Any], keywords: dict[str, Any]) -> str:
    factor = arguments[0] if arguments else keywords.get("scale_factor")
    if not is_number(factor) or factor <= 0 or factor == 1:
        return ""
    how = (
        f"in by a factor of {words.number(1 / factor)}"
        if factor < 1
        else f"out by a factor of {words.number(factor)}"
    )
    return f"zoom {{}} {how}"


def _framed(_: Namer, arguments: list[Any], keywords: dict[str, Any]) -> str:
    width = arguments[0] if arguments else keywords.get("width")
    return f"zoom {{}} to a frame {words.number(width)} units wide" if is_number(width) else ""


CAMERA_CALLS: dict[str, Call] = {
    **CALLS,
    "scale": _zoomed,
    "set_width": _framed,
    "set": _framed,
    "scale_to_fit_width": _framed,
}

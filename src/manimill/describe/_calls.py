"""Calls of an ``.animate`` chain in words: ``move {} 2 units right``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from manimill.code.outline import Extent, Formula, Thing, Vector, is_number
from manimill.describe import _words as words
from manimill.describe._kinds import noun
from manimill.describe._nouns import Namer
from manimill.describe._updates import extent
from manimill.describe._verbs import matrix_words


def duration(facts: dict[str, Any]) -> str:
    """`` over 3 seconds`` where a run time other than the usual second is written down."""
    seconds = facts.get("run_time")
    if not is_number(seconds) or seconds == 1 or seconds <= 0:
        return ""
    return f" over {words.unit(seconds, 'second')}"


Call = Callable[[Namer, list[Any], dict[str, Any]], str]


def _shift(_: Namer, arguments: list[Any], __: dict[str, Any]) -> str:
    if not arguments or not all(isinstance(one, Vector) for one in arguments):
        return "move {}"
    moved = words.displacement(Vector(map(sum, zip(*arguments, strict=True))))
    return f"move {{}} {moved}" if moved else ""


def _scale(_: Namer, arguments: list[Any], keywords: dict[str, Any]) -> str:
    factor = arguments[0] if arguments else keywords.get("scale_factor")
    if not is_number(factor):
        return "change the size of {}"
    stroke = " together with {its} stroke" if keywords.get("scale_stroke") is True else ""
    return f"scale {{}} by a factor of {words.number(factor)}{stroke}"


def _rotate(_: Namer, arguments: list[Any], keywords: dict[str, Any]) -> str:
    amount = arguments[0] if arguments else keywords.get("angle")
    axis, point = keywords.get("axis"), keywords.get("about_point")
    said = words.axis(axis) if isinstance(axis, Vector) else ""
    if isinstance(point, Vector):
        said += f" about {words.point(point) if any(point) else 'the origin'}"
    return f"rotate {{}} by {words.angle(amount)}{said}" if is_number(amount) else f"rotate {{}}{said}"


def _coloured(_: Namer, arguments: list[Any], keywords: dict[str, Any]) -> str:
    shade = words.colour(keywords.get("color", arguments[0] if arguments else None))
    return f"turn {{}} {shade}" if shade else ""


def _filled(_: Namer, arguments: list[Any], keywords: dict[str, Any]) -> str:
    shade = words.colour(keywords.get("color", arguments[0] if arguments else None))
    opacity = keywords.get("opacity", arguments[1] if len(arguments) > 1 else None)
    light = f" at opacity {words.number(opacity)}" if is_number(opacity) and opacity != 1 else ""
    if shade:
        return f"fill {{}} with {shade}{light}"
    return f"fill {{}}{light}" if is_number(opacity) and opacity > 0 else ""


def _outlined(_: Namer, arguments: list[Any], keywords: dict[str, Any]) -> str:
    shade = words.colour(keywords.get("color", arguments[0] if arguments else None))
    width = keywords.get("width", arguments[1] if len(arguments) > 1 else None)
    if shade:
        return f"turn the outline of {{}} {shade}"
    return f"set the stroke width of {{}} to {words.number(width)}" if is_number(width) else ""


def _gradient(_: Namer, arguments: list[Any], __: dict[str, Any]) -> str:
    shade = words.colour(arguments)
    return f"give {{}} {words.article(shade)} gradient" if shade else ""


def _edged(_: Namer, arguments: list[Any], keywords: dict[str, Any]) -> str:
    way = next((value for value in (*arguments, *keywords.values()) if isinstance(value, Vector)), None)
    where = words.edge(way) if way is not None else ""
    return f"move {{}} to the {where}" if where else ""


def _moved(namer: Namer, arguments: list[Any], __: dict[str, Any]) -> str:
    where = namer.spot(arguments[0]) if arguments else ""
    return f"move {{}} to {where.removeprefix('at ').removeprefix('on ') or 'another place'}"


def _beside(namer: Namer, arguments: list[Any], keywords: dict[str, Any]) -> str:
    where = namer.place(("next_to", *arguments, *keywords.values()))
    return f"move {{}} {where}" if where else ""


def _faded(_: Namer, arguments: list[Any], __: dict[str, Any]) -> str:
    value = arguments[0] if arguments else None
    return f"set the opacity of {{}} to {words.number(value)}" if is_number(value) else ""


def _becoming(namer: Namer, arguments: list[Any], __: dict[str, Any]) -> str:
    if not arguments or not isinstance(arguments[0], Thing):
        return ""
    told = namer.name(arguments[0])
    if told.partition(" ")[2].startswith(noun(arguments[0])):
        # The thing itself is one of those.
        told = f"another {told.partition(' ')[2]}" if told.startswith(("a ", "an ")) else told
    return f"turn {{}} into {told}"


def _shaped(namer: Namer, arguments: list[Any], __: dict[str, Any]) -> str:
    if not arguments or not isinstance(arguments[0], Thing):
        return ""
    return f"change the shape of {{}} to match {_outline_of(namer, arguments[0])}"


def _outline_of(namer: Namer, thing: Thing) -> str:
    """Of something that is never shown only its shape matters."""
    return namer.brief(thing) if namer.knows(thing) else words.article(noun(thing))


def _stretched(namer: Namer, arguments: list[Any], __: dict[str, Any]) -> str:
    ends = [namer.spot(value).removeprefix("at ").removeprefix("on ") for value in arguments[:2]]
    return f"stretch {{}} from {ends[0]} to {ends[1]}" if len(ends) == 2 and all(ends) else ""


def _laid_out(_: Namer, arguments: list[Any], keywords: dict[str, Any]) -> str:
    name = arguments[0] if arguments else keywords.get("layout")
    if not isinstance(name, str):
        return "change the layout of {}"
    return f"change the layout of {{}} to {words.article(words.layout(name))} one"


def _bars(_: Namer, arguments: list[Any], __: dict[str, Any]) -> str:
    values = arguments[0] if arguments else None
    if not isinstance(values, list) or not all(is_number(n) for n in values):
        return "change the bars of {}"
    return f"change the bars of {{}} to {words.listed([words.number(n) for n in values], 12)}"


def _warped(_: Namer, arguments: list[Any], __: dict[str, Any]) -> str:
    function = arguments[0] if arguments and isinstance(arguments[0], Formula) else None
    return (
        f"warp {{}} with the complex function {function}" if function else "warp {} with a complex function"
    )


def other_call(method: str) -> str:
    """A method of manim's that has no words of its own."""
    return f"animate the method {method} of {{}}"


def own_call(method: str) -> str:
    """A method of one of the module's own classes: ``clear_content`` is ``clear the content of {}``."""
    verb, _, rest = method.strip("_").partition("_")
    return f"{verb} the {rest.replace('_', ' ')} of {{}}" if rest else f"{verb} {{}}"


def _resized(word: str) -> Call:
    def tell(_: Namer, arguments: list[Any], keywords: dict[str, Any]) -> str:
        value = arguments[0] if arguments else keywords.get(word)
        return f"set the {word} of {{}} to {words.number(value)}" if is_number(value) else ""

    return tell


def _set(namer: Namer, __: list[Any], keywords: dict[str, Any]) -> str:
    for word in ("width", "height"):
        value = keywords.get(word)
        if is_number(value):
            return f"set the {word} of {{}} to {words.number(value)}"
        if isinstance(value, Extent):
            return f"set the {word} of {{}} to {extent(namer, value)}"
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
    "rotate_about_origin": _rotate,
    "align_on_border": _edged,
    "set_color": _coloured,
    "set_stroke": _outlined,
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
    "change_layout": _laid_out,
    "change_bar_values": _bars,
    "match_points": _shaped,
    "put_start_and_end_on": _stretched,
    "set_color_by_gradient": _gradient,
    "apply_function": _fixed("transform {} by a function"),
    "apply_complex_function": _warped,
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


def _framed(side: str) -> Call:
    large = {"width": "wide", "height": "high"}[side]

    def tell(namer: Namer, arguments: list[Any], keywords: dict[str, Any]) -> str:
        size = arguments[0] if arguments else keywords.get(side)
        if isinstance(size, Extent):
            factor = words.number(size.factor)
            times = {"1": "", "2": "twice "}.get(factor, f"{factor} times ")
            other = namer.brief(size.thing)
            other = other if size.dimension == side else f"the {size.dimension} of {other}"
            return f"zoom {{}} until the frame is {times}as {large} as {other}"
        return f"zoom {{}} to a frame {words.number(size)} units {large}" if is_number(size) else ""

    return tell


def _reframed(namer: Namer, arguments: list[Any], keywords: dict[str, Any]) -> str:
    return _framed("height" if "height" in keywords else "width")(namer, arguments, keywords)


CAMERA_CALLS: dict[str, Call] = {
    **CALLS,
    "scale": _zoomed,
    "set_width": _framed("width"),
    "set_height": _framed("height"),
    "set": _reframed,
    "scale_to_fit_width": _framed("width"),
    "scale_to_fit_height": _framed("height"),
}

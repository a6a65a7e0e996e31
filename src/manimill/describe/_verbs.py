"""Animations as imperatives with a place for their object, and what their arguments add."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from manimill.code.outline import ClassName, Formula, Motion, Route, Spot, Thing, Vector, is_number, vector
from manimill.describe import _words as words
from manimill.describe._naming import Names
from manimill.describe._vocabulary import noun_of

VERBS = {
    "Create": "draw {}",
    "ShowPartial": "draw {}",
    "Write": "write {}",
    "Unwrite": "unwrite {}",
    "Uncreate": "erase {}",
    "DrawBorderThenFill": "draw the outline of {} and then fill {it}",
    "FadeIn": "fade in {}",
    "FadeOut": "fade out {}",
    "GrowFromCenter": "grow {} from {its} center",
    "GrowFromPoint": "grow {} from a point",
    "GrowFromEdge": "grow {} from {its} edge",
    "GrowArrow": "grow {} from {its} tail",
    "SpinInFromNothing": "spin {} in from nothing",
    "SpiralIn": "let {} spiral in",
    "ShrinkToCenter": "shrink {} into {its} center",
    "Rotate": "rotate {}",
    "Rotating": "rotate {}",
    "Indicate": "briefly highlight {}",
    "FocusOn": "focus on {} with a shrinking spotlight",
    "Flash": "flash lines around {}",
    "Circumscribe": "draw a temporary outline around {}",
    "Wiggle": "wiggle {}",
    "ApplyWave": "send a wave through {}",
    "Broadcast": "broadcast {} as rings that spread outwards",
    "ShowPassingFlash": "let a flash of light run along {}",
    "ShowPassingFlashWithThinningStrokeWidth": "let a thinning flash of light run along {}",
    "MoveToTarget": "move {} to {its} target state",
    "Restore": "restore {} to {its} saved state",
    "Homotopy": "deform {} continuously with a homotopy",
    "PhaseFlow": "let {} flow along a vector field",
    "ApplyFunction": "transform {} by a function",
    "ApplyPointwiseFunction": "warp {} point by point",
    "ApplyPointwiseFunctionToCenter": "move {} by a function",
    "ApplyComplexFunction": "warp {} with a complex function",
    "ApplyMatrix": "apply a matrix to {}",
    "ApplyMethod": "animate {}",
    "ScaleInPlace": "scale {} in place",
    "FadeToColor": "change the color of {}",
    "AddTextLetterByLetter": "type {} letter by letter",
    "RemoveTextLetterByLetter": "remove {} letter by letter",
    "AddTextWordByWord": "type {} word by word",
    "TypeWithCursor": "type {} letter by letter",
    "UntypeWithCursor": "delete {} letter by letter",
    "ShowIncreasingSubsets": "reveal {} one after another",
    "ShowSubmobjectsOneByOne": "show {} one at a time",
    "ChangingDecimal": "let {} change",
    "ChangeDecimalToValue": "let {} count to a new value",
    "Blink": "let {} blink",
    "CyclicReplace": "let {} swap places in a cycle",
    "Swap": "swap {}",
    "UpdateFromFunc": "keep {} updated by a function",
    "UpdateFromAlphaFunc": "keep {} updated by a function of time",
    "MaintainPositionRelativeTo": "keep {} in place relative to {its} partner",
    "Add": "add {}",
    "MoveAlongPath": "move {} along a path",
    "Expand": "expand {}",
    "EndAnimation": "let the flow of {} come to an end",
    "AutoZoom": "zoom the camera to fit {}",
}
TRANSFORMS = {
    "FadeTransform": "cross-fade {} into {goal}",
    "FadeTransformPieces": "cross-fade {} piece by piece into {goal}",
    "TransformFromCopy": "transform a copy of {} into {goal}",
    "TransformMatchingShapes": "turn {} into {goal}, moving matching shapes",
    "TransformMatchingTex": "turn {} into {goal}, moving matching terms",
    "ClockwiseTransform": "transform {} clockwise into {goal}",
    "CounterclockwiseTransform": "transform {} counterclockwise into {goal}",
}
_COLOURED = frozenset(("Indicate", "Circumscribe", "Flash", "FocusOn"))


@cache
def verb(kind: str) -> str:
    """The imperative of an animation; unknown ones are split into words."""
    known = VERBS.get(kind)
    return known if known is not None else words.split_camel(kind) + " {}"


def form(namer: Names, kind: str, facts: dict[str, Any]) -> str:
    """The imperative with what its arguments say about the way it is done."""
    shape = _FORMS[kind](namer, facts) if kind in _FORMS else ""
    text = shape or verb(kind)
    said = _MANNERS[kind](namer, facts) if kind in _MANNERS else ""
    shade = words.colour(facts.get("color")) if kind in _COLOURED else ""
    return text + said + (f" in {shade}" if shade else "")


def matrix_words(value: Any) -> str:
    """``[[1, 0], [0, 1]]``; empty for anything but rows of numbers."""
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        return ""
    if not all(is_number(n) for row in value for n in row):
        return ""
    return "[" + ", ".join("[" + ", ".join(words.number(n) for n in row) + "]" for row in value) + "]"


def _point(namer: Names, value: Any) -> str:
    if isinstance(value, (Vector, Spot, list)):
        return namer.spot(value).removeprefix("at ").removeprefix("on ")
    return namer.brief(value) if isinstance(value, Thing) else ""


def _grown(namer: Names, facts: dict[str, Any]) -> str:
    where = _point(namer, facts.get("point"))
    return f"grow {{}} from {where}" if where else ""


def _from_edge(_: Names, facts: dict[str, Any]) -> str:
    edge = facts.get("edge")
    where = words.edge(edge) if isinstance(edge, Vector) else ""
    return f"grow {{}} from {{its}} {where}" if where else ""


def _along(namer: Names, facts: dict[str, Any]) -> str:
    path = facts.get("path")
    return f"move {{}} along {namer.briefs([path])}" if isinstance(path, Thing) else ""


def _matrix(_: Names, facts: dict[str, Any]) -> str:
    matrix = matrix_words(facts.get("matrix"))
    return f"apply the matrix {matrix} to {{}}" if matrix else ""


def _flashed(namer: Names, facts: dict[str, Any]) -> str:
    where = _point(namer, facts.get("point"))
    return f"flash lines around {where}" if where else ""


def _focused(namer: Names, facts: dict[str, Any]) -> str:
    where = _point(namer, facts.get("point"))
    return f"focus on {where} with a shrinking spotlight" if where else ""


def _written(_: Names, facts: dict[str, Any]) -> str:
    return "write {} in reverse, from the last letter to the first" if facts.get("reverse") is True else ""


def _unwritten(_: Names, facts: dict[str, Any]) -> str:
    return (
        "unwrite {} from {its} first letter on instead of in reverse" if facts.get("reverse") is False else ""
    )


def _counted(_: Names, facts: dict[str, Any]) -> str:
    target = facts.get("target_number")
    return f"let {{}} count to {words.exact(target)}" if is_number(target) else ""


def _changing(_: Names, facts: dict[str, Any]) -> str:
    function = facts.get("number_update_func")
    return f"let {{}} change following the function {function}" if isinstance(function, Formula) else ""


def _rotated(namer: Names, facts: dict[str, Any]) -> str:
    amount, axis = facts.get("angle", facts.get("radians")), facts.get("axis")
    point, edge = facts.get("about_point"), facts.get("about_edge")
    said = f" by {words.angle(amount)}" if is_number(amount) else ""
    if isinstance(axis, Vector):
        said += words.axis(axis)
    where = _point(namer, point)
    if where:
        return said + f" about {where}"
    return said + (
        f" about {{its}} {words.edge(edge)}" if isinstance(edge, Vector) and words.edge(edge) else ""
    )


def _begun(_: Names, facts: dict[str, Any]) -> str:
    """How far something turns and which colour it has at first while it grows."""
    amount, shade = facts.get("angle"), words.colour(facts.get("point_color"))
    said = f" while it turns by {words.angle(amount)}" if is_number(amount) and amount else ""
    return said + (f", starting in {shade}" if shade else "")


def _faded(namer: Names, facts: dict[str, Any]) -> str:
    said = []
    shift, scale, goal = facts.get("shift"), facts.get("scale"), facts.get("target_position")
    if isinstance(shift, Vector) and words.heading(shift):
        said.append(f"moving {words.heading(shift)}")
    if is_number(scale) and scale != 1:
        said.append(f"scaling by {words.number(scale)}")
    where = _point(namer, goal)
    return (f" while {words.listed(said)}" if said else "") + (f" towards {where}" if where else "")


def _scaled(_: Names, facts: dict[str, Any]) -> str:
    factor = facts.get("scale_factor")
    return f" by a factor of {words.number(factor)}" if is_number(factor) else ""


def _recoloured(_: Names, facts: dict[str, Any]) -> str:
    shade = words.colour(facts.get("color"))
    return f" to {shade}" if shade else ""


def _blinking(_: Names, facts: dict[str, Any]) -> str:
    return (
        f" {words.times(facts['blinks'])}" if type(facts.get("blinks")) is int and facts["blinks"] > 1 else ""
    )


def _outlined(_: Names, facts: dict[str, Any]) -> str:
    shape = facts.get("shape")
    said = f" as {words.article(noun_of(shape))}" if isinstance(shape, ClassName) else ""
    fades = [word for key, word in (("fade_in", "in"), ("fade_out", "out")) if facts.get(key) is True]
    return said + (f" that fades {words.listed(fades)}" if fades else "") + _passing(_, facts)


def _passing(_: Names, facts: dict[str, Any]) -> str:
    width = facts.get("time_width")
    return f" with a time width of {words.number(width)}" if is_number(width) else ""


def _wave(_: Names, facts: dict[str, Any]) -> str:
    way = facts.get("direction")
    said = f" to the {words.heading(way)}" if isinstance(way, Vector) and way[0] and not way[1] else ""
    details = [
        form.format(words.number(facts[key]))
        for key, form in (
            ("amplitude", "amplitude {}"),
            ("ripples", "{} ripples"),
            ("time_width", "time width {}"),
        )
        if is_number(facts.get(key))
    ]
    return said + (f" with {words.listed(details)}" if details else "")


def _lines(_: Names, facts: dict[str, Any]) -> str:
    details = [
        form.format(words.number(facts[key]))
        for key, form in (
            ("num_lines", "{} lines"),
            ("line_length", "line length {}"),
            ("flash_radius", "flash radius {}"),
        )
        if is_number(facts.get(key))
    ]
    return f" with {words.listed(details)}" if details else ""


def _typed(namer: Names, facts: dict[str, Any]) -> str:
    cursor = facts.get("cursor")
    return (
        f", followed by {namer.name(cursor)} as the cursor" if isinstance(cursor, Thing) else " with a cursor"
    )


def _warped(_: Names, facts: dict[str, Any]) -> str:
    function = facts.get("function")
    return f" with the function {function}" if isinstance(function, Formula) else " with a function"


def _expanded(_: Names, facts: dict[str, Any]) -> str:
    way = facts.get("direction")
    if way == "center":
        return " from its center"
    return f" to the {way}" if way in ("left", "right") else ""


_Text = Callable[[Names, dict[str, Any]], str]
_FORMS: dict[str, _Text] = {
    "GrowFromPoint": _grown,
    "GrowFromEdge": _from_edge,
    "MoveAlongPath": _along,
    "ApplyMatrix": _matrix,
    "Flash": _flashed,
    "FocusOn": _focused,
    "Write": _written,
    "Unwrite": _unwritten,
    "ChangeDecimalToValue": _counted,
    "ChangingDecimal": _changing,
}
_MANNERS: dict[str, _Text] = {
    "GrowFromCenter": _begun,
    "GrowFromEdge": _begun,
    "GrowFromPoint": _begun,
    "GrowArrow": _begun,
    "SpinInFromNothing": _begun,
    "Rotate": _rotated,
    "Rotating": _rotated,
    "FadeIn": _faded,
    "FadeOut": _faded,
    "ScaleInPlace": _scaled,
    "FadeToColor": _recoloured,
    "Blink": _blinking,
    "Circumscribe": _outlined,
    "ShowPassingFlash": _passing,
    "ApplyWave": _wave,
    "Flash": _lines,
    "TypeWithCursor": _typed,
    "UntypeWithCursor": _typed,
    "ApplyPointwiseFunction": _warped,
    "Expand": _expanded,
}


def pace(facts: dict[str, Any]) -> str:
    """How the time of an animation is used: there and back, evenly, by a named function."""
    rate = facts.get("rate_func")
    said = ""
    if isinstance(rate, ClassName):
        plain = str(rate)
        said = _PACES.get(plain, f" with the {plain} rate function" if plain.startswith("ease") else "")
    arc, route = facts.get("path_arc"), facts.get("path_func")
    if isinstance(route, Route):
        return _on_route(route) + said
    return (f" along an arc of {words.angle(arc)}" if is_number(arc) and arc else "") + said


def _on_route(route: Route) -> str:
    """The path of a transform: `` on a clockwise path``, `` along an arc of 240 degrees``."""
    amount = next((value for value in route.arguments if is_number(value)), None)
    size = words.angle(amount) if amount is not None else ""
    if route.name == "path_along_arc":
        return f" along an arc of {size}" if size else " along an arc"
    if route.name == "path_along_circles":
        center = next((point for value in route.arguments if (point := vector(value)) is not None), None)
        place = "" if center is None else f" around {words.point(center) if any(center) else 'the origin'}"
        return f" along circles{place}" + (f", by {size}" if size else "")
    plain = f" on a {route.name.removesuffix('_path')} path"
    return f"{plain} of {size}" if route.name == "spiral_path" and size else plain


def fitting(motion: Motion) -> str:
    """Whether a cross-fade keeps proportions, and by which side it fits sizes."""
    if motion.facts.get("stretch") is not False:
        return ""
    side = {0: "width", 1: "height"}.get(motion.facts.get("dim_to_match", 1), "")
    return " without stretching" + (f", matching only the {side}" if side else "")


_PACES = {
    "there_and_back": " and back again",
    "there_and_back_with_pause": " and back again after a pause",
    "linear": " at a constant speed",
    "wiggle": " with a wiggling motion",
    "rush_into": " with increasing speed",
    "rush_from": " with decreasing speed",
}


def speeds(facts: dict[str, Any]) -> str:
    """How `ChangeSpeed` changes the speed on the way."""
    info = facts.get("speedinfo")
    if not isinstance(info, dict) or not all(is_number(v) for pair in info.items() for v in pair):
        return " with a changing speed"
    told = [f"{words.number(speed)} at {words.number(100 * at)}%" for at, speed in info.items()]
    return f" with the speed factor changing to {words.listed(told)} of the time"

"""What an updater does to its object, as a clause: ``that stays below the square``."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from manimill.code.outline import PER_SECOND, Extent, Spot, Thing, Vector, is_number
from manimill.describe import _words as words
from manimill.describe._naming import Names


def updating(namer: Names, thing: Thing, plural: bool) -> str:
    """How the thing keeps changing, or nothing for one that does not."""
    if not thing.live:
        return ""
    s = "" if plural else "s"
    clauses = []
    for method, arguments, keywords in thing.updates:
        tell = _UPDATES.get(method)
        steady = keywords.get(PER_SECOND) is True
        values = [*arguments, *(value for key, value in keywords.items() if key != PER_SECOND)]
        clause = tell(namer, values, s) if tell is not None else ""
        if clause and steady:
            clause += _speed(method, values)
        if clause and clause not in clauses:
            clauses.append(clause)
    return f"that {words.listed(clauses[:3])}" if clauses else f"that keep{s} updating"


def _speed(method: str, values: list[Any]) -> str:
    """How fast, where an updater's step is given for one second."""
    first = values[0] if values else None
    if method == "rotate" and is_number(first):
        return f" by {words.angle(abs(first))} per second"
    if method == "shift" and isinstance(first, Vector):
        return f" at {words.unit(math.dist(first, (0, 0, 0)))} per second"
    return ""


def extent(namer: Names, value: Extent) -> str:
    """``the width of the square``, ``1.2 times the width of the text``."""
    size = f"the {value.dimension} of {namer.brief(value.thing)}"
    return size if value.factor == 1 else f"{words.number(value.factor)} times {size}"


def _beside(namer: Names, values: list[Any], s: str) -> str:
    direction = next((value for value in values if isinstance(value, Vector)), Vector((1, 0, 0)))
    first = values[0] if values else None
    if isinstance(first, Thing):
        return f"stay{s} {words.side(direction)} {namer.brief(first)}"
    return _there(namer, first, s, f"stay{s} {words.side(direction)} ")


def _there(namer: Names, value: Any, s: str, start: str) -> str:
    """A clause for a place that moves."""
    if isinstance(value, Spot) and value.where == "on":
        return f"{start}a moving point on {namer.brief(value.thing)}"
    if isinstance(value, Spot) and value.where != "value":
        return start + namer.spot(value).removeprefix("at ").removeprefix("on ")
    return f"keep{s} following a moving point"


def _moved(namer: Names, values: list[Any], s: str) -> str:
    first = values[0] if values else None
    if isinstance(first, Thing):
        return f"follow{s} {namer.brief(first)}"
    return _there(namer, first, s, f"follow{s} ")


def _rotated(_: Names, __: list[Any], s: str) -> str:
    return f"keep{s} rotating"


def _shifted(_: Names, values: list[Any], s: str) -> str:
    way = next((value for value in values if isinstance(value, Vector)), None)
    return f"keep{s} moving {words.heading(way)}" if way is not None else f"keep{s} moving"


def _valued(namer: Names, values: list[Any], s: str) -> str:
    first = values[0] if values else None
    if isinstance(first, Extent):
        return f"always show{s} {extent(namer, first)}"
    if isinstance(first, Spot) and first.where == "value":
        return f"always show{s} the tracked value"
    return f"keep{s} updating its value" if s else "keep updating their values"


def _tracked(axis: str) -> Callable[[Names, list[Any], str], str]:
    def tell(_: Names, values: list[Any], s: str) -> str:
        followed = values and isinstance(values[0], Spot) and values[0].where == "value"
        return f"follow{s} the tracked value {axis}" if followed else f"keep{s} moving {axis}"

    return tell


def _scaled(_: Names, values: list[Any], s: str) -> str:
    factor = next((value for value in values if is_number(value)), None)
    if factor is None or factor == 1:
        return f"keep{s} changing {'its' if s else 'their'} size"
    return f"keep{s} {'growing' if factor > 1 else 'shrinking'}"


def _animated(_: Names, values: list[Any], s: str) -> str:
    kind = values[0] if values and isinstance(values[0], str) else ""
    if kind in ("Rotate", "Rotating"):
        return f"keep{s} rotating"
    if kind == "FadeToColor":
        return f"keep{s} changing {'its' if s else 'their'} color"
    done = _DONE.get(kind, "animated")
    return f"{'is' if s else 'are'} {done} in the background" if kind else ""


_DONE = {"Write": "written", "Create": "drawn", "FadeIn": "faded in", "FadeOut": "faded out"}


def _flowing(_: Names, __: list[Any], s: str) -> str:
    return f"keep{s} flowing"


_UPDATES: dict[str, Callable[[Names, list[Any], str], str]] = {
    "next_to": _beside,
    "move_to": _moved,
    "rotate": _rotated,
    "shift": _shifted,
    "set_value": _valued,
    "set_x": _tracked("horizontally"),
    "set_y": _tracked("vertically"),
    "scale": _scaled,
    "animation": _animated,
    "start_animation": _flowing,
}

"""Where things are: layout calls and points in words."""

from __future__ import annotations

from typing import Any

from manimill.code.outline import CAMERA, Spot, Thing, Vector, is_number, vector
from manimill.describe import _words as words


class Places:
    """Says where things are; how other things are called is up to the subclass."""

    def brief(self, thing: Thing) -> str:
        """A definite phrase that tells the thing from others of the scene."""
        raise NotImplementedError

    def posed(self, thing: Thing) -> list[str]:
        """How the thing was scaled and turned."""
        facts, found = thing.facts, []
        if facts.get("scale", 1) != 1:
            found.append(f"scaled by {words.number(facts['scale'])}")
        if facts.get("rotation") and thing.kind != "NumberLine":
            axis = facts.get("rotation_axis")
            around = words.axis(axis) if isinstance(axis, Vector) else ""
            found.append(f"rotated by {words.angle(facts['rotation'])}{around}")
        if facts.get("flipped"):
            found.append("flipped")
        return found

    def beside(self, place: tuple[Any, ...]) -> tuple[str, str]:
        """Side and anchor of a ``next_to``; two empty texts where the anchor is not known."""
        first = place[1]
        direction = next((value for value in place[2:] if isinstance(value, Vector)), Vector((1, 0, 0)))
        if isinstance(first, Thing) and first is not CAMERA:
            return words.side(direction), self.brief(first)
        if isinstance(first, Spot):
            where = self.spot(first).removeprefix("at ").removeprefix("on ")
            return (words.side(direction), where) if where else ("", "")
        point = vector(first)
        if point is None:
            return "", ""
        return words.side(direction), words.point(point) if any(point) else "the center of the screen"

    def place(self, place: tuple[Any, ...]) -> str:
        """One layout call in words; empty where its arguments are not known."""
        method, first = place[0], place[1] if len(place) > 1 else None
        if method == "set_xy":
            return f"at x = {words.number(place[1])} and y = {words.number(place[2])}"
        if method == "next_to" and len(place) > 1:
            return " ".join(self.beside(place)).strip()
        if method == "move_to":
            return self.spot(first)
        if method in ("set_x", "set_y"):
            return f"at {method[-1]} = {words.number(first)}" if is_number(first) and first else ""
        return _screen_place(method, first)

    def spot(self, value: Any) -> str:
        """A point in words, with its preposition."""
        if isinstance(value, list):
            value = vector(value)
        if isinstance(value, Vector):
            return f"at {words.point(value)}" if any(value) else "at the origin"
        if isinstance(value, Thing):
            return f"on {self.brief(value)}" if value is not CAMERA else ""
        where = self._spot(value) if isinstance(value, Spot) else ""
        if not where:
            return ""
        if value.offset is not None and any(value.offset):
            return f"{words.displacement(value.offset)} from {where.removeprefix('at ').removeprefix('on ')}"
        return where

    def _spot(self, value: Spot) -> str:
        owner, numbers = self.brief(value.thing), value.coordinates
        if value.where == "value":
            return ""
        if value.where == "corner" and words.edge(Vector(numbers)):
            return f"at the {words.edge(Vector(numbers)).removesuffix(' edge')} of {owner}"
        if value.where in _ON:
            form = _ON[value.where] if numbers else "on {owner}"
            return form.format(owner=owner, **_coordinates(numbers))
        return f"at the {value.where} of {owner}"


_ON = {
    "on": "on {owner}",
    "corner": "on {owner}",
    "at": "at {point} on {owner}",
    "polar": "at {point} in polar coordinates on {owner}",
    "along": "at {percent}% of the length of {owner}",
    "angle": "on {owner} at {angle}",
    "x": "on {owner} at x = {first}",
}
"""Places on an object by what their numbers mean."""


def _coordinates(numbers: tuple[float, ...]) -> dict[str, str]:
    if not numbers:
        return {}
    first = words.number(numbers[0])
    return {
        "first": first,
        "point": words.point(numbers) if len(numbers) > 1 else first,
        "percent": words.number(100 * numbers[0]),
        "angle": words.angle(numbers[0]),
    }


def _screen_place(method: str, direction: Any) -> str:
    """A place on the screen, or a way from where the thing was."""
    if not isinstance(direction, Vector):
        return "in the center" if method == "center" else ""
    if method in ("to_edge", "to_corner"):
        return f"at the {words.edge(direction)}" if words.edge(direction) else ""
    moved = words.displacement(direction) if method == "shift" else ""
    return f"shifted {moved}" if moved else ""

"""What can be seen of a mobject: where it is, how large, in which colours, and what it says.

Everything is read from the objects' own dictionaries. A property of a scene's class may raise, draw random
numbers or change the scene; looking must not.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import Any, NamedTuple

import manim
import numpy as np
import numpy.typing as npt

from .colors import from_rgb

MOST_MEMBERS = 4096
"""Members of a mobject that are looked at; what comes after them is not part of its box."""

_MOST_POINTED = 256
_MOST_PAINTED = 48
_MOST_COLORS = 6
_MOST_TEXTS = 24
_LONGEST_TEXT = 300
_VISIBLE = 1 / 255
_USUAL_STROKE = 4
_DECIMALS = 3
_MEASURE = re.compile(r" pA\d+$", re.MULTILINE)
"""What Code writes after its first and last line to measure how high a line is, and then takes away."""

Box = npt.NDArray[np.float64]
"""Lowest and highest corner, shape (2, 3), in manim's units."""


def tidy(value: Any) -> Any:
    """A number, or numbers in any nesting, rounded to 3 decimals; whole ones without a point, no -0."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [tidy(part) for part in value]
    if isinstance(value, complex):
        return [tidy(value.real), tidy(value.imag)]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    rounded = round(float(value), _DECIMALS)
    return int(rounded) if rounded.is_integer() else rounded if np.isfinite(rounded) else None


def family(mobject: Any, most: int = MOST_MEMBERS) -> list[Any]:
    """The mobject and what it is made of, outer before inner, at most ``most``."""
    members: list[Any] = []
    waiting = [mobject]
    while waiting and len(members) < most:
        member = waiting.pop()
        members.append(member)
        if parts := member.__dict__.get("submobjects"):
            # A list like a chart's thousands of dots must not be copied whole to look at a few.
            waiting.extend(reversed(parts[: most - len(members)]))
    return members


def _spread(members: list[Any], most: int) -> list[Any]:
    """At most ``most`` members, evenly from first to last."""
    if len(members) <= most:
        return members
    return [members[i * (len(members) - 1) // (most - 1)] for i in range(most)]


def box(members: list[Any]) -> Box | None:
    """The box around the curves' ends of a family, as manim measures width and height; None without points."""
    clouds = []
    for member in _spread(members, _MOST_POINTED):
        points = member.__dict__.get("points")
        if isinstance(points, np.ndarray) and len(points):
            # A check of the class would take longer than all the rest: manim's are abstract base classes.
            if "fill_rgbas" in member.__dict__:
                # The points between are handles that the curve does not touch.
                clouds.append(points[::4])
                clouds.append(points[3::4])
            else:
                clouds.append(points)
    if not clouds:
        return None
    cloud = clouds[0] if len(clouds) == 1 else np.concatenate(clouds)
    corners = np.array((np.minimum.reduce(cloud), np.maximum.reduce(cloud)), dtype=float)
    return corners if math.isfinite(sum(map(sum, corners.tolist()))) else None


def place(corners: Box | None) -> dict[str, Any]:
    """``at`` and ``size`` of a box, in two dimensions where the third is zero."""
    if corners is None:
        return {}
    size = corners[1] - corners[0]
    center = corners[0] + size / 2
    flat = bool(abs(center[2]) < 1e-3 and size[2] < 1e-3)
    return {"at": tidy(center[: 2 if flat else 3]), "size": tidy(size[: 2 if flat else 3])}


def paint(members: list[Any]) -> dict[str, Any]:
    """The colours of a family, its outermost mobject first.

    ``color`` is the outline's, or the filling's where nothing is outlined; ``fill`` that of a filling with an
    outline; ``opacity`` and ``fill_opacity`` go with them where they are not 1. All this is the foremost
    member's; a group whose members differ has none of it but ``colors``, which lists all there are (at most
    6) where these are more. ``invisible`` is true where nothing is drawn.
    """
    coats = []
    drawn = [m for m in members if len(m.__dict__.get("points", ()))]
    for member in _spread(drawn, _MOST_PAINTED):
        if (coat := _coat(member)) is not None:
            coats.append(coat)
    visible = [coat for coat in coats if coat.strokes or coat.fills]
    if not visible:
        return {"invisible": True} if coats else {}
    first = visible[0]
    said = _summary(first)
    distinct = list(dict.fromkeys(color for coat in visible for color in (*coat.strokes, *coat.fills)))
    if len(distinct) > len({said["color"], said.get("fill", said["color"])}):
        whole = first.member is members[0]
        return (said if whole else {}) | {"colors": distinct[:_MOST_COLORS]}
    return said


def is_visible(members: list[Any]) -> bool:
    """Whether anything of a family is drawn; what is painted in another way, like an image, is."""
    coats = (_coat(m) for m in members if len(m.__dict__.get("points", ())))
    return any(coat is None or coat.strokes or coat.fills for coat in coats)


class _Coat(NamedTuple):
    """Visible colours of one mobject with their opacity, and the width of its outline."""

    member: Any
    strokes: dict[str, float]
    fills: dict[str, float]
    width: Any


def _coat(member: Any) -> _Coat | None:
    """None for a mobject that is painted in another way, like an image."""
    own = member.__dict__
    if "fill_rgbas" in own:
        width = own.get("stroke_width")
        strokes = _visible(own.get("stroke_rgbas")) if width else {}
        return _Coat(member, strokes, _visible(own["fill_rgbas"]), width)
    return _Coat(member, {}, _visible(own["rgbas"]), None) if "rgbas" in own else None


def _visible(rgbas: Any) -> dict[str, float]:
    """Colours and opacities of the visible ones of the first and last of rgba rows, each value 0..1."""
    shades: dict[str, float] = {}
    if isinstance(rgbas, np.ndarray) and rgbas.ndim == 2:
        for row in rgbas.tolist()[:: max(1, len(rgbas) - 1)]:
            if row[3] >= _VISIBLE:
                shades.setdefault(from_rgb(tuple(row[:3])), row[3])
    return shades


def _summary(coat: _Coat) -> dict[str, Any]:
    color, opacity = next(iter((coat.strokes or coat.fills).items()))
    said: dict[str, Any] = {"color": color}
    if opacity < 1 - _VISIBLE:
        said["opacity"] = tidy(opacity)
    if coat.strokes and coat.fills:
        said["fill"], opacity = next(iter(coat.fills.items()))
        if opacity < 1 - _VISIBLE:
            said["fill_opacity"] = tidy(opacity)
    if coat.strokes and coat.width != _USUAL_STROKE:
        said["stroke_width"] = tidy(coat.width)
    return said


def text(mobject: Any) -> dict[str, str]:
    """What a text mobject says: ``text``, ``tex`` or ``typst``; empty for what is no text."""
    own = mobject.__dict__
    if "num_decimal_places" in own:
        return {"text": _digits(own)}
    for attribute, key in (("original_text", "text"), ("tex_string", "tex"), ("typst_code", "typst")):
        if isinstance(own.get(attribute), str):
            return {key: shorten(own[attribute])}
    # Paragraph and Code keep their lines in a text of their own.
    for attribute in ("lines_text", "code_lines"):
        inner = own.get(attribute)
        if inner is not None and isinstance(inner, manim.Mobject):
            return {key: _MEASURE.sub("", said) for key, said in text(inner).items()}
    return {}


def texts(members: list[Any]) -> list[str]:
    """What the texts inside a composite say, in its order; after 24 of them "..."."""
    found: list[str] = []
    inside: set[int] = set()
    for member in members:
        if id(member) in inside:
            continue
        if said := text(member):
            if len(found) == _MOST_TEXTS:
                found.append("...")
                break
            found.extend(said.values())
            inside.update(map(id, family(member)))
    return found


def _digits(own: dict[str, Any]) -> str:
    """A number as manim writes it, but for signs and separators that are asked for."""
    number, places = own.get("number", 0), own.get("num_decimal_places", 2)
    unit = shorten(own["unit"]) if isinstance(own.get("unit"), str) else ""
    try:
        digits = f"{number:.{int(places)}f}"
    except (TypeError, ValueError):
        return type(number).__name__ + unit
    return (digits if digits.strip("-0.") else digits.removeprefix("-")) + unit


def shorten(said: str, longest: int = _LONGEST_TEXT) -> str:
    """At most ``longest`` characters, and no half characters."""
    said = str(said[: longest + 1]).encode("utf-8", "backslashreplace").decode()
    return said if len(said) <= longest else said[: longest - 3] + "..."


def classes(mobjects: list[Any]) -> dict[str, int]:
    """How many of which class, in order of appearance."""
    return dict(Counter(type(m).__name__ for m in mobjects))


def own_class(value: Any) -> dict[str, str]:
    """``class``, and ``kind``, the manim class it derives from, where the class is the scene's own."""
    kind = type(value)
    named = {"class": kind.__name__.removeprefix("_")}
    if not from_manim(kind):
        base = next((b.__name__ for b in kind.__mro__ if from_manim(b)), None)
        if base is not None:
            named["kind"] = base
    return named


def from_manim(kind: type) -> bool:
    """Whether a class is one of manim's own."""
    return kind.__module__.partition(".")[0] == "manim"


def is_plain_group(mobject: Any) -> bool:
    """Whether it is just a group, of the scene's making perhaps, and not a figure of manim's like Axes."""
    kind = next((base for base in type(mobject).__mro__ if from_manim(base)), None)
    return kind in (manim.Group, manim.VGroup, manim.VDict)

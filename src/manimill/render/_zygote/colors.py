"""Colours as ``#RRGGBB``, and what manim calls them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import manim

_codes: dict[tuple[float, ...], str] = {}


def from_rgb(rgb: tuple[float, ...]) -> str:
    """``#RRGGBB`` for red, green and blue from 0 to 1."""
    known = _codes.get(rgb)
    if known is None:
        known = "#" + "".join(f"{min(255, max(0, round(part * 255))):02X}" for part in rgb[:3])
        _codes[rgb] = known
    return known


def code(color: Any) -> str | None:
    """``#RRGGBB`` for a colour of any version of manim; None for what is none."""
    if isinstance(color, type):
        return None
    if isinstance(color, str):
        return color.upper() if len(color) == 7 and color[0] == "#" else None
    if hasattr(color, "to_hex"):
        return str(color.to_hex()).upper()[:7]
    return str(color.hex_l).upper() if hasattr(color, "hex_l") else None


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Names by colour as manim has them; of several the shortest, then the first in the alphabet."""
    names: dict[str, str] = {}
    for name in sorted((n for n in vars(manim) if n.isupper()), key=lambda n: (len(n), n)):
        if (found := code(getattr(manim, name))) is not None:
            names.setdefault(found, name)
    return names


def prepare() -> None:
    """Read the names before they are needed."""
    _names()


def named(value: Any) -> dict[str, str]:
    """The colours that occur anywhere in a JSON value and that manim has names for, sorted."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            if len(part) == 7 and part[0] == "#":
                found.add(part)
        elif isinstance(part, dict):
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
    names = _names()
    return {color: names[color] for color in sorted(found) if color in names}

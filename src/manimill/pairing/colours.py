"""Colours by the words that people use for them."""

from __future__ import annotations

from functools import cache

from manimill.code import api
from manimill.text.words import stem

_BASIC = {
    "red": (0xFC, 0x62, 0x55), "green": (0x83, 0xC1, 0x67), "blue": (0x58, 0xC4, 0xDD), "yellow": (0xFF, 0xFF, 0x00),
    "orange": (0xFF, 0x86, 0x2F), "purple": (0x9A, 0x72, 0xAC), "pink": (0xD1, 0x47, 0xBD), "white": (255, 255, 255),
    "black": (0, 0, 0), "gray": (0x88, 0x88, 0x88), "brown": (0x73, 0x63, 0x57), "teal": (0x5C, 0xD0, 0xB3),
}  # fmt: skip
_OTHER = "gold maroon cyan magenta silver grey violet indigo navy lime turquoise beige cream rainbow"
COLOURS = frozenset(stem(word) for word in (*_BASIC, *_OTHER.split()))
"""Stems of the words for colours."""


@cache
def colour_stem(name: str) -> str | None:
    """The stem of the word for a colour constant such as ``BLUE_E`` or for ``#58C4DD``; None where it is no colour."""
    if name.startswith("#"):
        return _nearest(name)
    parts = name.lower().split("_")
    if not (api.colour(name) or name.isupper()):
        return None
    return next((stem(part) for part in parts if stem(part) in COLOURS), None)


def _nearest(code: str) -> str | None:
    digits = code[1:]
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    try:
        red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    except ValueError:
        return None
    return stem(
        min(
            _BASIC,
            key=lambda name: sum((a - b) ** 2 for a, b in zip(_BASIC[name], (red, green, blue), strict=True)),
        )
    )

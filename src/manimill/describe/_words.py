"""Small pieces of English: numbers, lists, articles, colours, directions."""

from __future__ import annotations

import math
from collections.abc import Sequence

from manimill.code.outline import Vector

_SHADES = {"A": "very light", "B": "light", "C": "", "D": "fairly dark", "E": "dark"}
_BREATH = 480
"""Characters of one list."""
_SMALL = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_SIDES = {
    (0, 1): "above",
    (0, -1): "below",
    (1, 0): "to the right of",
    (-1, 0): "to the left of",
    (1, 1): "to the upper right of",
    (-1, 1): "to the upper left of",
    (1, -1): "to the lower right of",
    (-1, -1): "to the lower left of",
}
_EDGES = {
    (0, 1): "top edge",
    (0, -1): "bottom edge",
    (1, 0): "right edge",
    (-1, 0): "left edge",
    (1, 1): "upper right corner",
    (-1, 1): "upper left corner",
    (1, -1): "lower right corner",
    (-1, -1): "lower left corner",
}


def number(value: float) -> str:
    """A number as people write it, with at most two decimals where that is exact enough."""
    if not math.isfinite(value) or abs(value) >= 1e15:
        return f"{value:g}"
    if isinstance(value, int) or value == int(value):
        return str(int(value))
    return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) >= 0.1 else f"{value:.2g}"


def counted(count: int) -> str:
    """``three``, ``14``, or ``several`` where the count is not known."""
    if count == 0:
        return "several"
    return _SMALL[count] if count < len(_SMALL) else str(count)


def times(count: int) -> str:
    """``twice``, ``three times``."""
    return "twice" if count == 2 else f"{counted(count)} times"


def ordinal(index: int) -> str:
    """``first`` for 0; past the eighth ``9th``-like words would read badly, so ``other``."""
    return _ORDINALS[index] if index < len(_ORDINALS) else "other"


def angle(radians: float) -> str:
    """An angle in degrees, the way people say it."""
    return f"{number(round(math.degrees(radians), 1))} degrees"


def listed(parts: Sequence[str], most: int = 8) -> str:
    """``a, b and c``; past ``most`` parts, or what takes a breath too long, the rest is counted."""
    shown, length = 0, 0
    for part in parts:
        length += len(part)
        if shown == most or (length > _BREATH and shown):
            break
        shown += 1
    if shown < len(parts):
        kept = max(1, min(shown, most - 1))
        parts = [*parts[:kept], f"{counted(len(parts) - kept)} more"]
    if len(parts) < 2:
        return parts[0] if parts else ""
    return ", ".join(parts[:-1]) + " and " + parts[-1]


def article(phrase: str) -> str:
    """The phrase with ``a`` or ``an`` before it."""
    first = phrase[:1].lower()
    vowel = first in "aeiou" and not phrase.lower().startswith(("uni", "use", "one", "eu"))
    spelled = phrase.startswith(("SVG", "8", "11-", "18-"))
    return f"{'an' if vowel or spelled else 'a'} {phrase}"


def plural(noun: str) -> str:
    """The plural of a noun or of a phrase that begins with its noun: ``rows of points``."""
    head, tail = split_head(noun)
    if tail:
        return plural(head) + tail
    if noun.endswith(("axes", "stream lines", "rectangles", "labels")):
        return noun
    if noun.endswith(("s", "x", "ch", "sh")):
        return {"matrix": noun[:-1] + "ces"}.get(noun.rsplit(maxsplit=1)[-1], noun + "es")
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


def split_camel(name: str) -> str:
    """``LabeledDot`` as ``labeled dot``; runs of capitals and ``3D`` stay together."""
    words: list[str] = []
    name = name.replace("ThreeD", "3D")
    for index, letter in enumerate(name):
        before, after = name[index - 1 : index], name[index + 1 : index + 2]
        starts = letter.isupper() and (not before.isupper() or (after.islower() and not before.isdigit()))
        if not words or (starts and not before.isdigit()) or (letter.isdigit() and not before.isdigit()):
            words.append("")
        words[-1] += letter
    joined = [word if len(word) > 1 and word.isupper() else word.lower() for word in words]
    if joined[-1] == "3D" or joined[-1] == "3d":
        joined = ["3D", *joined[:-1]]
    return " ".join(joined).replace("_", " ").strip()


def colour(value: object) -> str:
    """A colour in words: ``BLUE_E`` is ``dark blue``; hex digits stay as they are."""
    if isinstance(value, list):
        names = [colour(item) for item in value if isinstance(item, str)]
        return "-to-".join(dict.fromkeys(names)) if len(names) == len(value) <= 4 else ""
    if not isinstance(value, str):
        return ""
    if value.startswith("#"):
        return value.upper()
    value = value.replace("GREY", "GRAY")
    base, _, shade = value.rpartition("_")
    if base and shade in _SHADES:
        return f"{_SHADES[shade]} {base.lower().replace('_', ' ')}".strip()
    return value.lower().replace("_", " ")


def point(value: Sequence[float]) -> str:
    """Coordinates in parentheses, the third left out where it is zero."""
    shown = value if len(value) < 3 or value[2] else value[:2]
    return "(" + ", ".join(number(n) for n in shown) + ")"


def _signs(direction: Vector) -> tuple[int, int]:
    return ((direction[0] > 0) - (direction[0] < 0), (direction[1] > 0) - (direction[1] < 0))


def side(direction: Vector) -> str:
    """``above``, ``to the left of`` and so on; ``next to`` for directions into the screen."""
    return _SIDES.get(_signs(direction), "next to")


def edge(direction: Vector) -> str:
    """``top edge``, ``lower left corner`` and so on, or nothing where it is neither."""
    return _EDGES.get(_signs(direction), "")


def displacement(vector: Vector) -> str:
    """``2 units right and 1 unit up``; empty where nothing moves."""
    axes = (("right", "left"), ("up", "down"), ("towards the viewer", "away from the viewer"))
    parts = []
    for amount, (positive, negative) in zip(vector, axes, strict=True):
        if abs(amount) > 1e-9:
            size = number(abs(amount))
            parts.append(f"{size} unit{'' if size == '1' else 's'} {positive if amount > 0 else negative}")
    return listed(parts)


_JOINTS = tuple(
    f" {word} "
    for word in [
        "with",
        "at",
        "shifted",
        "containing",
        "to",
        "above",
        "below",
        "filled",
        "scaled",
        "rotated",
        "from",
        "of",
        "around",
        "that",
        "made",
        "on",
        "in",
        "behind",
        "between",
        "along",
        "under",
        "touching",
        "and",
    ]
)


def split_head(phrase: str) -> tuple[str, str]:
    """A phrase cut after its head noun: ``red square`` and `` with side length 2``."""
    cut = min((at for joint in _JOINTS if (at := phrase.find(joint)) >= 0), default=len(phrase))
    comma = phrase.find(",")
    cut = min(cut, comma) if comma >= 0 else cut
    return phrase[:cut], phrase[cut:]


def sentence(text: str) -> str:
    """The text with a capital at the start and a full stop at the end."""
    text = text.strip()
    return text[:1].upper() + text[1:].rstrip(".,;: ") + "."

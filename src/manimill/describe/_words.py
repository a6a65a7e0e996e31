"""Small pieces of English: numbers, lists, articles, colours, directions."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache

from manimill.code.outline import Vector

_SHADES = {"A": "very light", "B": "light", "C": "", "D": "fairly dark", "E": "dark"}
_BREATH = 440
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
_ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)
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


def exact(value: float) -> str:
    """A number as it is written in a table: in full, or with four decimals."""
    if not math.isfinite(value) or value == int(value):
        return number(value)
    return repr(value) if len(repr(value)) < 9 else f"{value:.4f}".rstrip("0").rstrip(".")


def times(count: int) -> str:
    """``twice``, ``three times``."""
    return "twice" if count == 2 else f"{counted(count)} times"


def ordinal(index: int) -> str:
    """``first`` for 0, ``13th`` for 12, ``last`` for -1."""
    if index < 0:
        return "last" if index == -1 else f"{ordinal(-index - 1)} to last"
    if index < len(_ORDINALS):
        return _ORDINALS[index]
    teens = 11 <= (index + 1) % 100 <= 13
    return f"{index + 1}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get((index + 1) % 10, 'th')}"


def angle(radians: float) -> str:
    """An angle in degrees, the way people say it."""
    degrees = number(round(math.degrees(radians), 1))
    return f"{degrees} degree{'' if degrees == '1' else 's'}"


_ASIDE = re.compile(r'"[^"]*"|“[^”]*”|\$[^$]*\$|\([^()]*\)|\[[^\]]*\]')
"""What is quoted or in brackets: commas in there separate nothing."""


def listed(parts: Sequence[str], most: int = 8, rest: str = "more") -> str:
    """``a, b and c``; past ``most`` parts, or what takes a breath too long, the rest is counted.

    Parts that hold an "and" or a comma of their own are kept apart by ``, and`` or by semicolons.
    """
    if len(parts) < 2:
        return parts[0] if parts else ""
    parts = _cut(parts, most, rest)
    bare = [_ASIDE.sub("", part) if "," in part or " and " in part else "" for part in parts]
    if len(parts) > 2 and any(", " in part for part in bare):
        return "; ".join(parts[:-1]) + "; and " + parts[-1]
    joint = ", and " if any(", " in part or " and " in part for part in bare) else " and "
    return ", ".join(parts[:-1]) + joint + parts[-1]


def _cut(parts: Sequence[str], most: int, rest: str) -> Sequence[str]:
    shown, length = 0, 0
    for part in parts:
        length += len(part)
        if shown == most or (length > _BREATH and shown):
            break
        shown += 1
    if shown >= len(parts) - 1:
        # "and one more" would be as long as the one.
        return parts
    kept = max(1, min(shown, most - 1))
    return [*parts[:kept], f"{counted(len(parts) - kept)} {rest}"]


def article(phrase: str) -> str:
    """The phrase with ``a`` or ``an`` before it."""
    first = phrase[:1].lower()
    vowel = first in "aeiou" and not phrase.lower().startswith(("uni", "use", "one", "eu"))
    spelled = phrase.startswith(("SVG", "8", "11-", "18-", "x-", "L-"))
    return f"{'an' if vowel or spelled else 'a'} {phrase}"


def plural(noun: str) -> str:
    """The plural of a noun or of a phrase that begins with its noun: ``rows of points``."""
    head, tail = split_head(noun)
    if tail:
        return plural(head) + tail
    if noun.endswith(("axes", "stream lines", "rectangles", "labels")):
        return noun
    if noun.endswith(("-axis", "hypothesis")):
        return noun[:-2] + "es"
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
    return _named_colour(value) if isinstance(value, str) else ""


@cache
def _named_colour(value: str) -> str:
    if value.startswith("#"):
        return value.upper()
    if value.startswith("random"):
        return ""
    value = value.replace("GREY", "GRAY")
    base, _, shade = value.rpartition("_")
    if base and shade in _SHADES:
        return f"{_SHADES[shade]} {base.lower().replace('_', ' ')}".strip()
    return value.lower().replace("_", " ")


def heading(direction: Vector) -> str:
    """``right and up``: the way a vector points."""
    axes = (("right", "left"), ("up", "down"), ("towards the viewer", "away from the viewer"))
    pairs = zip(direction, axes, strict=True)
    return " and ".join(names[0] if amount > 0 else names[1] for amount, names in pairs if abs(amount) > 1e-9)


def axis(direction: Vector) -> str:
    """`` around the x-axis``, or nothing for a direction that is no axis."""
    turning = [index for index, amount in enumerate(direction) if abs(amount) > 1e-9]
    return f" around the {'xyz'[turning[0]]}-axis" if len(turning) == 1 else ""


def unit(count: float, word: str = "unit") -> str:
    """``1 unit``, ``2.5 units``."""
    size = number(count)
    return f"{size} {word}{'' if size == '1' else 's'}"


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
            parts.append(f"{unit(abs(amount))} {positive if amount > 0 else negative}")
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


def layout(name: str) -> str:
    """``kamada_kawai`` as ``Kamada-Kawai``, ``circular`` as it is."""
    return "-".join(part.capitalize() for part in name.split("_")) if "_" in name else name


def tip(name: str) -> str:
    """A shape of arrow tips: ``ArrowSquareFilledTip`` is ``filled square``."""
    parts = split_camel(name).removeprefix("arrow ").removesuffix("tip").split()
    return " ".join(sorted(parts, key=lambda part: part != "filled")) or "plain"

"""Texts as words that can be compared: stems, numbers in digits, compound names taken apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from manimill.code.names import names

STOP_WORDS = names(
    "a an the of to in on at by for with from and or but as is are be been was were it its this that these",
    "those there then than i you we me my your our us can could would should will please want like need have",
    "has had do does using use used into so if when while where which what who how all each any also both such",
    "self def class import manim none true false np math return lambda range len args kwargs str int float",
    "construct super init list append enumerate zip",
)
"""Words of requests and of Python that say nothing about a scene."""

_COUNTING = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_NUMBERS = {word: str(value) for value, word in enumerate(_COUNTING)}
_NUMBERS |= {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "ninety": "90", "hundred": "100"}
_NUMBERS |= {"half": "0.5", "twice": "2", "thrice": "3", "single": "1", "pair": "2", "dozen": "12"}

_FORMS = {
    **{
        "drawn": "draw",
        "drew": "draw",
        "undrawn": "undraw",
        "written": "write",
        "wrote": "write",
        "shown": "show",
    },
    **{"grown": "grow", "grew": "grow", "spun": "spin", "shrunk": "shrink", "swung": "swing", "fell": "fall"},
    **{
        "fallen": "fall",
        "became": "become",
        "bent": "bend",
        "hid": "hide",
        "hidden": "hide",
        "thrown": "throw",
    },
    **{"vertices": "vertex", "axes": "axis", "matrices": "matrix", "indices": "index", "radii": "radius"},
    **{"halves": "half", "colour": "color", "colours": "color", "coloured": "color", "colouring": "color"},
    **{"centre": "center", "centred": "center", "grey": "gray"},
}
"""Forms that no ending tells, and spellings."""
_WORD = re.compile(r"\d+(?:\.\d+)?|\.\d+|[a-z]+|[^\W\d_a-z]+")
_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Z])")
_VOWEL = re.compile(r"[aeiouy]")


def stems(text: str) -> list[str]:
    """The words of a text in order: stems, and numbers as ``#`` and their value; stop words are left out.

    Number words count as numbers: ``two`` is ``#2``.
    """
    return [word for word in map(_reduced, _WORD.findall(fold(text))) if word]


@lru_cache(maxsize=1 << 16)
def name_stems(name: str) -> tuple[str, ...]:
    """The stems of a name in camel case, snake case or both; letters on their own are left out."""
    parts = _WORD.findall(_CASE.sub(" ", name).replace("_", " ").lower())
    found = [word for word in map(_reduced, parts) if len(word) > 1 and word[0] != "#"]
    if len(parts) > 1:
        # People write some of these names as one word: streamlines, riemann.
        found.append(stem("".join(parts)))
    return tuple(found)


def fold(text: str) -> str:
    """The text in lower case, compatible characters made one, accents kept."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).casefold()


def number(value: float) -> str:
    """A number as it stands among stems: its size, to four digits after the point."""
    return f"#{round(abs(value), 4):g}"


def pairs(words: Iterable[str]) -> list[str]:
    """Each two neighbours as one token."""
    return [f"{one} {other}" for one, other in pairwise(words)]


@lru_cache(maxsize=1 << 16)
def _reduced(word: str) -> str:
    """The stem of a word, the value of a number, nothing for a stop word."""
    if word[0].isdigit() or word[0] == ".":
        return number(float(word)) if len(word) < 12 else ""
    if word in STOP_WORDS:
        return ""
    digits = _NUMBERS.get(word)
    return f"#{digits}" if digits else stem(word)


_VERBAL = ("ings", "ing", "ed")
_NOMINAL = ("ization", "ation", "ition", "ion", "ment", "ally", "ly")


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """What forms of an English word have in common: ``rotates``, ``rotating`` and ``rotation`` give ``rotat``."""
    word = _FORMS.get(word, word)
    if len(word) < 4:
        return word
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith(("sses", "xes", "ches", "shes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    word = _without(word, _VERBAL)
    word = _without(word, _NOMINAL)
    return word[:-1] if len(word) > 3 and word[-1] in "ey" else word


def _without(word: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        kept = word[: -len(ending)]
        if word.endswith(ending) and len(kept) > 2 and _VOWEL.search(kept):
            if ending in _VERBAL and kept[-1] == kept[-2] and kept[-1] not in "lsz":
                return kept[:-1]
            return kept + {"ation": "at", "ition": "it", "ally": "al"}.get(ending, "")
    return word

"""What a description says, as tokens that code can be asked for."""

from __future__ import annotations

from dataclasses import dataclass

from manimill.pairing.colours import COLOURS
from manimill.pairing.maths import formula_grams
from manimill.text.words import pairs, stems

_REACH = 4
"""Words between a number or a colour and what it may belong to."""


@dataclass(frozen=True, slots=True)
class Said:
    """Tokens of a description: its words in order, formulas, and values with the words near them."""

    words: tuple[str, ...]
    pairs: tuple[str, ...]
    formulas: tuple[str, ...]
    bound: tuple[str, ...]


def said(text: str) -> Said:
    """Read a description."""
    words = stems(text)
    return Said(tuple(words), tuple(pairs(words)), tuple(formula_grams(text)), tuple(_bound(words)))


def _bound(words: list[str]) -> list[str]:
    found: list[str] = []
    for at, word in enumerate(words):
        if word[0] != "#" and word not in COLOURS:
            continue
        near = words[max(0, at - _REACH) : at + _REACH + 1]
        found += [f"{other}~{word}" for other in near if other[0] != "#" and other not in COLOURS]
    return found

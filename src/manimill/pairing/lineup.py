"""A description and a code beside a fixed line-up of other scenes: what is found depends on nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from manimill.engine import LocalEngine
from manimill.pairing.background import background_pairs
from manimill.pairing.contrast import CLEARLY
from manimill.pairing.evidence import (
    FIELD_KINDS,
    WORDS,
    Evidence,
    Pair,
    read_codes,
    read_description,
    read_descriptions,
)
from manimill.pairing.model import model
from manimill.pairing.vectors import Floats, Rarity

FILE = Path(__file__).parent / "data" / "lineup.txt"
"""Scenes beside those of the background, in the same form."""

Tokens = npt.NDArray[Any]
Doubles = npt.NDArray[np.float64]

_SAID = 4
_KINDS = np.array([*FIELD_KINDS.values()])
_RAREST = 1 / 128


@dataclass(frozen=True, slots=True)
class Marks:
    """How a description and a code do together, beside how each does with the other side of the line-up.

    ``row`` compares with the codes of the line-up and ``column`` with its descriptions: standard deviations above
    their mean. ``row_rank`` and ``column_rank`` are logarithms of the share of them that does clearly better.
    ``support`` is the share of what the description says, by how rarely it is said, that the code says too, and
    ``best_support`` the highest such share among the codes of the line-up; ``grounded`` how much that is in
    all. ``covered`` is the share of the code's own words that the description has.
    """

    row: float
    column: float
    row_rank: float
    column_rank: float
    support: float
    best_support: float
    grounded: float
    covered: float


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A code ready to be compared: its tokens in order, their values, and how the line-up's descriptions do with it.

    ``words`` are its words in order, ``weight`` what they weigh together.
    """

    tokens: Tokens
    values: Doubles
    words: Tokens
    weight: float
    mean: float
    spread: float
    ordered: Floats


class Lineup:
    """The line-up, read once."""

    def __init__(self, pairs: tuple[Pair, ...]) -> None:
        here = LocalEngine(1)
        said = read_descriptions([pair.description for pair in pairs], here)
        shown = read_codes([(pair.code, pair.told) for pair in pairs], here)
        self._said_rarity, self._shown_rarity = Rarity(said), Rarity(shown)
        self._fields = model().fields
        columns = np.unique(np.concatenate([text.tokens for text in shown]))
        self._columns = columns
        self._codes = np.zeros((len(columns) + 1, len(pairs)), np.float32)
        self._has = np.zeros((len(columns) + 1, len(pairs)), np.float32)
        for place, code in enumerate(shown):
            tokens, values = self._values(code)
            self._codes[np.searchsorted(columns, tokens), place] = values
            self._has[np.searchsorted(columns, _words(code)), place] = 1
        read = [self._said(text) for text in said]
        self._count = len(read)
        self._owners = np.repeat(np.arange(self._count), [len(tokens) for tokens, _ in read])
        self._tokens = np.concatenate([tokens for tokens, _ in read])
        self._weights = np.concatenate([weights for _, weights in read]).astype(np.float64)

    def shown(self, code: str, told: str | None) -> Shown:
        """Read a code, with more text about it where there is some."""
        evidence = read_codes([(code, told)], LocalEngine(1))[0]
        tokens, values = self._values(evidence)
        shared = self._weights * _looked_up(self._tokens, tokens, values)
        # Summed one after the other, in doubles: the same on every machine.
        found = np.bincount(self._owners, shared, self._count).astype(np.float32)
        words = _words(evidence)
        return Shown(
            tokens,
            values,
            words,
            float(self._said_rarity.of(words).astype(np.float64).sum()),
            float(found.mean()),
            float(max(found.std(), 1e-4)),
            np.sort(found),
        )

    def marks(self, description: str, code: Shown) -> Marks:
        """Compare a description with a code and with the codes of the line-up."""
        evidence = read_description(description)
        tokens, weights = self._said(evidence)
        own = float((weights * _looked_up(tokens, code.tokens, code.values)).sum())
        places = self._places(tokens)
        others = weights @ self._codes[places]
        spread = float(max(others.std(), 1e-4))
        better = int((others > own + CLEARLY * spread).sum())
        count = len(code.ordered)
        column_better = count - int(np.searchsorted(code.ordered, own + CLEARLY * code.spread, side="right"))
        words = np.unique(evidence.tokens[evidence.fields == WORDS])
        rarity = self._said_rarity.of(words)
        whole = float(rarity.sum()) + 1e-6
        met = np.isin(words, code.words, assume_unique=True).astype(np.float32)
        best = float((rarity @ self._has[self._places(words)]).max()) if len(words) else 0.0
        grounded = float(rarity @ met) if len(words) else 0.0
        return Marks(
            (own - float(others.mean())) / spread,
            (own - code.mean) / code.spread,
            float(np.log(better / count + _RAREST)),
            float(np.log(column_better / count + _RAREST)),
            grounded / whole,
            best / whole,
            grounded,
            grounded / (code.weight + 1e-6),
        )

    def _said(self, text: Evidence) -> tuple[Tokens, Floats]:
        """The tokens of a description and their values, each field with length 1."""
        values = (1 + np.log(text.counts)) * self._said_rarity.of(text.tokens)
        return text.tokens, _normal(values, text.fields, _SAID)

    def _values(self, code: Evidence) -> tuple[Tokens, Doubles]:
        """The tokens of a code in order and the value of each.

        That is the sum over its fields and over all its words, each with length 1, times their weights.
        """
        rarity = self._shown_rarity.of(code.tokens)
        values = (1 + np.log(code.counts)) * rarity
        values = _normal(values, code.fields, len(FIELD_KINDS)) * self._fields[code.fields]
        words = _KINDS[code.fields] == WORDS
        every, at = np.unique(code.tokens[words], return_inverse=True)
        counts = np.bincount(at, code.counts[words], len(every))
        whole = (1 + np.log(counts)) * self._shown_rarity.of(every)
        length = float(np.sqrt((whole**2).sum())) + 1e-6
        weight = float(self._fields[len(FIELD_KINDS)])
        tokens, place = np.unique(np.concatenate([code.tokens, every]), return_inverse=True)
        parts = np.concatenate([values.astype(np.float64), weight * whole / length])
        return tokens, np.asarray(np.bincount(place, parts, len(tokens)), np.float64)

    def _places(self, tokens: Tokens) -> Tokens:
        """The rows of tokens among those of the line-up's codes; the last row, of zeros, for the unknown."""
        at = np.minimum(np.searchsorted(self._columns, tokens), len(self._columns) - 1)
        return np.where(self._columns[at] == tokens, at, len(self._columns))


@cache
def lineup() -> Lineup:
    """The line-up that ships in the package."""
    return Lineup(lineup_pairs())


@cache
def lineup_pairs() -> tuple[Pair, ...]:
    """The scenes of the line-up and their descriptions: those of the background and those of a file of their own."""
    parts = [entry.partition("\n---\n") for entry in FILE.read_text(encoding="utf-8").split("\n===\n")]
    return (*background_pairs(), *(Pair(description.strip(), code) for description, _, code in parts))


@lru_cache(maxsize=2048)
def shown_to_lineup(code: str, told: str | None) -> Shown:
    """A code ready to be compared, remembered."""
    return lineup().shown(code, told)


def _words(text: Evidence) -> Tokens:
    """The distinct words of a code."""
    return np.unique(text.tokens[_KINDS[text.fields] == WORDS])


def _normal(values: Floats, fields: Tokens, count: int) -> Floats:
    lengths = np.sqrt(np.bincount(fields, values.astype(np.float64) ** 2, count)) + 1e-6
    return np.asarray(values / lengths[fields], np.float32)


def _looked_up(wanted: Tokens, tokens: Tokens, values: Doubles) -> Doubles:
    """The value of each of the wanted tokens; 0 for those that are not among ``tokens``, which are in order."""
    if not len(tokens):
        return np.zeros(len(wanted))
    at = np.minimum(np.searchsorted(tokens, wanted), len(tokens) - 1)
    return np.where(tokens[at] == wanted, values[at], 0.0)

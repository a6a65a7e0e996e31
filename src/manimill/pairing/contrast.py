"""How much better two texts fit each other than others do: what makes affinities of different files comparable."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy import sparse

from manimill.pairing.background import background
from manimill.pairing.evidence import Evidence
from manimill.pairing.vectors import Floats, Rarity, code_vectors, columns_of, description_vectors

RIVALS = 256
"""Texts of the file on either side that each text is compared with."""

CLEARLY = 0.7
"""Standard deviations by which a rival has to do better in order to count as better: among scenes that differ in a
number, which of them comes first says little, and with this much ManimBench and Edoh agree on the weights."""
_RAREST = 1 / 600
"""Share of rivals below which shares are not told apart: half of one in a large file, and no more in a small one."""
_BATCH = 20_000
"""Pairs whose shared tokens are in memory at a time."""

MARKS = ("deviation", "rank", "rest")
"""The columns of what `Contrast.marks` gives, each the sum of how a pair does among the rivals of its description and
among those of its code: standard deviations above their mean; the logarithm of the share of them that does clearly
better; and the deviations that are left without the token that weighs most. One rare word in common makes no pair."""

Indices = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Field:
    """What texts of one side come to with the rivals of the other; ``rivals`` are their numbers, -1 for background."""

    rivals: Indices
    ordered: Floats
    sums: Floats
    squares: Floats

    @classmethod
    def of(cls, affinities: Floats, rivals: Indices) -> _Field:
        """``affinities`` has a row for each text and a column for each rival."""
        wide = affinities.astype(np.float64)
        return cls(rivals, np.sort(affinities, axis=1), wide.sum(axis=1), (wide**2).sum(axis=1))

    def marks(self, texts: Indices, others: Indices, affinities: Floats, best: Floats) -> Floats:
        """How each of the texts does with the one beside it; ``best`` is the part of the affinity of one token.

        A rival that is the other text itself does not count.
        """
        met = np.isin(others, self.rivals)
        count = self.ordered.shape[1] - met
        own = np.where(met, affinities, 0).astype(np.float64)
        mean = (self.sums[texts] - own) / count
        spread = np.sqrt(np.maximum((self.squares[texts] - own**2) / count - mean**2, 1e-8))
        deviation = (affinities - mean) / spread
        better = self._better(texts, affinities + CLEARLY * spread)
        rank = np.log(better / count + _RAREST)
        return np.stack([deviation, rank, deviation - best / spread], axis=1).astype(np.float32)

    def deviations(self, texts: Indices, affinities: Floats) -> Floats:
        """Deviations above the mean of the rivals; ``affinities`` has a row for each of the texts."""
        count = self.ordered.shape[1]
        mean = self.sums[texts] / count
        spread = np.sqrt(np.maximum(self.squares[texts] / count - mean**2, 1e-8))
        return np.asarray((affinities - mean[:, None]) / spread[:, None], np.float32)

    def _better(self, texts: Indices, than: Doubles) -> Indices:
        """How many of a text's rivals come to more than the value beside it."""
        found = np.empty(len(texts), np.int64)
        order = np.argsort(texts, kind="stable")
        bounds = np.flatnonzero(np.diff(texts[order], prepend=-1, append=-1))
        for start, end in pairwise(bounds):
            block = order[start:end]
            found[block] = np.searchsorted(self.ordered[texts[block[0]]], than[block], side="right")
        return np.asarray(self.ordered.shape[1] - found)


class Contrast:
    """Descriptions and codes in one space, with rivals for both."""

    def __init__(
        self,
        descriptions: Sequence[Evidence],
        codes: Sequence[Evidence],
        keys: tuple[Sequence[str], Sequence[str]],
        weights: Floats,
    ) -> None:
        """``keys`` are the texts themselves: what decides, whatever their order, which of them are rivals."""
        own_descriptions, own_codes = background()
        every = [*descriptions, *own_descriptions], [*codes, *own_codes]
        columns = columns_of(every[0])
        said = description_vectors(every[0], Rarity(every[0]))
        shown = code_vectors(every[1], Rarity(every[1]), columns, weights)
        self.said, self.shown = said[: len(descriptions)].tocsr(), shown[: len(codes)].tocsr()
        rival_codes = _rivals(keys[1], len(own_codes))
        rival_descriptions = _rivals(keys[0], len(own_descriptions))
        self._rows = _Field.of(_products(self.said, shown[rival_codes]), _numbers(rival_codes, len(codes)))
        self._columns = _Field.of(
            _products(self.shown, said[rival_descriptions]), _numbers(rival_descriptions, len(descriptions))
        )

    def marks(self, rows: Indices, columns: Indices) -> Floats:
        """How far each pair stands out among rivals of its description and of its code; shape (pairs, len(MARKS))."""
        parts = [
            self._marks(rows[start : start + _BATCH], columns[start : start + _BATCH])
            for start in range(0, len(rows), _BATCH)
        ]
        return np.concatenate(parts) if parts else np.empty((0, len(MARKS)), np.float32)

    def _marks(self, rows: Indices, columns: Indices) -> Floats:
        shared = self.said[rows].multiply(self.shown[columns]).tocsr()
        whole = np.asarray(shared.sum(axis=1), np.float32).ravel()
        best = np.asarray(shared.max(axis=1).toarray(), np.float32).ravel()
        row = self._rows.marks(rows, columns, whole, best)
        return row + self._columns.marks(columns, rows, whole, best)

    def block(self, texts: Indices, others: Indices, *, by_code: bool = False) -> Floats:
        """How far each of the texts and each of the others stand out beside each other; shape (texts, others).

        The texts are descriptions and the others codes, or the other way round ``by_code``.
        """
        ours, theirs = (self.shown, self.said) if by_code else (self.said, self.shown)
        own, other = (self._columns, self._rows) if by_code else (self._rows, self._columns)
        found = _products(ours[texts], theirs[others])
        return own.deviations(texts, found) + other.deviations(others, found.T).T


def _rivals(texts: Sequence[str], background_size: int) -> Indices:
    """The numbers of a sample of the texts that depends on nothing but the texts, then those of the background."""
    digests = [
        hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest() for text in texts
    ]
    chosen = sorted(range(len(texts)), key=lambda number: (digests[number], number))[:RIVALS]
    return np.array([*sorted(chosen), *range(len(texts), len(texts) + background_size)], np.int64)


def _numbers(rivals: Indices, own: int) -> Indices:
    return np.where(rivals < own, rivals, -1)


def _products(texts: sparse.csr_array, rivals: sparse.csr_array) -> Floats:
    return np.asarray((texts @ rivals.T).toarray(), np.float32)

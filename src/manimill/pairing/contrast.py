"""How much better two texts fit each other than others do: what makes affinities of different files comparable."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from manimill.pairing.background import background
from manimill.pairing.evidence import Evidence
from manimill.pairing.vectors import Floats, Rarity, code_vectors, columns_of, description_vectors

RIVALS = 256
"""Texts of the file on either side that each text is compared with. More of them change nothing that can be measured."""

MARKS = ("row", "column", "row_rank", "column_rank")
"""The columns of what `Contrast.marks` gives."""

Indices = npt.NDArray[np.int64]


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

    def marks(self, texts: Indices, others: Indices, affinities: Floats) -> tuple[Floats, Floats]:
        """Deviations above the mean of the rivals, and the logarithm of the share of them that does better.

        A rival that is the other text itself does not count.
        """
        met = np.isin(others, self.rivals)
        count = self.ordered.shape[1] - met
        own = np.where(met, affinities, 0).astype(np.float64)
        mean = (self.sums[texts] - own) / count
        spread = np.sqrt(np.maximum((self.squares[texts] - own**2) / count - mean**2, 1e-8))
        better = self._not_worse(texts, affinities) - met
        return (affinities - mean) / spread, np.log((np.maximum(better, 0) + 0.5) / (count + 1))

    def _not_worse(self, texts: Indices, affinities: Floats) -> Indices:
        """How many of a text's rivals come to as much as ``affinities`` or more."""
        found = np.empty(len(texts), np.int64)
        order = np.argsort(texts, kind="stable")
        bounds = np.flatnonzero(np.diff(texts[order], prepend=-1, append=-1))
        for start, end in zip(bounds[:-1], bounds[1:], strict=True):
            block = order[start:end]
            # A shade lower, because the same product may come out differently in another block.
            below = np.searchsorted(self.ordered[texts[block[0]]], affinities[block] - np.float32(1e-5))
            found[block] = self.ordered.shape[1] - below
        return found


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

    def affinities(self, rows: Indices, columns: Indices) -> Floats:
        """What each description of ``rows`` has in common with the code of ``columns`` beside it."""
        return np.asarray(self.said[rows].multiply(self.shown[columns]).sum(axis=1), np.float32).ravel()

    def marks(self, rows: Indices, columns: Indices) -> Floats:
        """How far each pair stands out among rivals of its description and of its code; shape (pairs, 4)."""
        found = self.affinities(rows, columns)
        row, row_rank = self._rows.marks(rows, columns, found)
        column, column_rank = self._columns.marks(columns, rows, found)
        return np.stack([row, column, row_rank, column_rank], axis=1).astype(np.float32)


def _rivals(texts: Sequence[str], background_size: int) -> Indices:
    """The numbers of a sample of the texts that depends on nothing but the texts, then those of the background."""
    digests = [hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest() for text in texts]
    chosen = sorted(range(len(texts)), key=lambda number: (digests[number], number))[:RIVALS]
    return np.array([*sorted(chosen), *range(len(texts), len(texts) + background_size)], np.int64)


def _numbers(rivals: Indices, own: int) -> Indices:
    return np.where(rivals < own, rivals, -1)


def _products(texts: sparse.csr_array, rivals: sparse.csr_array) -> Floats:
    return np.asarray((texts @ rivals.T).toarray(), np.float32)

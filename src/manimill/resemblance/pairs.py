"""Pairs across two collections, and how much alike they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Positions in a left and in a right collection, and a similarity of at most 1; all of shape (n,)."""

    left: Positions
    right: Positions
    similarity: npt.NDArray[np.float64]

    @classmethod
    def joined(cls, parts: Iterable[Pairs]) -> Pairs:
        """All pairs of all parts, ordered by position."""
        parts = list(parts)
        left = np.concatenate([np.empty(0, np.int64), *(part.left for part in parts)])
        right = np.concatenate([np.empty(0, np.int64), *(part.right for part in parts)])
        similarity = np.concatenate([np.empty(0, np.float64), *(part.similarity for part in parts)])
        return cls(left, right, similarity)._ordered(np.lexsort((right, left)))

    def reaching(self, floor: float) -> Pairs:
        """Those that are at least so much alike."""
        return self._ordered(np.nonzero(self.similarity >= floor)[0])

    def nearest(self) -> Pairs:
        """For each position on the left the most similar pair; of several equal ones the first."""
        ranked = self._ordered(np.lexsort((self.right, -self.similarity, self.left)))
        first = np.ones(len(ranked.left), np.bool_)
        first[1:] = ranked.left[1:] != ranked.left[:-1]
        return ranked._ordered(np.nonzero(first)[0])

    def _ordered(self, order: Positions) -> Pairs:
        return Pairs(self.left[order], self.right[order], self.similarity[order])

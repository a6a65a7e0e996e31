"""Pairs of descriptions that mean the same, as vectors of their words tell."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from manimill.duplicates.near import NO_PAIRS, Floats, Pairs, similar_pairs
from manimill.duplicates.sets import Ints
from manimill.text.vectors import embed

_ALL_PAIRS = 8_000
"""Texts up to which all pairs are looked at, which then takes less time than to sort them into buckets."""
_ROWS_AT_ONCE = 2_000
_TABLES = 64
_SHARED = 0.075
"""How likely two texts at the threshold lie in one bucket of a table; that they do in one of 64 is 0.993 then."""
_SEED = 7

Vectors = npt.NDArray[np.float32]


def same_meaning(texts: Sequence[str], threshold: float) -> Pairs:
    """Pairs of texts whose vectors have at least that cosine."""
    if len(texts) < 2 or threshold >= 1:
        return NO_PAIRS
    vectors = embed(texts)

    def cosine(left: Ints, right: Ints) -> Floats:
        found = np.empty(len(left))
        for at in range(0, len(left), 100_000):
            part = slice(at, at + 100_000)
            # In double precision, in which the sum does not depend on how the processor goes about it.
            one, other = vectors[left[part]].astype(np.float64), vectors[right[part]].astype(np.float64)
            found[part] = np.round((one * other).sum(axis=1), 6)
        return found

    if len(texts) <= _ALL_PAIRS:
        left, right = _all_pairs(vectors, threshold - 1e-4)
        found = Pairs(left, right, cosine(left, right))
        return found.where(found.similarity >= threshold)
    return similar_pairs(_sides(vectors, _planes(threshold)), len(texts), cosine, threshold)


def _all_pairs(vectors: Vectors, threshold: float) -> tuple[Ints, Ints]:
    left, right = [], []
    for at in range(0, len(vectors), _ROWS_AT_ONCE):
        block = vectors[at : at + _ROWS_AT_ONCE] @ vectors[at:].T
        rows, columns = np.nonzero(np.triu(block >= threshold, 1))
        left.append(at + rows)
        right.append(at + columns)
    return np.concatenate(left), np.concatenate(right)


def _planes(threshold: float) -> int:
    """Planes in a table: 32 at 0.97, where each has two texts on one side with probability 0.92."""
    one_side = 1 - math.acos(threshold) / math.pi
    return min(60, max(1, int(math.log(_SHARED) / math.log(one_side))))


def _sides(vectors: Vectors, count: int) -> Iterator[npt.NDArray[np.uint64]]:
    """On which side of each of a table's planes a vector lies, as one number; one array per table."""
    random = np.random.default_rng(_SEED)
    weights = np.uint64(1) << np.arange(count, dtype=np.uint64)
    for _ in range(_TABLES):
        planes = random.standard_normal((vectors.shape[1], count)).astype(np.float32)
        yield ((vectors @ planes) > 0) @ weights

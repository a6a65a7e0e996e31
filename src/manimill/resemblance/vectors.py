"""Pairs of vectors that point the same way, across two collections: every pair."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from manimill.resemblance.pairs import Pairs, Positions

Vectors = npt.NDArray[np.float32]

_BLOCK = 1024
"""Vectors of each collection that are compared at a time; bounds the memory to a few megabytes."""

_TOLERANCE = 1e-4
"""How much a product of float32 vectors may be off, generously; what is nearer to a limit is computed anew."""


def similar_vectors(left: Vectors, right: Vectors, floor: float) -> Pairs:
    """Every pair with a cosine of at least ``floor``, ordered by position.

    The vectors, shape (n, d), are of length 1, or zero and then like nothing. Cosines are those of float64 and
    rounded to six digits, so that neither the order of the vectors nor the machine's way to multiply shows in them.
    """
    found = []
    for rows, columns, product in _products(left, right):
        above = np.nonzero(product >= floor - _TOLERANCE)
        found.append(_exact(left, rows.start + above[0], right, columns.start + above[1]))
    return Pairs.joined(found).reaching(floor)


def nearest_vectors(left: Vectors, right: Vectors, floor: float) -> Pairs:
    """For each vector on the left the one on the right that is most like it, if any reaches ``floor``.

    Of several that are equally alike the first is taken.
    """
    best = np.full((len(left), 1), floor, np.float32)
    found = []
    for rows, columns, product in _products(left, right):
        best[rows] = np.maximum(best[rows], product.max(axis=1, keepdims=True))
        near = np.nonzero(product >= best[rows] - _TOLERANCE)
        found.append(_exact(left, rows.start + near[0], right, columns.start + near[1]))
    return Pairs.joined(found).reaching(floor).nearest()


def _products(left: Vectors, right: Vectors) -> Iterator[tuple[slice, slice, Vectors]]:
    for top in range(0, len(left), _BLOCK):
        for start in range(0, len(right), _BLOCK):
            rows, columns = slice(top, top + _BLOCK), slice(start, start + _BLOCK)
            yield rows, columns, left[rows] @ right[columns].T


def _exact(left: Vectors, rows: Positions, right: Vectors, columns: Positions) -> Pairs:
    parts: list[npt.NDArray[np.float64]] = [np.empty(0, np.float64)]
    for at in range(0, len(rows), _BLOCK):
        chosen = slice(at, at + _BLOCK)
        one, other = left[rows[chosen]].astype(np.float64), right[columns[chosen]].astype(np.float64)
        parts.append(np.einsum("ij,ij->i", one, other))
    return Pairs(rows, columns, np.concatenate(parts).round(6))

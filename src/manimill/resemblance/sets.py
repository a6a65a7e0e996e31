"""Pairs of sets that share much, across two collections: every pair, none guessed.

Nothing here draws samples of sets, as MinHash does. Elements are ordered by how many pairs they could bring
together, the rarest first. If two sets are alike enough, the first elements of both in that order, their *prefixes*,
have an element in common; a bound on what the rest can add leaves few pairs, and those are counted out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from manimill.resemblance.pairs import Pairs, Positions

Hashes = npt.NDArray[np.uint32]

_BLOCK = 512
"""Sets of the left collection that are compared at a time; bounds the memory."""

_PAIRS = 20_000
"""Pairs that are counted out at a time; bounds the memory."""


def similar_sets(left: Sequence[Hashes], right: Sequence[Hashes], floor: float) -> Pairs:
    """Every pair with a Jaccard similarity of at least ``floor`` (above 0), ordered by position.

    A set is a sorted array without repetition; empty ones are like nothing.
    """
    if not len(left) or not len(right):
        return Pairs.joined([])
    one, other = _Collection.ranked(left, right, floor)
    return Pairs.joined(_blocks(one, other, floor))


def nearest_sets(left: Sequence[Hashes], right: Sequence[Hashes], floor: float) -> Pairs:
    """For each set on the left the one on the right that is most like it, if any reaches ``floor``.

    Of several that are equally alike the first is taken.
    """
    if not len(left) or not len(right):
        return Pairs.joined([])
    one, other = _Collection.ranked(left, right, floor)
    return Pairs.joined(part.nearest() for part in _blocks(one, other, floor))


def _blocks(one: _Collection, other: _Collection, floor: float) -> Iterator[Pairs]:
    """Pairs that reach the floor; all pairs of one set on the left are in the same part."""
    transposed = other.prefixes.T.tocsr()
    for start in range(0, len(one.sizes), _BLOCK):
        shared = (one.prefixes[start : start + _BLOCK] @ transposed).tocoo()
        rows, columns = shared.row.astype(np.int64) + start, shared.col.astype(np.int64)
        likely = _may_reach(floor, shared.data, one, rows, other, columns)
        rows, columns = rows[likely], columns[likely]
        yield Pairs.joined(
            _counted(one, rows[at : at + _PAIRS], other, columns[at : at + _PAIRS]).reaching(floor)
            for at in range(0, len(rows), _PAIRS)
        )


@dataclass(frozen=True, slots=True)
class _Collection:
    """Sets as rows of sparse matrices whose columns are the elements, the rarest first.

    ``sizes`` are the numbers of elements, ``rests`` how many of them are not in the prefix, ``ends`` the column of the
    last element in it. Elements that only one of the two collections has are counted and otherwise left out.
    """

    whole: sparse.csr_matrix
    prefixes: sparse.csr_matrix
    sizes: Positions
    rests: Positions
    ends: Positions

    @classmethod
    def ranked(
        cls, left: Sequence[Hashes], right: Sequence[Hashes], floor: float
    ) -> tuple[_Collection, _Collection]:
        """Both collections, over one order of the elements that both have."""
        first, first_counts = np.unique(np.concatenate(left), return_counts=True)
        second, second_counts = np.unique(np.concatenate(right), return_counts=True)
        common, in_first, in_second = np.intersect1d(first, second, assume_unique=True, return_indices=True)
        pairs = first_counts[in_first] * second_counts[in_second]
        order = np.lexsort((common, pairs))
        ranks = np.empty(len(common), np.int64)
        ranks[order] = np.arange(len(common))
        return cls._of(left, common, ranks, floor), cls._of(right, common, ranks, floor)

    @classmethod
    def _of(cls, sets: Sequence[Hashes], common: Hashes, ranks: Positions, floor: float) -> _Collection:
        sizes = np.fromiter(map(len, sets), np.int64, len(sets))
        elements = np.concatenate(sets)
        rows = np.repeat(np.arange(len(sets)), sizes)
        at = np.searchsorted(common, elements)
        known = at < len(common)
        known[known] = common[at[known]] == elements[known]
        rows, columns = rows[known], ranks[at[known]]
        order = np.lexsort((columns, rows))
        rows, columns = rows[order], columns[order]
        shape = (len(sets), max(1, len(common)))
        shared = np.bincount(rows, minlength=len(sets))
        starts = np.concatenate([[0], np.cumsum(shared)])
        # What the other collection lacks comes first in the order, so it fills the prefix first. The tolerance
        # keeps a floor that a float cannot hold from shortening a prefix by one.
        lengths = sizes - np.ceil(floor * sizes - 1e-9).astype(np.int64) + 1
        in_prefix = np.clip(lengths - (sizes - shared), 0, shared)
        place = np.arange(len(rows)) - starts[rows]
        chosen = place < in_prefix[rows]
        ends = np.full(len(sets), -1, np.int64)
        filled = in_prefix > 0
        ends[filled] = columns[starts[:-1][filled] + in_prefix[filled] - 1]
        return cls(
            whole=_matrix(rows, columns, shape),
            prefixes=_matrix(rows[chosen], columns[chosen], shape),
            sizes=sizes,
            rests=shared - in_prefix,
            ends=ends,
        )


def _matrix(rows: Positions, columns: Positions, shape: tuple[int, int]) -> sparse.csr_matrix:
    return sparse.csr_matrix((np.ones(len(rows), np.int32), (rows, columns)), shape=shape)


def _may_reach(
    floor: float,
    in_prefixes: npt.NDArray[np.int32],
    one: _Collection,
    rows: Positions,
    other: _Collection,
    columns: Positions,
) -> npt.NDArray[np.bool_]:
    """Whether a pair can be alike enough, given how much its prefixes share.

    What is common up to the nearer of the two ends lies in both prefixes and has been counted; beyond it the set
    whose prefix ends there has only its rest left.
    """
    rest = np.where(one.ends[rows] <= other.ends[columns], one.rests[rows], other.rests[columns])
    needed = floor / (1 + floor) * (one.sizes[rows] + other.sizes[columns])
    possible: npt.NDArray[np.bool_] = in_prefixes + rest >= needed - 1e-9
    return possible


def _counted(one: _Collection, rows: Positions, other: _Collection, columns: Positions) -> Pairs:
    common = np.asarray(one.whole[rows].multiply(other.whole[columns]).sum(axis=1)).ravel().astype(np.int64)
    return Pairs(rows, columns, common / (one.sizes[rows] + other.sizes[columns] - common))

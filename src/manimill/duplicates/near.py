"""Pairs that are nearly the same, out of many, without looking at all pairs.

Whoever is alike shares a bucket with high probability; whoever shares a bucket is compared exactly. Everything
here goes by positions: give the same things in the same order, such as that of their content, and the result is the
same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from manimill.duplicates.sets import Ints, Sets

Floats = npt.NDArray[np.float64]
Buckets = Iterable[npt.NDArray[np.uint64]]
Similarity = Callable[[Ints, Ints], Floats]

CROWD = 32
"""Members from which a bucket is a crowd, in which what is connected already is not compared again."""
LEADERS = 64
"""With how many of its members, at most, those of a crowd are compared in one bucket."""

_NUMBERS = 128
"""Numbers in a MinHash signature."""
_RECALL = 0.995
_ALLOWANCE = 0.12
"""How far a signature may underestimate: more than three standard deviations of the mean of 128 draws."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of positions, the smaller one first, sorted, with their similarity."""

    left: Ints
    right: Ints
    similarity: Floats

    def where(self, mask: npt.NDArray[np.bool_]) -> Self:
        """Those of them that the mask picks."""
        return type(self)(self.left[mask], self.right[mask], self.similarity[mask])


NO_PAIRS = Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))


def similar_sets(sets: Sets, threshold: float) -> Pairs:
    """Pairs of sets with at least that Jaccard similarity; of pairs that are, fewer than 1 in 100 is missed.

    In a crowd, that is, where more than 32 are alike, not all pairs are given, but enough of them to connect its
    members.
    """
    if len(sets) < 2 or threshold >= 1:
        return NO_PAIRS
    width = _width(threshold)
    keys = np.empty((_NUMBERS // width, len(sets)), np.uint64)
    rough = np.empty((len(sets), _NUMBERS), np.uint8)
    for rows, signatures in sets.signatures(_NUMBERS):
        rough[rows] = signatures.astype(np.uint8)
        for band in range(len(keys)):
            keys[band, rows] = _mixed(signatures[:, band * width : (band + 1) * width])

    def similarity(left: Ints, right: Ints) -> Floats:
        found = np.zeros(len(left))
        for at in range(0, len(left), 1_000_000):
            part = slice(at, at + 1_000_000)
            estimate = np.mean(rough[left[part]] == rough[right[part]], axis=1)
            likely = at + np.flatnonzero(estimate >= threshold - _ALLOWANCE)
            found[likely] = sets.jaccard(left[likely], right[likely])
        return found

    return similar_pairs(keys, len(sets), similarity, threshold)


def similar_pairs(buckets: Buckets, count: int, similarity: Similarity, threshold: float) -> Pairs:
    """Pairs that share a bucket and are at least that similar.

    Each array of ``buckets`` has the bucket of each of ``count`` things; ``similarity`` is of pairs of positions.
    """
    proposed: list[Ints] = []
    found: list[Pairs] = []
    for turn, keys in enumerate(buckets):
        order = np.argsort(keys, kind="stable")
        edges = np.flatnonzero(np.diff(keys[order])) + 1
        sizes = np.diff(np.concatenate([[0], edges, [count]]))
        group = np.repeat(np.arange(len(sizes)), sizes)
        size = sizes[group]
        few = (size > 1) & (size <= CROWD)
        proposed.append(_pairs_within(order[few], group[few], count))
        if (size > CROWD).any():
            crowds = np.split(order[size > CROWD], np.flatnonzero(np.diff(group[size > CROWD])) + 1)
            found.append(_crowds(crowds, turn, components(count, found), similarity, threshold))
    left, right = np.divmod(_distinct(np.concatenate(proposed)), count)
    scores = similarity(left, right)
    found.append(Pairs(left, right, scores).where(scores >= threshold))
    return _united(found, count)


def components(count: int, links: Iterable[Pairs]) -> Ints:
    """The connected component of each position, as a number."""
    pairs = list(links)
    left = np.concatenate([np.empty(0, np.int64), *(one.left for one in pairs)])
    right = np.concatenate([np.empty(0, np.int64), *(one.right for one in pairs)])
    graph = coo_matrix((np.ones(len(left), np.int8), (left, right)), shape=(count, count))
    labels: Ints = connected_components(graph, directed=False)[1].astype(np.int64)
    return labels


def _pairs_within(members: Ints, group: Ints, count: int) -> Ints:
    """All pairs of members of one group, each as one number; groups stand together and are small."""
    codes: list[Ints] = [np.empty(0, np.int64)]
    for step in range(1, CROWD):
        together = np.flatnonzero(group[:-step] == group[step:])
        if not len(together):
            break
        one, other = members[together], members[together + step]
        codes.append(np.minimum(one, other) * count + np.maximum(one, other))
    return np.concatenate(codes)


def _distinct(codes: Ints) -> Ints:
    """Sorted, each once. `np.unique` looks them up in a table, which takes six times as long."""
    codes.sort()
    return codes[np.concatenate([[True], codes[1:] != codes[:-1]])] if len(codes) else codes


def _crowds(
    crowds: list[Ints], turn: int, connected: Ints, similarity: Similarity, threshold: float
) -> Pairs:
    """Links that connect the members of each crowd, as far as they are alike.

    One member leads: those alike are linked to it and are done with, then one of the others leads. Who leads differs
    from turn to turn, so that what one leader does not connect another may. All crowds take their steps together.
    """
    found: list[Pairs] = []
    rest = [_shuffled(crowd, turn) for crowd in crowds]
    for _ in range(LEADERS):
        rest = [members for members in rest if len(members) > 1]
        if not rest:
            break
        leaders = np.repeat([members[0] for members in rest], [len(members) - 1 for members in rest])
        others = np.concatenate([members[1:] for members in rest])
        fresh = connected[leaders] != connected[others]
        scores = np.zeros(len(others))
        scores[fresh] = similarity(leaders[fresh], others[fresh])
        alike = scores >= threshold
        left, right = np.minimum(leaders, others), np.maximum(leaders, others)
        found.append(Pairs(left, right, scores).where(alike))
        done = alike | ~fresh
        edges = np.cumsum([len(members) - 1 for members in rest])[:-1]
        rest = [
            part[~gone] for part, gone in zip(np.split(others, edges), np.split(done, edges), strict=True)
        ]
    return _joined(found)


def _shuffled(members: Ints, turn: int) -> Ints:
    keys = (members.astype(np.uint64) + np.uint64(turn << 40)) * np.uint64(0x9E3779B97F4A7C15)
    return members[np.argsort(keys ^ (keys >> np.uint64(29)), kind="stable")]


def _joined(pairs: list[Pairs]) -> Pairs:
    if not pairs:
        return NO_PAIRS
    return Pairs(
        np.concatenate([one.left for one in pairs]),
        np.concatenate([one.right for one in pairs]),
        np.concatenate([one.similarity for one in pairs]),
    )


def _united(pairs: list[Pairs], count: int) -> Pairs:
    """All of them, each once, sorted."""
    joined = _joined(pairs)
    _, first = np.unique(joined.left * count + joined.right, return_index=True)
    return Pairs(joined.left[first], joined.right[first], joined.similarity[first])


def _width(threshold: float) -> int:
    """The most numbers a bucket's key can be made of, so that pairs at the threshold still share one."""
    return max((w for w in range(1, 21) if 1 - (1 - threshold**w) ** (_NUMBERS // w) >= _RECALL), default=1)


def _mixed(columns: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint64]:
    """One number for each row."""
    mixed = np.zeros(len(columns), np.uint64)
    for column in columns.T:
        mixed = (mixed ^ column) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(32)
    return mixed

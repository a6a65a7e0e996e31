from __future__ import annotations

import numpy as np
import pytest

from manimill.duplicates.near import CROWD, components, similar_sets
from manimill.duplicates.sets import Neighbourhood, Sets


def sets_of(count: int, families: int, seed: int, changes: int) -> list[np.ndarray]:
    """Sets that share much with the others of their family."""
    rng = np.random.default_rng(seed)
    parents = [
        rng.choice(10**6, rng.integers(20, 120), replace=False).astype(np.uint32) for _ in range(families)
    ]
    made = []
    for n in range(count):
        parent = parents[n % families]
        kept = parent[rng.random(len(parent)) > changes / 100]
        more = rng.choice(10**6, rng.integers(0, 1 + len(parent) * changes // 100)).astype(np.uint32)
        made.append(np.union1d(kept, more))
    return made


def all_pairs(sets: list[np.ndarray], threshold: float) -> set[tuple[int, int]]:
    plain = [frozenset(one.tolist()) for one in sets]
    return {
        (a, b)
        for a in range(len(plain))
        for b in range(a + 1, len(plain))
        if len(plain[a] & plain[b]) >= threshold * len(plain[a] | plain[b])
    }


@pytest.mark.parametrize(("threshold", "changes"), [(0.5, 16), (0.8, 6), (0.9, 3)])
def test_of_a_hundred_similar_pairs_ninety_nine_are_found_and_no_other(
    threshold: float, changes: int
) -> None:
    sets = sets_of(1500, families=300, seed=1, changes=changes)
    found = similar_sets(Sets.of(sets), threshold)
    wanted = all_pairs(sets, threshold)
    pairs = set(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert len(wanted) > 500
    assert pairs <= wanted
    assert len(pairs) >= 0.99 * len(wanted)


def test_a_crowd_is_connected_though_not_all_its_pairs_are_looked_at() -> None:
    sets = sets_of(900, families=3, seed=2, changes=4)
    found = similar_sets(Sets.of(sets), 0.8)
    assert len(sets) / 3 > CROWD
    assert len(found.left) < len(all_pairs(sets, 0.8)) / 5
    component = components(len(sets), [found])
    assert [len(set(component[family::3])) for family in range(3)] == [1, 1, 1]


def test_similarity_is_exact() -> None:
    sets = Sets.of([np.array(s, np.uint32) for s in ([1, 2, 3, 4], [2, 3, 4, 5], [9], [])])
    left, right = np.array([0, 0, 2, 3]), np.array([1, 2, 2, 3])
    assert sets.jaccard(left, right).tolist() == [3 / 5, 0, 1, 0]
    assert Neighbourhood.of(sets).similarities(0).tolist() == [1, 3 / 5, 0, 0]


def test_shingles_of_many_codes_are_those_of_each() -> None:
    rows = [np.arange(n, n + length, dtype=np.uint32) % 7 for n, length in enumerate((9, 3, 0, 5, 40))]
    together = Sets.of_tokens(rows)
    for n, row in enumerate(rows):
        alone = Sets.of_tokens([row])
        assert together.hashes[together.starts[n] : together.starts[n + 1]].tolist() == alone.hashes.tolist()
    assert together.sizes().tolist() == [5, 1, 0, 1, 7]


def test_few_or_none_are_no_pairs() -> None:
    assert len(similar_sets(Sets.of([]), 0.8).left) == 0
    assert len(similar_sets(Sets.of([np.array([1], np.uint32)]), 0.8).left) == 0
    twice = Sets.of([np.array([1], np.uint32)] * 2)
    assert len(similar_sets(twice, 0.8).left) == 1
    assert len(similar_sets(twice, 1.0).left) == 0

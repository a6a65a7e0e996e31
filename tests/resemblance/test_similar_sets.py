from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manimill.resemblance.sets import Hashes, nearest_sets, similar_sets

SETS = st.lists(st.sets(st.integers(0, 30), max_size=20), max_size=12)
FLOORS = st.sampled_from([0.3, 0.5, 2 / 3, 0.8, 0.9, 1.0])


def arrays(sets: list[set[int]]) -> list[Hashes]:
    return [np.array(sorted(one), np.uint32) for one in sets]


def by_hand(left: list[set[int]], right: list[set[int]], floor: float) -> dict[tuple[int, int], float]:
    return {
        (i, j): len(one & other) / len(one | other)
        for i, one in enumerate(left)
        for j, other in enumerate(right)
        if one & other and len(one & other) / len(one | other) >= floor
    }


@given(SETS, SETS, FLOORS)
def test_every_pair_that_reaches_the_floor_is_found_and_no_other(
    left: list[set[int]], right: list[set[int]], floor: float
) -> None:
    found = similar_sets(arrays(left), arrays(right), floor)
    pairs = zip(found.left.tolist(), found.right.tolist(), strict=True)
    assert dict(zip(pairs, found.similarity.tolist(), strict=True)) == by_hand(left, right, floor)


@given(SETS, SETS, FLOORS)
def test_the_nearest_is_the_best_of_all_pairs_and_the_first_of_equals(
    left: list[set[int]], right: list[set[int]], floor: float
) -> None:
    best: dict[int, tuple[float, int]] = {}
    for (i, j), similarity in by_hand(left, right, floor).items():
        best[i] = min(best.get(i, (0.0, j)), (-similarity, j))
    found = nearest_sets(arrays(left), arrays(right), floor)
    assert {
        i: (-similarity, j)
        for i, j, similarity in zip(
            found.left.tolist(), found.right.tolist(), found.similarity.tolist(), strict=True
        )
    } == best


def test_many_sets_are_compared_in_blocks_without_a_seam() -> None:
    rng = np.random.default_rng(3)
    left = [np.unique(rng.integers(0, 4000, 30)).astype(np.uint32) for _ in range(1300)]
    right = [*left[::-1]]
    found = similar_sets(left, right, 0.95)
    assert found.left.tolist() == list(range(1300))
    assert found.right.tolist() == list(range(1299, -1, -1))
    assert set(found.similarity.tolist()) == {1.0}


@pytest.mark.parametrize(("left", "right"), [([], [{1}]), ([{1}], []), ([set()], [set()])])
def test_nothing_is_like_nothing(left: list[set[int]], right: list[set[int]]) -> None:
    assert len(similar_sets(arrays(left), arrays(right), 0.5).left) == 0
    assert len(nearest_sets(arrays(left), arrays(right), 0.5).left) == 0

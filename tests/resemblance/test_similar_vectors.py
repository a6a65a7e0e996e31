from __future__ import annotations

import numpy as np

from manimill.resemblance.vectors import Vectors, nearest_vectors, similar_vectors


def directions(count: int, seed: int) -> Vectors:
    found = np.random.default_rng(seed).normal(size=(count, 8)).astype(np.float32)
    unit: Vectors = found / np.linalg.norm(found, axis=1, keepdims=True)
    return unit


def test_every_pair_above_the_floor_is_found_across_blocks() -> None:
    left, right = directions(1100, 1), directions(2100, 2)
    product = np.round(left.astype(np.float64) @ right.astype(np.float64).T, 6)
    rows, columns = np.nonzero(product >= 0.9)
    found = similar_vectors(left, right, 0.9)
    assert len(rows) > 100
    assert found.left.tolist() == rows.tolist()
    assert found.right.tolist() == columns.tolist()
    assert found.similarity.tolist() == product[rows, columns].tolist()


def test_the_nearest_is_the_first_of_equals_and_nothing_below_the_floor() -> None:
    left, right = directions(50, 1), directions(2100, 2)
    right[1500] = right[40] = left[7]
    product = np.round(left.astype(np.float64) @ right.astype(np.float64).T, 6)
    found = nearest_vectors(left, right, 0.0)
    assert found.left.tolist() == list(range(50))
    assert found.right.tolist() == product.argmax(axis=1).tolist()
    assert found.right[7] == 40
    assert nearest_vectors(left, right, 0.9999).left.tolist() == [7]


def test_a_text_without_known_words_is_like_nothing_not_even_itself() -> None:
    nothing = np.zeros((1, 8), np.float32)
    assert len(similar_vectors(nothing, nothing, 0.5).left) == 0


def test_no_vectors_are_no_pairs() -> None:
    assert len(similar_vectors(directions(0, 1), directions(3, 1), 0.5).left) == 0
    assert len(nearest_vectors(directions(3, 1), directions(0, 1), 0.5).left) == 0

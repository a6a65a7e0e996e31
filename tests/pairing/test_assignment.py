from __future__ import annotations

import numpy as np
import pytest

from manimill.pairing.assignment import assign
from manimill.pairing.competition import marginals


def edges(matrix: list[list[float]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    values = np.array(matrix)
    rows, columns = np.nonzero(~np.isnan(values))
    return rows, columns, values[rows, columns]


def once(count: int) -> np.ndarray:
    return np.ones(count, np.int64)


def test_the_sum_counts_not_the_single_best() -> None:
    rows, columns, logits = edges([[5.0, 4.0], [4.5, 0.0]])
    chosen = assign(rows, columns, logits, (once(2), once(2)))
    assert [(int(rows[edge]), int(columns[edge])) for edge in chosen] == [(0, 1), (1, 0)]


def test_a_text_rather_stays_alone_than_with_one_that_is_out_of_the_question() -> None:
    rows, columns, logits = edges([[5.0, -9.0], [-9.0, -9.0]])
    chosen = assign(rows, columns, logits, (once(2), once(2)))
    assert [(int(rows[edge]), int(columns[edge])) for edge in chosen] == [(0, 0)]


def test_copies_can_be_given_as_often_as_they_are_there() -> None:
    rows, columns, logits = edges([[5.0, 1.0], [4.0, 3.0], [4.5, -1.0]])
    chosen = assign(rows, columns, logits, (once(3), np.array([2, 1])))
    assert sorted((int(rows[edge]), int(columns[edge])) for edge in chosen) == [(0, 0), (1, 1), (2, 0)]


def test_no_edges() -> None:
    nothing = np.empty(0, np.int64)
    assert len(assign(nothing, nothing, np.empty(0), (nothing, nothing))) == 0


def test_twins_share_what_one_of_them_would_have_alone() -> None:
    rows, columns, logits = edges([[5.0, 5.0], [5.0, 5.0]])
    odds = marginals(rows, columns, logits, (once(2), once(2)))
    assert odds == pytest.approx([odds[0]] * 4)
    assert abs(odds[0]) < 0.2
    alone = marginals(*edges([[5.0]]), (once(1), once(1)))
    assert alone[0] > 3


def test_a_firmly_taken_code_frees_the_next_best() -> None:
    rows, columns, logits = edges([[9.0, 2.0], [3.0, 2.0]])
    odds = dict(
        zip(
            zip(rows.tolist(), columns.tolist(), strict=True),
            marginals(rows, columns, logits, (once(2), once(2))),
            strict=True,
        )
    )
    assert odds[0, 0] > 2
    assert odds[1, 1] > odds[1, 0]

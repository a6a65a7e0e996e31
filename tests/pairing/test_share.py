from __future__ import annotations

import numpy as np
import pytest

from manimill.pairing.share import SYSTEMATIC, likeliest_share, mismatched_share


@pytest.mark.parametrize("wrong", [0, 30, 50, 100])
def test_the_share_of_what_is_beyond_doubt_is_counted(wrong: int) -> None:
    share = mismatched_share(np.repeat([-20.0, 20.0], [wrong, 100 - wrong]))
    assert share.estimate == pytest.approx(wrong / 100, abs=0.003)
    assert share.low <= wrong / 100 <= share.high


def test_the_interval_is_that_of_a_count_where_nothing_is_in_doubt() -> None:
    share = mismatched_share(np.repeat([-20.0, 20.0], [300, 700]))
    half = 1.96 * np.sqrt(0.3 * 0.7 / 1000)
    assert share.high - share.low == pytest.approx(2 * half + 2 * SYSTEMATIC, abs=0.01)


def test_pairs_that_say_nothing_leave_the_share_open() -> None:
    share = mismatched_share(np.zeros(50))
    assert (share.low, share.high) == (0, 1)


def test_the_share_reads_as_a_sentence_has_it() -> None:
    assert str(mismatched_share(np.repeat([-20.0, 20.0], [1, 1]))).startswith("50.0 % (95 % interval ")


def test_few_things_are_not_all_of_a_kind_for_certain() -> None:
    assert likeliest_share(np.full(1, 9.0)) < 0.9
    assert likeliest_share(np.full(1000, 9.0)) > 0.99
    assert likeliest_share(np.full(1000, -9.0)) < 0.01

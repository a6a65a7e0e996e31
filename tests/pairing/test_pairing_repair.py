"""Scrambled pairs put back together: what can be, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from tests.pairing.corpus import belongs, right_pairs, shuffled

from manimill.pairing import Pair, Repair, repair_pairs, score_pairs


def repaired(pairs: Sequence[Pair]) -> Repair:
    return repair_pairs(score_pairs(pairs))


def right(repair: Repair) -> int:
    pairs = repair.pairing.pairs
    together = [(row.description_index, row.code_index) for row in repair.asserted]
    return sum(belongs(pairs[said or 0].description, pairs[shown or 0].code) for said, shown in together)


def test_shuffled_pairs_are_put_back() -> None:
    repair = repaired(shuffled(right_pairs()))
    assert len(repair.asserted) >= 37
    assert right(repair) == len(repair.asserted)
    assert all(row.repaired for row in repair.asserted)


def test_pairs_that_match_stay() -> None:
    pairs = [*shuffled(right_pairs()[:10]), *right_pairs()[10:]]
    asserted = repaired(pairs).asserted
    stayed = {row.description_index for row in asserted if not row.repaired}
    assert stayed == set(range(10, 40))
    assert all(row.description_index == row.code_index for row in asserted if not row.repaired)


@pytest.mark.parametrize("known", [0, 10, 30])
def test_every_half_is_there_once(known: int) -> None:
    pairs = [*right_pairs()[:known], *shuffled(right_pairs()[known:])]
    rows = repaired(pairs).rows
    assert sorted(row.description_index for row in rows if row.description_index is not None) == list(
        range(40)
    )
    assert sorted(row.code_index for row in rows if row.code_index is not None) == list(range(40))
    assert all(
        (row.confidence is None) == (row.description_index is None or row.code_index is None) for row in rows
    )


def test_what_fits_nothing_is_released() -> None:
    pairs = right_pairs()
    # The descriptions of the first half beside codes of the second: none of them belongs to any.
    strangers = [Pair(pairs[at].description, pairs[at + 20].code) for at in range(20)]
    repair = repaired(strangers)
    assert repair.asserted == []
    assert len(repair.rows) == 40


def test_a_description_whose_code_is_missing_stays_alone() -> None:
    pairs = right_pairs()
    scrambled = shuffled(pairs[:36])
    lost = Pair("Four dolphins jump through burning hoops while an orchestra plays.", pairs[39].code)
    repair = repaired([*scrambled, lost])
    alone = {row.description_index for row in repair.rows if row.code_index is None}
    assert 36 in alone
    assert right(repair) == len(repair.asserted) >= 30


def test_repeated_codes_go_to_as_many_descriptions() -> None:
    pairs = list(right_pairs()[:20])
    twin = Pair("Draw a box around the formula for the area of a circle, pi r squared.", pairs[1].code)
    repair = repaired([*shuffled([*pairs, twin])])
    given = Counter(repair.pairing.pairs[row.code_index or 0].code for row in repair.asserted)
    beside = {
        repair.pairing.pairs[row.description_index or 0].description
        for row in repair.asserted
        if repair.pairing.pairs[row.code_index or 0].code == twin.code
    }
    assert given[twin.code] == 2
    assert beside == {twin.description, pairs[1].description}


def test_repair_depends_on_no_order() -> None:
    scrambled = shuffled(right_pairs())

    def together(pairs: Sequence[Pair]) -> set[tuple[str, str, float]]:
        return {
            (pairs[row.description_index or 0].description, pairs[row.code_index or 0].code, row.certainty)
            for row in repaired(pairs).asserted
        }

    assert together(scrambled) == together(scrambled[::-1])


def test_a_lower_precision_asserts_more_and_needs_nothing_new() -> None:
    pairs = right_pairs()
    strangers = [Pair(pairs[at].description, pairs[at + 10].code) for at in range(25)]
    repair = repaired(strangers)
    loose = repair.at(0.5)
    assert loose.proposed is repair.proposed
    assert len(loose.asserted) > len(repair.asserted)
    assert len(repair.at(1.0).asserted) <= len(repair.asserted)


def test_the_most_certain_are_asserted_first() -> None:
    repair = repaired(shuffled(right_pairs()))
    proposed = [row.certainty for row in repair.proposed]
    assert proposed == sorted(proposed, reverse=True)
    assert {row.certainty for row in repair.asserted} <= {*proposed[: len(repair.asserted)]}


def test_nothing_to_repair() -> None:
    assert repaired([]).rows == []
    rows = repaired(right_pairs()).rows
    assert [(row.description_index, row.code_index, row.repaired) for row in rows] == [
        (n, n, False) for n in range(40)
    ]

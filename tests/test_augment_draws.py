from __future__ import annotations

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from manimill.augment.draws import BITS, content_key, draw, ranked, rows_for

RATES = st.floats(1, 10, allow_nan=False)
DRAWS = st.integers(0, 2**BITS - 1)
ALMOST_NEVER = 1e-9


def extra(rate: float) -> int:
    """How many of the 2**53 draws give a row more."""
    return int((Fraction(rate) - floor(rate)) * 2**BITS)


@given(RATES)
def test_over_all_draws_the_mean_number_of_rows_is_the_rate_exactly(rate: float) -> None:
    more = extra(rate)
    # The draws below `more` give the larger number and those from it on the smaller one, see the next test.
    total = more * (floor(rate) + 1) + (2**BITS - more) * floor(rate)
    assert Fraction(total, 2**BITS) == Fraction(rate)


@given(RATES, DRAWS)
def test_the_draws_below_the_fraction_give_one_row_more(rate: float, drawn: int) -> None:
    assert rows_for(rate, drawn) == floor(rate) + (drawn < extra(rate))


@given(RATES)
def test_the_step_is_where_the_fraction_is(rate: float) -> None:
    more = extra(rate)
    assert rows_for(rate, more) == floor(rate)
    if more:
        assert rows_for(rate, more - 1) == floor(rate) + 1


@pytest.mark.parametrize("rate", [1.0, 2.0, 10.0])
def test_a_whole_rate_leaves_nothing_to_chance(rate: float) -> None:
    assert {rows_for(rate, drawn) for drawn in (0, 1, 2**52, 2**BITS - 1)} == {int(rate)}


@pytest.mark.parametrize("rate", [1.1, 1.5, 2.25, 2.9])
def test_contents_are_drawn_as_if_by_chance(rate: float) -> None:
    contents = [content_key(f"code {n}", f"description {n}") for n in range(4000)]
    more = sum(rows_for(rate, draw(42, key, "rows")) > floor(rate) for key in contents)
    low, high = binom.interval(1 - ALMOST_NEVER, len(contents), rate - floor(rate))
    assert low <= more <= high


def test_another_seed_draws_other_samples() -> None:
    contents = [content_key("code", f"description {n}") for n in range(400)]
    drawn = {seed: {key for key in contents if rows_for(1.5, draw(seed, key, "rows")) > 1} for seed in (1, 2)}
    both = len(drawn[1] & drawn[2])
    low, high = binom.interval(1 - ALMOST_NEVER, len(contents), 0.25)
    assert low <= both <= high


def test_code_and_description_are_told_apart() -> None:
    assert content_key("ab", "c") != content_key("a", "bc")
    assert content_key("a", "b") != content_key("b", "a")


def test_draws_are_what_they_were() -> None:
    """A change here gives every augmented dataset other rows."""
    key = content_key("from manim import *\n", "Draw a circle.")
    assert key == "a77aeb99ac0ba12d70adfb4e6599957cf0e0dba41815c770851805a22862c168"
    assert draw(42, key, "rows") == 806573007190785


def test_half_of_a_surrogate_pair_is_drawn_too() -> None:
    assert content_key("\ud800", "x") != content_key("\ud801", "x")


NAMES = [f"template_{n}" for n in range(50)]


@given(st.text(), st.integers(), st.sets(st.text(min_size=1), min_size=1), st.text())
def test_a_new_name_leaves_the_others_in_order(key: str, seed: int, names: set[str], new: str) -> None:
    before, after = ranked(names, seed, key), ranked(names | {new}, seed, key)
    assert [name for name in after if name in names] == before
    assert ranked(sorted(names, reverse=True), seed, key) == before


def test_a_new_name_is_the_first_of_few() -> None:
    keys = [content_key("code", f"description {n}") for n in range(5000)]
    moved = sum(ranked(NAMES, 42, k)[0] != ranked([*NAMES, "new"], 42, k)[0] for k in keys)
    low, high = binom.interval(1 - ALMOST_NEVER, len(keys), 1 / (len(NAMES) + 1))
    assert low <= moved <= high


def test_every_name_is_the_first_as_often_as_any_other() -> None:
    keys = [content_key("code", f"description {n}") for n in range(5000)]
    first = [ranked(NAMES, 42, key)[0] for key in keys]
    low, high = binom.interval(1 - ALMOST_NEVER, len(keys), 1 / len(NAMES))
    assert all(low <= first.count(name) <= high for name in NAMES)

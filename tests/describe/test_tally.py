"""What a run of asking came to, in figures and in words."""

from __future__ import annotations

import pytest

from manimill.describe.tally import Tally, figures, span, summary


def test_figures_say_what_is_done_and_how_long_it_takes() -> None:
    tally = Tally(
        settled=1500, accepted=1400, failed=100, kept=500, asked=1200, input_tokens=1_234_567, output_tokens=89_000,
        spent=1.23456, troubles={"slow": 3, "rejected": 2},
    )  # fmt: skip
    assert figures(tally, 2005, 100.0, 7) == {
        "done": "1,400 of 2,005",
        "failed": "105",
        "under way": "7",
        "tokens": "1,234,567 in, 89,000 out",
        "dollars": "1.2346",
        "time left": "50 s",
    }


def test_there_is_no_time_left_to_tell_before_anything_is_new_or_when_nothing_is_left() -> None:
    assert "time left" not in figures(Tally(settled=5, kept=5), 10, 100.0, 1)
    assert "time left" not in figures(Tally(settled=10, kept=5), 10, 100.0, 0)


def test_answers_without_a_price_are_said() -> None:
    assert figures(Tally(unpriced=1), 10, 1.0, 1)["dollars"] == "0.0000 and unpriced answers"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min 0 s"),
        (3599, "59 min 59 s"),
        (3600, "1 h 0 min"),
        (90_000, "25 h 0 min"),
    ],
)
def test_spans_are_said_in_two_units(seconds: float, said: str) -> None:
    assert span(seconds) == said


def test_a_run_is_one_line() -> None:
    assert summary(Tally(accepted=1200, asked=1300, spent=1.5)) == (
        "1,200 descriptions (1,300 answers asked for, $1.5000)"
    )
    assert summary(Tally(accepted=1, failed=2, left=3)).endswith(
        ", 2 without an answer that passes, 3 left for another run"
    )


def test_a_later_part_counts_its_descriptions_once() -> None:
    first = Tally(
        settled=10, accepted=9, failed=1, kept=2, asked=12, input_tokens=100, output_tokens=10, spent=1.0, unpriced=1,
        troubles={"slow": 1},
    )  # fmt: skip
    # Two that were accepted are asked for again: one is accepted once more, the other fails.
    later = Tally(
        settled=2, accepted=1, failed=1, kept=0, asked=3, input_tokens=30, output_tokens=3, spent=0.5,
        troubles={"slow": 2, "cut": 1},
    )  # fmt: skip
    assert first.plus(later) == Tally(
        settled=10, accepted=8, failed=2, kept=2, asked=15, input_tokens=130, output_tokens=13, spent=1.5, unpriced=1,
        troubles={"slow": 3, "cut": 1},
    )  # fmt: skip


def test_what_a_later_part_leaves_is_accepted_no_more() -> None:
    first = Tally(settled=10, accepted=10)
    both = first.plus(Tally(settled=1, accepted=1, left=2, stopped="the budget is spent"))
    assert (both.accepted, both.left, both.stopped) == (8, 2, "the budget is spent")

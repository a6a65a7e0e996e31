"""Scores of pairs: right ones above shuffled ones, whatever stands around them."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.pairing.corpus import right_pairs, shuffled

from manimill.engine import LocalEngine
from manimill.pairing import Pair, in_common, score_pairs


def test_right_pairs_match_and_shuffled_ones_do_not() -> None:
    pairs = right_pairs()
    right, wrong = score_pairs(pairs), score_pairs(shuffled(pairs))
    assert right.counts() == {"match": 40, "unsure": 0, "mismatch": 0}
    assert wrong.counts()["match"] == 0
    assert wrong.counts()["mismatch"] >= 38
    assert right.scores.min() > wrong.scores.max()


@pytest.mark.parametrize("wrong", [0, 4, 20, 36])
def test_the_share_is_within_its_interval(wrong: int) -> None:
    pairs = right_pairs()
    share = score_pairs([*shuffled(pairs[:wrong]), *pairs[wrong:]]).mismatched_share()
    assert share.low <= wrong / 40 <= share.high
    assert share.high - share.low < 0.4


def test_a_file_of_two_pairs_can_be_judged() -> None:
    pairs = right_pairs()
    for one, other in ((0, 1), (5, 9), (12, 30)):
        right = [pairs[one], pairs[other]]
        crossed = [
            Pair(pairs[one].description, pairs[other].code),
            Pair(pairs[other].description, pairs[one].code),
        ]
        assert score_pairs(right).scores.min() > 0.5
        assert score_pairs(crossed).scores.max() < 0.5


def test_scores_depend_on_no_order() -> None:
    pairs = [*shuffled(right_pairs()[:20]), *right_pairs()[20:]]
    order = list(range(len(pairs)))
    random.Random(3).shuffle(order)
    straight = score_pairs(pairs)
    mixed = score_pairs([pairs[at] for at in order])
    np.testing.assert_array_equal(mixed.logits, straight.logits[order])
    assert [pairs[order[at]] for at in mixed.worst(10)] == [pairs[at] for at in straight.worst(10)]


def test_scores_depend_on_no_number_of_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("manimill.pairing.evidence._CHUNK", 10)
    pairs = right_pairs()
    np.testing.assert_array_equal(
        score_pairs(pairs, engine=LocalEngine(2)).logits, score_pairs(pairs, engine=LocalEngine(1)).logits
    )


def test_other_thresholds_need_no_new_scores() -> None:
    pairing = score_pairs([*shuffled(right_pairs()[:20]), *right_pairs()[20:]])
    strict = pairing.at(match=0.9999, mismatch=0.0001)
    assert strict.logits is pairing.logits
    assert strict.counts()["unsure"] > pairing.counts()["unsure"]
    assert pairing.at(match=0.5, mismatch=0.4999).counts()["unsure"] == 0


@pytest.mark.parametrize(("match", "mismatch"), [(0.1, 0.9), (0.5, 0.5), (1.1, 0.1), (0.9, -0.1)])
def test_thresholds_that_leave_no_room_are_refused(match: float, mismatch: float) -> None:
    with pytest.raises(ValueError, match="thresholds"):
        score_pairs(right_pairs()[:2]).at(match=match, mismatch=mismatch)


def test_the_worst_come_first() -> None:
    pairs = list(right_pairs())
    pairs[7] = Pair(pairs[7].description, pairs[30].code)
    assert score_pairs(pairs).worst(3)[0] == 7


def test_code_that_does_not_parse_is_judged_by_its_words() -> None:
    broken = [
        replace(pair, code=pair.code.replace("def construct(self):", "def construct(self)"))
        for pair in right_pairs()
    ]
    assert score_pairs(broken).counts()["match"] >= 36
    assert score_pairs(shuffled(broken)).counts()["match"] == 0


def test_what_is_told_about_code_counts() -> None:
    code = "from manim import *\n\nclass A(Scene):\n    def construct(self):\n        show_it(self)\n"
    description = "Three penguins slide down an iceberg."
    untold = [*right_pairs(), Pair(description, code)]
    told = [*right_pairs(), Pair(description, code, told="penguins slide on an iceberg")]
    assert score_pairs(told).scores[-1] > score_pairs(untold).scores[-1] + 0.5


def test_nothing_to_score() -> None:
    pairing = score_pairs([])
    assert len(pairing) == 0
    assert pairing.counts() == {"match": 0, "unsure": 0, "mismatch": 0}
    assert (pairing.share.low, pairing.share.high) == (0.0, 1.0)


@pytest.mark.parametrize("text", ["", "   ", "\x00", "😀" * 50, "²" * 300, "a" * 100_000, "\ud800"])
def test_any_text_can_be_scored(text: str) -> None:
    scores = score_pairs(
        [Pair(text, "from manim import *"), Pair("a circle", text), *right_pairs()[:3]]
    ).scores
    assert np.isfinite(scores).all()


def test_what_a_pair_has_in_common_is_told_in_the_words_of_the_description() -> None:
    pair = right_pairs()[0]
    assert in_common(pair) == ["yellow", "triangle", "rolls", "ground", "left", "right", "turning"]
    assert in_common(Pair("Three penguins.", pair.code)) == []


def test_evidence_depends_on_no_hash_seed() -> None:
    program = (
        "from tests.pairing.corpus import right_pairs\n"
        "from manimill.engine import LocalEngine\n"
        "from manimill.pairing.evidence import read_codes\n"
        "codes = [(pair.code, None) for pair in right_pairs()]\n"
        "print([text.tokens.tobytes().hex() for text in read_codes(codes, LocalEngine(1))])"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(printed) == 1

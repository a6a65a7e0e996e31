from __future__ import annotations

import random

import pytest

from manimill.duplicates import meaning
from manimill.duplicates.meaning import same_meaning

WORDS = (
    "circle square triangle graph parabola vector matrix table sphere cube wave number limit angle proof area speed "
    "force light prime heat mass orbit fraction"
)


def texts(count: int) -> list[str]:
    """Requests in pairs: one, and the same with another word in the place of one of its many."""
    rng = random.Random(1)
    made = []
    for _ in range(count // 2):
        words = rng.choices(WORDS.split(), k=14)
        made.append("show the " + " and the ".join(words))
        words[rng.randrange(14)] = rng.choice(WORDS.split())
        made.append("display the " + " and the ".join(words))
    return sorted(set(made))


def test_planes_find_what_all_pairs_find(monkeypatch: pytest.MonkeyPatch) -> None:
    said = texts(1600)
    wanted = same_meaning(said, 0.97)
    monkeypatch.setattr(meaning, "_ALL_PAIRS", 10)
    found = same_meaning(said, 0.97)
    pairs = set(zip(found.left.tolist(), found.right.tolist(), strict=True))
    everything = set(zip(wanted.left.tolist(), wanted.right.tolist(), strict=True))
    assert len(everything) > 100
    assert pairs <= everything
    assert len(pairs) >= 0.98 * len(everything)


def test_nothing_is_compared_where_the_rule_is_off() -> None:
    assert len(same_meaning(["draw a circle", "please draw a circle"], 1.0).left) == 0
    assert len(same_meaning(["draw a circle"], 0.9).left) == 0

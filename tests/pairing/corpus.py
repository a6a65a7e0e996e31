"""Scenes with descriptions, written for these tests, and ways to bring them out of order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from manimill.pairing import Pair

_FILE = Path(__file__).parent.parent / "data" / "pairing" / "scenes.txt"


@cache
def right_pairs() -> tuple[Pair, ...]:
    parts = [entry.partition("\n---\n") for entry in _FILE.read_text(encoding="utf-8").split("\n===\n")]
    return tuple(Pair(description, code) for description, _, code in parts)


def shuffled(pairs: Sequence[Pair], seed: int = 1) -> list[Pair]:
    """Every description beside another's code."""
    order = list(range(len(pairs)))
    random.Random(seed).shuffle(order)
    moved = dict(zip(order, order[1:] + order[:1], strict=True))
    return [Pair(pair.description, pairs[moved[at]].code) for at, pair in enumerate(pairs)]


def belongs(description: str, code: str) -> bool:
    return Pair(description, code) in right_pairs()

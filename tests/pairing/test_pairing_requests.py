"""Requests as models write them, for the documentation's own examples: a style that nothing was fitted on."""

from __future__ import annotations

import random

import pytest
from tests.conftest import DATA

from manimill import DatasetRegistry
from manimill.pairing import Pair, repair_pairs, score_pairs

NAME = "manim_ce_docs"


@pytest.fixture(scope="module")
def requests() -> list[Pair]:
    codes = {sample.scene: sample.code for sample in DatasetRegistry.from_catalog().extract_all([NAME])}
    lines = (DATA / "pairing" / "requests.txt").read_text(encoding="utf-8").splitlines()
    return [Pair(request, codes[name]) for name, _, request in (line.partition(": ") for line in lines)]


def test_requests_stand_beside_their_example(requests: list[Pair]) -> None:
    pairing = score_pairs(requests)
    assert len(requests) == 62
    assert pairing.counts()["match"] >= 60
    assert pairing.share.low == 0


def test_scrambled_requests_find_their_example(requests: list[Pair]) -> None:
    order = list(range(len(requests)))
    random.Random(5).shuffle(order)
    scrambled = [Pair(pair.description, requests[at].code) for pair, at in zip(requests, order, strict=True)]
    repair = repair_pairs(score_pairs(scrambled))
    wrong = [row for row in repair.asserted if order[row.code_index or 0] != row.description_index]
    assert len(repair.asserted) >= 50
    assert wrong == []

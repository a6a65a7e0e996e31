"""How many fabricated answers are caught and how many good ones are rejected; the benchmark says more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import pytest
from tests.acceptance.material import derived, written
from tests.acceptance.planting import KINDS, Good, material, planted, swapped

from manimill.acceptance import Acceptance, Told, strangers

RARELY = {
    "thing, held out": 0.9,
    "other scene, same topic": 0.75,
    "other scene, most alike": 0.6,
    "colour": 0.3,
}
"""Kinds with floors of their own: one wears other words, the others are about scenes that do nearly the same."""
MATERIALS: dict[str, Callable[[], tuple[Good, ...]]] = {
    "written": written,
    "written later": lambda: written("answers_later.jsonl"),
    "derived": derived,
}


@cache
def accepted(name: str) -> tuple[Good, ...]:
    checks = Acceptance()
    return tuple(g for g in MATERIALS[name]() if not checks.objections(g.told, g.style, g.text))


@cache
def caught() -> dict[str, list[bool]]:
    """By kind, whether each answer made of the written ones and of every fourth derived one is caught."""
    checks = Acceptance()
    found: dict[str, list[bool]] = {}
    for good in (accepted("written"), accepted("written later"), accepted("derived")[::4]):
        for plant in planted(good):
            hit = bool(checks.objections(plant.told, plant.style, plant.text))
            found.setdefault(plant.kind, []).append(hit)
    return found


def test_the_material_is_as_large_as_it_is_said_to_be() -> None:
    assert [len(written()), len(written("answers_later.jsonl"))] == [124, 36]
    assert {
        style: sum(g.style == style for g in written()) for style in ("brief", "detailed", "teaching")
    } == {
        "brief": 42,
        "detailed": 41,
        "teaching": 41,
    }
    assert len(derived()) > 370
    assert len(material()["objects"]["tuning"]) + len(material()["objects"]["held_out"]) >= 80


@pytest.mark.parametrize("name", MATERIALS)
def test_at_most_three_good_answers_in_a_hundred_are_rejected(name: str) -> None:
    every = MATERIALS[name]()
    assert len(every) - len(accepted(name)) <= 0.03 * len(every)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - set(RARELY)))
def test_ninety_five_of_a_hundred_fabricated_answers_are_caught(kind: str) -> None:
    hits = caught()[kind]
    assert sum(hits) >= 0.95 * len(hits) and len(hits) > 40


@pytest.mark.parametrize("kind", sorted(RARELY))
def test_what_is_harder_to_tell_is_caught_mostly(kind: str) -> None:
    hits = caught()[kind]
    assert sum(hits) >= RARELY[kind] * len(hits) and len(hits) > 40


def test_ninety_five_of_a_hundred_are_caught_over_all() -> None:
    every = [hit for hits in caught().values() for hit in hits]
    assert sum(every) >= 0.95 * len(every)


def items(good: Sequence[Good], texts: Sequence[str] | None = None) -> list[tuple[str, Told, str]]:
    return [
        (f"{place}", answer.told, texts[place] if texts else answer.text) for place, answer in enumerate(good)
    ]


def test_exchanged_answers_are_found_in_the_collection_and_good_ones_are_left_alone() -> None:
    good = derived()
    right = strangers(items(good))
    texts, moved = swapped(good)
    found = strangers(items(good, texts))
    assert len(right) <= 0.03 * len(good)
    assert sum(str(place) in found for place in moved) >= 0.9 * len(moved)

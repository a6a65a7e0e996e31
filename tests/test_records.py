from __future__ import annotations

import random

import pytest

from manimill.records import Origin, Provenance, Sample, number_identical, sample_id


def sample(description: str | None = "Draw a circle.", row: int = 0, **metadata: object) -> Sample:
    return Sample.create(
        "mine",
        "print()",
        key=description or "",
        description=description,
        description_origin=Origin.HUMAN,
        provenance=Provenance(row=row),
        metadata=metadata,
    )


def test_the_id_is_16_hex_digits_of_source_key_and_code() -> None:
    # printf '["mine", "k", "c"]' | sha256sum
    assert sample_id("mine", "k", "c") == "e9c60a66bff265e7"


def test_no_part_of_the_id_can_be_mistaken_for_another() -> None:
    assert sample_id("ab", "c", "d") != sample_id("a", "bc", "d")


def test_the_row_number_is_no_part_of_the_id() -> None:
    assert sample(row=1).id == sample(row=2).id


def test_a_blank_description_is_none() -> None:
    blank = sample("  \n")
    assert (blank.description, blank.description_origin) == (None, Origin.NONE)


def test_samples_are_immutable() -> None:
    with pytest.raises(AttributeError):
        sample().code = "x"  # type: ignore[misc]


def test_identical_rows_get_ids_of_their_own() -> None:
    numbered = number_identical([sample(row=0), sample(row=1), sample("Another.", row=2)])
    assert len({s.id for s in numbered}) == 3
    assert sample().id in {s.id for s in numbered}


def test_which_of_identical_rows_gets_which_id_does_not_depend_on_order() -> None:
    rows = [sample(row=n, side=side) for n, side in enumerate(["train", "test", "train", "dev"])]
    expected = {s.id: s.metadata["side"] for s in number_identical(rows)}
    for seed in range(5):
        shuffled = rows[:]
        random.Random(seed).shuffle(shuffled)
        assert {s.id: s.metadata["side"] for s in number_identical(shuffled)} == expected


def test_adding_an_identical_row_changes_no_other_id() -> None:
    before = {s.id for s in number_identical([sample(), sample()])}
    after = {s.id for s in number_identical([sample(), sample(), sample()])}
    assert before < after


def test_only_unwritten_and_derived_descriptions_need_an_update() -> None:
    assert [o.value for o in Origin if o.needs_description_update] == ["derived", "none"]

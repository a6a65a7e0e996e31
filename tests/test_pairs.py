from __future__ import annotations

import random

import pytest

from manimill.engine import LocalEngine
from manimill.pairs import FEWEST, Fitted, fit_descriptions, pairing_statistics
from manimill.progress import Silent
from manimill.recipe import Pairing
from manimill.records import Origin, Sample
from manimill.render import Verdict
from manimill.render.verdict import VerdictKind

from .conftest import DATA

RIGHT = [
    (description, code)
    for entry in (DATA / "pairing" / "scenes.txt").read_text(encoding="utf-8").split("\n===\n")
    for description, _, code in [entry.partition("\n---\n")]
]


def scrambled(source: str = "rows") -> list[Sample]:
    """Every description beside the code of another one."""
    order = list(range(len(RIGHT)))
    random.Random(4).shuffle(order)
    following = dict(zip(order, order[1:] + order[:1], strict=True))
    return [sample(source, said, RIGHT[following[at]][1]) for at, (said, _) in enumerate(RIGHT)]


def sample(source: str, description: str | None, code: str) -> Sample:
    return Sample.create(
        source,
        code,
        key=description or code,
        scene="Scene",
        description=description,
        description_origin=Origin.UPSTREAM_LLM,
    )


def fitted(samples: list[Sample], renders: dict[str, Verdict] | None = None, **settings: object) -> Fitted:
    chosen = Pairing.model_validate(settings)
    return fit_descriptions(samples, renders or {}, chosen, LocalEngine(1), Silent())


def test_scrambled_descriptions_are_put_back_or_released_and_never_given_twice() -> None:
    samples = scrambled()
    found = fitted(samples)
    codes = {s.id: s.code for s in samples}
    put_back = {i: w for i, w in found.wordings.items() if w.action == "repaired"}
    assert len(put_back) > len(samples) / 2
    right = sum((w.description.text, codes[i]) in RIGHT for i, w in put_back.items())
    assert right >= 0.95 * len(put_back)
    given = [w.description.text for w in found.wordings.values() if w.description.text is not None]
    assert len(given) == len(set(given))
    assert set(found.confidence) == set(put_back)
    for identifier, wording in put_back.items():
        assert wording.lender not in (None, identifier)
    assert {w.description.text for w in found.wordings.values() if w.action == "released"} <= {None}


def test_descriptions_that_fit_stay() -> None:
    samples = [sample("rows", said, code) for said, code in RIGHT]
    found = fitted(samples)
    assert [w.action for w in found.wordings.values()].count("own") >= len(samples) - 1
    assert found.sources["rows"].share.low < 0.05


def test_what_was_on_screen_speaks_for_a_description_whose_words_the_code_lacks() -> None:
    code = "from manim import *\n\n\nclass A(Scene):\n    def construct(self):\n        self.add(made())\n"
    mine = sample("rows", "Show a dodecahedron with the word saffron.", code)
    samples = [mine, *(sample("rows", said, code) for said, code in RIGHT)]
    objects = [{"class": "Dodecahedron"}, {"class": "Text", "text": "saffron"}, {"class": "Dodecahedron"}]
    seen = {mine.id: Verdict(VerdictKind.OK, storyboard={"objects": objects})}
    assert fitted(samples, seen).fits[mine.id].score > fitted(samples).fits[mine.id].score


def test_sources_are_judged_apart() -> None:
    right = [sample("right", said, code) for said, code in RIGHT]
    found = fitted([*right, *scrambled("scrambled")])
    statistics = pairing_statistics(found, [*right, *scrambled("scrambled")])
    assert statistics["right"]["mismatched_share"]["high"] < 0.3
    assert statistics["scrambled"]["mismatched_share"]["low"] > 0.7
    assert statistics["right"]["repaired"] == 0 < statistics["scrambled"]["repaired"]
    for row in statistics.values():
        assert row["match"] + row["unsure"] + row["mismatch"] == row["pairs"] == len(RIGHT)


def test_without_repair_a_mismatch_is_released_dropped_or_kept_as_the_recipe_says() -> None:
    samples = scrambled()
    released = fitted(samples, repair=False)
    out = {i for i, w in released.wordings.items() if w.action == "released"}
    assert len(out) > len(samples) / 2
    assert not released.dropped
    assert fitted(samples, repair=False, mismatched="drop").dropped == out
    kept = fitted(samples, repair=False, mismatched="keep")
    assert {w.action for w in kept.wordings.values()} == {"own"}
    assert kept.fits == released.fits


def test_order_does_not_matter() -> None:
    samples = scrambled()
    assert fitted(samples).wordings == fitted(samples[::-1]).wordings


@pytest.mark.parametrize("settings", [{"enabled": False}, {}])
def test_pairs_are_left_alone_where_pairing_is_off_or_they_are_few(settings: dict[str, object]) -> None:
    samples = scrambled()[: len(RIGHT) if settings else FEWEST - 1]
    assert {w.action for w in fitted(samples, None, **settings).wordings.values()} == {"own"}


def test_a_sample_without_description_has_none() -> None:
    found = fitted([sample("rows", None, RIGHT[0][1])])
    assert [w.action for w in found.wordings.values()] == ["none"]
    assert not found.fits

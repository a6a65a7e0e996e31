"""Builds of a source whose pairs were scrambled, beside one that has the same codes without descriptions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from manimill import BuildResult, DatasetRegistry, Recipe, build
from manimill.engine import LocalEngine
from manimill.records import Origin, Provenance, Sample

from .test_pairs import RIGHT, scrambled


class Rows:
    def extract(self) -> list[Sample]:
        return [
            Sample.create(
                "rows",
                s.code,
                key=s.key,
                scene=s.code.partition("class ")[2].partition("(")[0],
                description=s.description,
                description_origin=Origin.HUMAN,
                provenance=Provenance(licence="CC-BY-4.0"),
            )
            for s in scrambled()
        ]


class Originals:
    """The same codes, where their authors publish them."""

    def extract(self) -> list[Sample]:
        return [
            Sample.create(
                "originals",
                f"# the original\n{code}",
                key=str(number),
                scene=code.partition("class ")[2].partition("(")[0],
                provenance=Provenance(licence="MIT"),
            )
            for number, (_, code) in enumerate(RIGHT)
        ]


def built(out: Path, **settings: object) -> BuildResult:
    registry = DatasetRegistry()
    registry.register("rows", Rows(), priority=10)
    registry.register("originals", Originals(), priority=90)
    recipe = {"sources": ["rows", "originals"], "render": {"enabled": False}, **settings}
    return build(Recipe.model_validate(recipe), out=out, registry=registry, engine=LocalEngine(1))


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    return built(tmp_path_factory.mktemp("scrambled") / "out")


def test_the_originals_are_kept_and_borrow_descriptions_that_were_put_back(result: BuildResult) -> None:
    rows = [*result.train.iter_rows(named=True), *result.test.iter_rows(named=True)]
    borrowed = [row for row in rows if row["source"] == "originals" and row["description_source"] == "rows"]
    assert len(borrowed) > len(RIGHT) / 2
    right = sum(
        (row["description"], row["code"].removeprefix("# the original\n")) in RIGHT for row in borrowed
    )
    assert right >= 0.95 * len(borrowed)
    assert {row["licence"] for row in borrowed} == {"CC-BY-4.0 AND MIT"}
    assert {row["description_origin"] for row in borrowed} == {"human"}


def test_the_others_are_described_from_their_code(result: BuildResult) -> None:
    rows = [*result.train.iter_rows(named=True), *result.test.iter_rows(named=True)]
    alone = [row for row in rows if row["description_source"] is None]
    assert {row["licence"] for row in alone if row["source"] == "originals"} <= {"MIT"}
    assert {row["description_origin"] for row in alone} <= {"derived"}


def test_every_step_can_be_asked_about(result: BuildResult) -> None:
    borrowed = result.tables["description"].filter(action="borrowed").row(0, named=True)
    stages = {d.stage: d for d in result.why(borrowed["id"]).decisions}
    assert stages["description"].reason == "borrowed"
    assert stages["description"].evidence["from_source"] == "rows"
    assert stages["release"].evidence["licence"] == "CC-BY-4.0 AND MIT"
    put_back = result.tables["pairing"].filter(action="repaired").row(0, named=True)
    pairing = next(d for d in result.why(put_back["id"]).decisions if d.stage == "pairing")
    assert (pairing.verdict, pairing.reason) == ("mismatch", "repaired")
    assert pairing.evidence["confidence"] > 0.9


def test_the_card_cites_who_lent_descriptions(result: BuildResult) -> None:
    card = (result.folder / "README.md").read_text()
    assert "| `rows` |" in card
    assert "| CC-BY-4.0 AND MIT |" in card


def test_statistics_tell_the_share_that_did_not_fit(result: BuildResult) -> None:
    row = json.loads((result.folder / "statistics.json").read_text())["pairing"]["rows"]
    assert row["mismatched_share"]["low"] > 0.7
    assert row["repaired"] + row["released"] == len(RIGHT)


def test_dropped_samples_say_so_and_keep_nobody_out(tmp_path: Path) -> None:
    result = built(tmp_path / "out", pairing={"mismatched": "drop", "repair": False})
    reasons = result.removed.filter(source="rows")["reason"].value_counts().rows()
    assert dict(reasons).get("mismatch", 0) > len(RIGHT) / 2
    assert result.kept.filter(source="originals").height == len(RIGHT)

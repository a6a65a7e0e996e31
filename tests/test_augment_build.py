"""Builds with more prompts for the train side, and with weights for their rows."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from manimill.augment.variant import Variant, Wording
from manimill.build import build
from manimill.errors import RecipeError
from manimill.export import exported_rows
from manimill.planning import registry_for
from manimill.recipe import Recipe
from manimill.records import Origin
from manimill.result import BuildResult
from manimill.tables import VARIANTS, table

from .conftest import DATA, Run, read_jsonl

PAIRS = DATA / "pairs.jsonl"
VARYING = ("id", "parent_id", "variant", "conversations", "description")


def built(out: Path, rows: Path = PAIRS, **tables: Any) -> BuildResult:
    recipe = Recipe.model_validate(
        {
            "sources": ["pairs"],
            "catalog": [str(DATA / "pairs.toml")],
            "render": {"enabled": False},
            "split": {"test": 0.2},
            **tables,
        }
    )
    return build(recipe, out=out, registry=registry_for(recipe, {"pairs": rows}))


RATES = {"human": 2.5, "derived": 4.0}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    return built(tmp_path_factory.mktemp("plain") / "out")


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    return built(
        tmp_path_factory.mktemp("varied") / "out",
        augment=RATES,
        sampling={"weights": {"pairs": 0.5, "manimbench": 2}},
    )


def variants_of(result: BuildResult) -> pl.DataFrame:
    return result.train.filter(pl.col("parent_id").is_not_null())


def test_the_test_side_is_as_without_variants(plain: BuildResult, varied: BuildResult) -> None:
    assert plain.test.height > 0
    assert varied.test.drop("sampling_weight").equals(plain.test.drop("sampling_weight"))
    assert (varied.folder / "test.jsonl").read_bytes() == (plain.folder / "test.jsonl").read_bytes()
    assert varied.test["parent_id"].null_count() == varied.test["variant"].null_count() == varied.test.height


def test_the_samples_of_the_train_side_are_as_without_variants(
    plain: BuildResult, varied: BuildResult
) -> None:
    originals = varied.train.filter(pl.col("parent_id").is_null())
    assert originals.drop("sampling_weight").equals(plain.train.drop("sampling_weight"))
    assert plain.train["parent_id"].null_count() == plain.train.height


def test_every_variant_is_its_parent_under_another_wording(varied: BuildResult) -> None:
    parents = {row["id"]: row for row in varied.train.iter_rows(named=True)}
    rows = variants_of(varied).rows(named=True)
    assert len(rows) > varied.train.height / 2 > 0
    for row in rows:
        parent = parents[row["parent_id"]]
        assert parent["parent_id"] is None
        assert {k: v for k, v in row.items() if k not in VARYING} == {
            k: v for k, v in parent.items() if k not in VARYING
        }
        assert row["conversations"][1] == {"from": "user", "value": row["description"]}
        assert row["conversations"][::2] == parent["conversations"][::2]
        assert row["variant"].startswith("template:")
        assert row["split"] == "train"


def test_rows_are_as_many_as_the_rates_say(varied: BuildResult) -> None:
    counts = Counter(variants_of(varied)["parent_id"].to_list())
    samples = varied.train.filter(pl.col("parent_id").is_null())
    origins = dict(samples.select("id", "description_origin").iter_rows())
    assert set(origins.values()) == {"human", "derived"}
    assert {counts[s] for s, origin in origins.items() if origin == "derived"} == {3}
    assert {counts[s] for s, origin in origins.items() if origin == "human"} == {1, 2}


def test_no_two_rows_ask_the_same_and_nothing_leaks(varied: BuildResult) -> None:
    prompts = pl.concat([varied.train, varied.test])["description"].str.to_lowercase()
    assert prompts.n_unique() == len(prompts)
    assert varied.proof.holds
    assert varied.proof.train_rows == varied.train.height
    report = json.loads((varied.folder / "report" / "split.json").read_text())
    assert report["proof"]["pairs"] == varied.train.height * varied.test.height
    assert f"{varied.train.height} train rows" in report["proof"]["statement"]


def test_the_files_hold_every_row(varied: BuildResult) -> None:
    lines = read_jsonl(varied.folder / "train.jsonl")
    assert [list(line) for line in lines] == [["conversations", "source"]] * varied.train.height
    assert [line["conversations"] for line in lines] == varied.train["conversations"].to_list()
    assert varied.train["id"].to_list() == sorted(varied.train["id"].to_list())


def test_samples_are_counted_as_before_and_rows_beside_them(plain: BuildResult, varied: BuildResult) -> None:
    for name in ("samples", "by_source", "held_back", "by_description_origin", "split", "length", "features"):
        assert varied.statistics[name] == plain.statistics[name], name
    for folder in (plain.folder, varied.folder):
        assert (folder / "report" / "split.json").is_file()
    split = [json.loads((r.folder / "report" / "split.json").read_text()) for r in (plain, varied)]
    for name in ("samples", "test_share", "clusters", "by_source"):
        assert split[0][name] == split[1][name], name
    more = variants_of(varied)
    assert varied.statistics["rows"] == {"test": varied.test.height, "train": varied.train.height}
    assert plain.statistics["rows"] == {"test": plain.test.height, "train": plain.train.height}
    assert varied.statistics["variants"] == {
        "total": more.height,
        "samples": plain.train.height,
        "by_source": {"pairs": more.height},
        "by_origin": dict(Counter(more["description_origin"].to_list()).most_common()),
        "by_kind": {"template": more.height},
        "fewer_than_asked_for": {"samples": 0, "rows": 0},
        "refused": {},
    }
    assert plain.statistics["variants"]["total"] == 0
    assert varied.kept["id"].to_list() == plain.kept["id"].to_list()


def test_the_table_has_what_the_rows_say(varied: BuildResult) -> None:
    table = varied.tables["variants"]
    assert table.columns == ["id", "parent_id", "variant", "text", "origin", "generated_by"]
    rows = variants_of(varied).select(
        "id",
        "parent_id",
        "variant",
        text="description",
        origin="description_origin",
        generated_by="description_generated_by",
    )
    assert table.equals(rows)


def test_an_alternative_is_a_generated_description_that_was_found_nowhere_else(plain: BuildResult) -> None:
    tables = dict(plain.tables)
    parent = plain.train.filter(pl.col("description_origin") == "derived")["id"][0]
    alternative = Variant.of(parent, Wording("A star.", "alternative:terse", Origin.GENERATED, "model-1"))
    paraphrase = Variant.of(parent, Wording("One star.", "paraphrase", Origin.DERIVED, "model-2"))
    tables["variants"] = table([alternative.to_json(), paraphrase.to_json()], VARIANTS)
    tables["description"] = tables["description"].with_columns(from_source=pl.lit("elsewhere"))
    rows = {row["id"]: row for row in exported_rows(tables, "train").iter_rows(named=True)}
    said = (
        "description_origin",
        "description_generated_by",
        "needs_description_update",
        "description_source",
    )
    assert [rows[alternative.id][name] for name in said] == ["generated", "model-1", False, None]
    assert [rows[paraphrase.id][name] for name in said] == ["derived", "model-2", True, "elsewhere"]
    assert [rows[parent][name] for name in said] == ["derived", None, True, "elsewhere"]
    assert rows[alternative.id]["code"] == rows[parent]["code"]
    assert len(rows) == plain.train.height + 2
    assert exported_rows(tables, "test").height == plain.test.height


def test_why_explains_a_variant_by_its_parent(varied: BuildResult) -> None:
    one = varied.tables["variants"].row(0, named=True)
    explanation = varied.why(one["id"][:12])
    parent = varied.why(one["parent_id"])
    assert (explanation.id, explanation.parent_id) == (one["id"], one["parent_id"])
    assert (explanation.kept, explanation.split, parent.parent_id) == (True, "train", None)
    assert explanation.decisions[:-1] == parent.decisions[:-1]
    last = explanation.decisions[-1]
    assert (last.stage, last.verdict, last.reason) == ("augment", "variant", one["variant"])
    assert last.evidence == {"parent_id": one["parent_id"], "text": one["text"], "origin": one["origin"]}
    assert f"{one['id']} {one['variant']}" in parent.decisions[-1].evidence["variants"]
    assert explanation.to_json()["parent_id"] == one["parent_id"]


def test_the_command_why_says_that_it_is_a_variant(varied: BuildResult, manimill: Run) -> None:
    one = varied.tables["variants"].row(0, named=True)
    done = manimill("why", one["id"], "--in", varied.folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(
        f"{one['id']}, a variant of {one['parent_id']}, from pairs: kept, train side\n"
    )


def test_the_card_and_the_page_tell_of_variants_and_weights(plain: BuildResult, varied: BuildResult) -> None:
    total, rows = varied.statistics["variants"]["total"], varied.train.height
    card, page = ((varied.folder / name).read_text() for name in ("README.md", "report/index.html"))
    assert f"{total} rows more ({total} template), {rows} in all" in card
    assert "`manimbench` 2, `pairs` 0.5, and 1 for every other source" in card
    assert f"{total} more prompts for {plain.train.height} of {plain.train.height} train samples" in page
    bare = (plain.folder / "README.md").read_text()
    assert "More prompts" not in bare and "Sampling weights" not in bare
    assert "None: every sample is one row." in (plain.folder / "report" / "index.html").read_text()


def test_weights_are_a_column_of_the_parquet_rows(plain: BuildResult, varied: BuildResult) -> None:
    assert varied.train.schema["sampling_weight"] == pl.Float64
    assert set(varied.train["sampling_weight"]) == set(varied.test["sampling_weight"]) == {0.5}
    assert set(plain.train["sampling_weight"]) == {1.0}


def test_a_weight_for_a_source_that_does_not_exist_names_the_one_that_was_meant(tmp_path: Path) -> None:
    with pytest.raises(RecipeError) as caught:
        built(tmp_path / "out", sampling={"weights": {"manimbnech": 2.0}})
    assert str(caught.value) == (
        "The recipe's 'sampling.weights' names the source 'manimbnech', which there is not; "
        "did you mean 'manimbench'?"
    )
    assert not (tmp_path / "out").exists()


def test_the_order_of_rows_changes_nothing(varied: BuildResult, tmp_path: Path) -> None:
    lines = PAIRS.read_text().splitlines()
    random.Random(3).shuffle(lines)
    (tmp_path / "other.jsonl").write_text("\n".join(lines) + "\n")
    other = built(
        tmp_path / "out",
        tmp_path / "other.jsonl",
        augment=RATES,
        sampling={"weights": {"manimbench": 2, "pairs": 0.5}},
    )
    assert other.dataset_hash == varied.dataset_hash
    assert (other.folder / "train.jsonl").read_bytes() == (varied.folder / "train.jsonl").read_bytes()


def test_another_seed_words_otherwise(tmp_path: Path, varied: BuildResult) -> None:
    other = built(tmp_path / "out", augment=RATES, seed=43)
    assert set(variants_of(other)["description"]) != set(variants_of(varied)["description"])


def test_variants_keep_away_from_what_the_recipe_says_nothing_in_train_may_resemble(tmp_path: Path) -> None:
    first = built(tmp_path / "first", augment=RATES)
    text = max(variants_of(first)["description"], key=len)
    (tmp_path / "mine.jsonl").write_text(json.dumps({"description": f"{text} Now"}) + "\n")
    tight = {"near_meaning": 1.1, "near_description": 0.85}
    free = built(tmp_path / "free", augment=RATES, duplicates=tight)
    assert text in free.train["description"].to_list()
    away = built(
        tmp_path / "away",
        augment=RATES,
        duplicates=tight,
        split={"test": 0.2, "decontaminate": [str(tmp_path / "mine.jsonl")]},
    )
    assert away.statistics["samples"] == free.statistics["samples"]
    assert text not in away.train["description"].to_list()
    assert away.statistics["variants"]["refused"] == {"near_test": 1}
    assert away.train.height == free.train.height

"""Further descriptions and paraphrases of language models as further rows of the train side."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.describe.deriving import description
from tests.describe.llm_server import Asked, LlmServer
from tests.describing.comparing import digests, times
from tests.describing.conftest import KEY, MODEL, Here, asking, build_made

from manimill.describe.prompts import load_prompt
from manimill.result import BuildResult

_OPENINGS = {"brief": "", "detailed": "Please", "teaching": "For a lesson of mine, please"}


def _answer(asked: Asked) -> str:
    """A description, worded by its style; or a paraphrase: the request with other words around it."""
    if "## The request" not in asked.text:
        text = description(asked.text)
        opening = next((o for name, o in _OPENINGS.items() if load_prompt(name).text == asked.system), "")
        return json.dumps({"description": f"{opening} {text[:1].lower()}{text[1:]}" if opening else text})
    wish = asked.text.partition("## The request\n")[2].partition("\n\nThis is to be wording ")
    number = wish[2].partition(" ")[0]
    opening = {"1": "Please make this animation: first", "2": "I would like to see how you"}[number]
    return json.dumps({"description": f"{opening} {wish[0][:1].lower()}{wish[0][1:]}"})


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with LlmServer(answer=_answer) as running:
        yield running


def _variants(folder: Path) -> pl.DataFrame:
    return BuildResult.load(folder).train.filter(pl.col("parent_id").is_not_null())


@pytest.fixture
def rich(tmp_path: Path, own_cache: Path) -> Path:
    """A dataset whose generated descriptions are to be rows three times each, and a third of which is tested with."""
    return build_made(tmp_path / "rich", 12, augment={"generated": 3.0}, split={"test": 0.3}).folder


@pytest.mark.parametrize("count", [2, 3])
def test_further_styles_become_variants(rich: Path, server: LlmServer, here: Here, count: int) -> None:
    assert here("describe", rich, *asking(server, "--per-sample", count)).status == 0
    result = BuildResult.load(rich)
    asked = result.tables["asked"]
    assert asked.group_by("id").len()["len"].to_list() == [count] * 12
    texts = {(row["id"], row["style"]): row for row in asked.iter_rows(named=True)}
    variants = _variants(rich)
    alternatives = variants.filter(pl.col("variant").str.starts_with("alternative:"))
    assert alternatives.height >= (count - 1) * 5
    for row in alternatives.iter_rows(named=True):
        told = texts[row["parent_id"], row["variant"].removeprefix("alternative:")]
        assert row["description"] == told["text"]
        assert row["description_origin"] == "generated"
        assert row["description_generated_by"] == MODEL
        assert (row["description_prompt"], row["description_date"]) == (told["prompt"], told["date"])
        assert row["needs_description_update"] is False
    # A template frames what the sample's own prompt led to.
    own = dict(
        result.train.filter(pl.col("parent_id").is_null()).select("id", "description_prompt").iter_rows()
    )
    framed = variants.filter(pl.col("variant").str.starts_with("template:"))
    assert all(own[p] == prompt for p, prompt in framed.select("parent_id", "description_prompt").iter_rows())
    assert result.test.height > 0
    assert result.test["parent_id"].null_count() == result.test.height
    server.reset()
    touched = times(rich)
    assert here("describe", rich, *asking(server, "--per-sample", count)).status == 0
    assert server.calls == []
    assert times(rich) == touched


@pytest.fixture
def reworded(tmp_path: Path, own_cache: Path) -> Path:
    """A dataset that wants a paraphrase for every description that a model wrote."""
    tables = {"augment": {"generated": 2.0, "paraphrases": True}, "split": {"test": 0.3}}
    return build_made(tmp_path / "reworded", 12, **tables).folder


def test_paraphrases_are_asked_for_and_become_variants(
    reworded: Path, tmp_path: Path, server: LlmServer, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert here("describe", reworded, *asking(server)).status == 0
    result = BuildResult.load(reworded)
    generated = result.train.filter(
        (pl.col("description_origin") == "generated") & pl.col("parent_id").is_null()
    )
    paraphrases = _variants(reworded).filter(pl.col("variant") == "paraphrase")
    asked = result.tables["asked"].filter(pl.col("style") == "paraphrase")
    assert set(asked["id"]) == set(generated["id"])  # nobody on the test side
    assert paraphrases.height == asked.filter(pl.col("outcome") == "accepted").height >= 5
    assert set(paraphrases["description_origin"]) == {"generated"}
    assert set(paraphrases["description_generated_by"]) == {MODEL}
    assert set(paraphrases["description_prompt"]) == {"paraphrase 1"}
    assert paraphrases["description"].str.starts_with("Please make this animation: first ").all()
    server.reset()
    touched, before = times(reworded), digests(reworded)
    assert here("describe", reworded, *asking(server)).status == 0
    assert server.calls == []
    assert times(reworded) == touched
    # Where no answer is kept, those that the dataset has along are enough.
    copy = shutil.copytree(reworded, tmp_path / "copy")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other-cache"))
    done = here("describe", copy, *asking(server), "--json")
    assert (done.status, json.loads(done.out)["changed"], server.calls) == (0, False, [])
    assert digests(copy) == before


def test_a_build_with_paraphrases_is_the_build_that_is_described_afterwards(
    reworded: Path, tmp_path: Path, server: LlmServer, here: Here
) -> None:
    assert here("describe", reworded, *asking(server)).status == 0
    source = tmp_path / "reworded"
    at_once = tmp_path / "at-once"
    given = {"describe.client": "openai", "describe.model": MODEL, "describe.base_url": server.openai_url}
    given |= {"augment.generated": "2.0", "augment.paraphrases": "true", "split.test": "0.3"}
    settings = [part for name, value in given.items() for part in ("--set", f"{name}={value}")]
    local = ("--local", f"made={source / 'rows.jsonl'}")
    server.reset()
    assert here("build", source / "recipe.toml", *local, "--out", at_once, *settings).status == 0
    assert server.calls == []
    assert digests(at_once) == digests(reworded)


def test_one_budget_is_for_descriptions_and_paraphrases(
    reworded: Path, tmp_path: Path, server: LlmServer, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = shutil.copytree(reworded, tmp_path / "whole")
    told = json.loads(here("describe", whole, *asking(server), "--json").out)
    total, asked = told["dollars"], told["asked"]
    assert asked == len(server.paid())
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other-cache"))
    statuses: list[int] = []
    spent = 0.0
    while not statuses or statuses[-1] == 1:
        done = here("describe", reworded, *asking(server), "--budget", 0.004, "--json")
        statuses.append(done.status)
        told = json.loads(done.out)
        assert told["dollars"] <= 0.004 * 1.25
        spent += told["dollars"]
        assert len(statuses) < 10
    assert statuses[-1] == 0
    assert len(statuses) > 2
    assert spent == pytest.approx(total, abs=1e-5)
    assert digests(reworded) == digests(whole)


def test_a_trial_asks_for_no_paraphrases(reworded: Path, server: LlmServer, here: Here) -> None:
    assert here("describe", reworded, *asking(server, "--limit", 4)).status == 0
    assert "paraphrase" not in BuildResult.load(reworded).tables["asked"]["style"]
    assert len(server.paid()) <= 12


def test_rows_that_further_styles_fill_want_no_paraphrase(
    reworded: Path, server: LlmServer, here: Here
) -> None:
    assert here("describe", reworded, *asking(server, "--per-sample", 2)).status == 0
    result = BuildResult.load(reworded)
    asked = result.tables["asked"]
    paraphrased = set(asked.filter(pl.col("style") == "paraphrase")["id"])
    accepted = asked.filter((pl.col("style") != "paraphrase") & (pl.col("outcome") == "accepted"))
    twice = set(accepted.group_by("id").len().filter(pl.col("len") == 2)["id"])
    assert twice
    assert not paraphrased & twice

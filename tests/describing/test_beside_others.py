"""Describing beside other runs, and what builds that ask say of what they left."""

from __future__ import annotations

import fcntl
import hashlib
import json
from pathlib import Path

import polars as pl
from tests.describe.llm_server import LlmServer
from tests.describing.comparing import digests, times
from tests.describing.conftest import MODEL, Here, asking

from manimill.result import BuildResult
from manimill.workspace import cache_folder


def test_of_two_runs_that_ask_one_model_the_second_is_told_to_wait(
    dataset: Path, own_cache: Path, server: LlmServer, here: Here
) -> None:
    touched = times(dataset)
    name = hashlib.sha256(MODEL.encode()).hexdigest()[:8]
    with open(cache_folder() / f"answers.sqlite.{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = here("describe", dataset, *asking(server))
        assert done.status == 1
        assert f"Another run is asking '{MODEL}' for descriptions; wait until it is done" in done.err
        assert server.calls == []
        assert times(dataset) == touched
        # Another model has nothing to wait for.
        others = ("--client", "openai", "--model", "gpt-5-mini", "--base-url", server.openai_url)
        assert here("describe", dataset, *others).status == 0
    assert here("describe", dataset, *asking(server)).status == 0


def test_a_dataset_that_is_being_built_keeps_what_was_answered(
    dataset: Path, own_cache: Path, server: LlmServer, here: Here
) -> None:
    touched = times(dataset)
    with open(dataset / ".manimill" / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = here("describe", dataset, *asking(server))
        assert done.status == 2
        assert "Another build is writing to" in done.err
        assert times(dataset) == touched
    server.reset()
    assert here("describe", dataset, *asking(server)).status == 0
    assert server.calls == []
    assert BuildResult.load(dataset).tables["asked"].height == 12


def test_a_build_whose_budget_ends_says_so_and_the_next_one_goes_on(
    made: Path, tmp_path: Path, own_cache: Path, server: LlmServer, here: Here
) -> None:
    given = {"client": "openai", "model": MODEL, "base_url": server.openai_url}
    settings = [part for name, value in given.items() for part in ("--set", f"describe.{name}={value}")]
    local = ("--local", f"made={made / 'rows.jsonl'}", "--out", tmp_path / "out")
    recipe = made / "recipe.toml"
    done = here("build", recipe, *local, *settings, "--set", "describe.budget=0.0025")
    assert done.status == 0
    warning = next(line for line in done.err.splitlines() if line.startswith("warning: "))
    asked = set(BuildResult.load(tmp_path / "out").tables["asked"]["id"])
    assert 0 < len(asked) < 12
    assert "texts were not asked for (the budget of $0.0025 does not cover another request)" in warning
    done = here("build", recipe, *local, *settings)
    assert done.status == 0
    assert "warning" not in done.err
    paid = len(server.paid())
    assert here("build", recipe, *local, *settings).status == 0
    assert len(server.paid()) == paid
    whole = tmp_path / "whole"
    assert here("build", recipe, *local[:2], "--out", whole, *settings).status == 0
    assert digests(whole) == digests(tmp_path / "out")


def test_a_sample_that_is_not_asked_about_is_shown_all_the_same(
    dataset: Path, own_cache: Path, here: Here
) -> None:
    sample = BuildResult.load(dataset).tables["samples"]["id"][0]
    told = json.loads(here("describe", dataset, "--show", sample, "--replace", "human", "--json").out)
    assert told["may_be_described"] is False
    assert told["facts"][0]["kind"] == "code"
    (course,) = told["courses"]
    assert (course["outcome"], course["answers"], course["dollars"]) == ("not asked", [], 0)
    text = here("describe", dataset, "--show", sample, "--replace", "human").out
    assert f"{sample} is not asked for: it is not in the dataset, or its description (derived)" in text
    assert "to no model yet" in text


def test_why_says_of_whom_no_model_was_asked(
    dataset: Path, own_cache: Path, server: LlmServer, here: Here
) -> None:
    assert here("describe", dataset, *asking(server, "--limit", 2)).status == 0
    tables = BuildResult.load(dataset).tables
    asked = set(tables["asked"]["id"])
    left = tables["samples"].filter(~pl.col("id").is_in(asked))["id"][0]
    decisions = json.loads(here("why", left, "--in", dataset, "--json").out)["decisions"]
    (decision,) = [d for d in decisions if d["stage"] == "asked"]
    assert (decision["verdict"], decision["reason"]) == ("not asked", "left for another run")

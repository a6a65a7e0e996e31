"""Finished datasets that a language model describes: the same bytes on every way, and nothing paid for twice."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from tests.conftest import Run
from tests.describe.llm_server import Config, Fault, LlmServer
from tests.describe.made_scenes import write_source
from tests.describing.comparing import digests, times
from tests.describing.conftest import KEY, MODEL, Here, answer, asking, build_made

from manimill.build import build
from manimill.planning import registry_for
from manimill.recipe import Describe, Recipe
from manimill.result import BuildResult


def test_a_rendered_build_that_asks_is_the_build_that_is_described_afterwards(
    drawn: Path, tmp_path: Path, manimill: Run
) -> None:
    source = f"made={drawn / 'rows.jsonl'}"
    with LlmServer(answer=answer) as server:
        told = {
            "client": "openai",
            "model": MODEL,
            "base_url": server.openai_url,
            "per_sample": 2,
            "frames": 1,
        }
        settings = [part for name, value in told.items() for part in ("--set", f"describe.{name}={value}")]
        at_once = tmp_path / "at-once"
        later = shutil.copytree(drawn / "out", tmp_path / "later")
        env = {"XDG_CACHE_HOME": str(tmp_path / "a"), "OPENAI_API_KEY": KEY}
        recipe = drawn / "recipe.toml"
        done = manimill("build", recipe, "--local", source, "--out", at_once, *settings, env=env)
        assert done.returncode == 0, done.stderr
        asked = len(server.paid())
        assert asked >= 4  # two scenes in two styles
        # From another cache, without a sandbox: everything comes from the tables.
        options = asking(server, "--per-sample", 2, "--frames", 1)
        env |= {"XDG_CACHE_HOME": str(tmp_path / "b"), "PATH": "/nonexistent"}
        done = manimill("describe", later, *options, env=env)
        assert done.returncode == 0, done.stderr
        assert len(server.paid()) == 2 * asked
    assert digests(later) == digests(at_once)
    kept = BuildResult.load(later).train.vstack(BuildResult.load(later).test)
    assert kept.height == 2
    tables = BuildResult.load(later).tables
    (failed,) = tables["render"].filter(pl.col("verdict") != "ok")["id"]
    assert failed not in tables["asked"]["id"]
    assert set(kept["description_origin"]) == {"generated"}, (
        BuildResult.load(later).tables["asked"].to_dicts()
    )


def test_a_build_without_rendering_that_asks_is_the_build_that_is_described_afterwards(
    dataset: Path, made: Path, tmp_path: Path, own_cache: Path, server: LlmServer, here: Here
) -> None:
    assert here("describe", dataset, *asking(server)).status == 0
    asked = len(server.paid())
    assert asked > 12  # some answers were not accepted and asked for again
    described = {"client": "openai", "model": MODEL, "base_url": server.openai_url}
    recipe = Recipe.load(made / "recipe.toml")
    recipe = recipe.model_copy(update={"describe": Describe.model_validate(described)})
    registry = registry_for(recipe, {"made": made / "rows.jsonl"})
    build(recipe, out=tmp_path / "again", registry=registry)
    assert len(server.paid()) == asked
    assert digests(tmp_path / "again") == digests(dataset)


@pytest.fixture
def described(dataset: Path, own_cache: Path, server: LlmServer, here: Here) -> Iterator[Path]:
    """The dataset, described; the server has forgotten that it was asked."""
    done = here("describe", dataset, *asking(server))
    assert done.status == 0, done.err
    server.reset()
    yield dataset


def test_a_second_time_nothing_is_asked_and_nothing_is_touched(
    described: Path, manimill: Run, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    before, touched = digests(described), times(described)
    options = ["--client", "openai", "--model", MODEL, "--base-url", "http://127.0.0.1:9/v1", "--json"]
    done = manimill("describe", described, *options)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["asked"], told["changed"], told["dollars"], told["left"]) == (0, False, 0, 0)
    assert (told["samples"], told["described"]) == (12, 11)
    assert digests(described) == before
    assert times(described) == touched


def test_a_copy_brings_its_answers_along(
    described: Path, tmp_path: Path, here: Here, server: LlmServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = BuildResult.load(described).tables["asked"]
    assert asked.filter(pl.col("answers").list.len() > 1).height == 2
    copy = shutil.copytree(described, tmp_path / "elsewhere")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other-cache"))
    monkeypatch.delenv("OPENAI_API_KEY")
    touched = times(copy)
    assert here("describe", copy).status == 0  # who is asked stands in the dataset
    assert times(copy) == touched
    # In another style it is asked for, from there too, and comes back to the same bytes.
    before = digests(copy)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert here("describe", copy, *asking(server), "--styles", "brief").status == 0
    assert 0 < len(server.paid()) < 20
    assert digests(copy) != before
    server.reset()
    assert here("describe", copy, "--styles", "brief,detailed,teaching").status == 0
    assert server.calls == []
    assert digests(copy) == before


def test_one_sample_more_is_one_request_more(
    described: Path, tmp_path: Path, server: LlmServer, here: Here
) -> None:
    more = tmp_path / "more"
    build_made(more, 13)
    assert here("describe", more / "out", *asking(server)).status == 0
    assert len(server.paid()) == 1
    assert set(BuildResult.load(more / "out").tables["asked"]["id"]) > set(
        BuildResult.load(described).tables["asked"]["id"]
    )


def test_order_workers_and_pace_change_nothing(
    described: Path, tmp_path: Path, server: LlmServer, here: Here
) -> None:
    back = tmp_path / "back"
    recipe = Recipe.load(write_source(back, 12, backwards=True))
    build(recipe, out=back / "out", registry=registry_for(recipe, {"made": back / "rows.jsonl"}))
    options = asking(server, "--jobs", 2, "--concurrency", 1)
    done = here("describe", back / "out", *options)
    assert done.status == 0, done.err
    assert server.calls == []
    assert BuildResult.load(back / "out").dataset_hash == BuildResult.load(described).dataset_hash


def test_another_version_of_a_prompt_is_asked_for_alone(
    described: Path, tmp_path: Path, server: LlmServer, here: Here
) -> None:
    mine = tmp_path / "plain.md"
    mine.write_text("+++\nversion = 1\n+++\nSay in plain words what is shown.\n")
    options = asking(server, "--styles", f"brief,detailed,teaching,{mine}", "--per-sample", 4)
    assert here("describe", described, *options).status == 0
    first = len(server.paid())
    assert first >= 3 * 12  # two further styles, and mine
    server.reset()
    mine.write_text("+++\nversion = 2\n+++\nSay in plain words what one sees.\n")
    assert here("describe", described, *options).status == 0
    asked = BuildResult.load(described).tables["asked"]
    again = asked.filter(pl.col("style") == "plain")
    assert set(again["prompt"]) == {"plain 2"}
    assert len(server.paid()) == sum(map(len, again["answers"]))
    assert set(asked["prompt"]) == {"brief 1", "detailed 1", "teaching 1", "plain 2"}


def test_what_is_told_of_a_description_that_a_model_wrote(described: Path) -> None:
    result = BuildResult.load(described)
    told = result.tables["description"].filter(pl.col("origin") == "generated")
    assert told.height == 11
    assert set(told["generated_by"]) == {MODEL}
    assert set(told["prompt"]) == {"brief 1", "detailed 1", "teaching 1"}
    assert told["date"].str.contains(r"^\d{4}-\d{2}-\d{2}$").all()
    assert not told["needs_description_update"].any()
    assert told["original_text"].null_count() == told.height
    rows = pl.concat([result.train, result.test])
    generated = rows.filter(pl.col("description_origin") == "generated")
    assert set(generated["description_prompt"]) == {"brief 1", "detailed 1", "teaching 1"}
    assert generated["description_date"].to_list() == [
        told.filter(pl.col("id") == sample)["date"].item() for sample in generated["id"]
    ]
    other = rows.filter(pl.col("description_origin") != "generated")
    assert other.select("description_prompt", "description_date", "description_generated_by").rows() == [
        (None, None, None)
    ]
    assert other["needs_description_update"].all()


def test_who_wrote_what_stands_in_statistics_card_and_page(described: Path) -> None:
    result = BuildResult.load(described)
    counts = result.statistics["descriptions_by_model"]
    assert list(counts) == [MODEL]
    assert sum(counts[MODEL].values()) == 11
    table = result.tables["description"].filter(pl.col("request").is_not_null())
    assert counts[MODEL] == dict(table.group_by("prompt").len().iter_rows())
    card = (described / "README.md").read_text()
    section = card.partition("## Who wrote the descriptions")[2]
    page = (described / "report" / "index.html").read_text()
    for prompt, count in counts[MODEL].items():
        assert f"| `{MODEL}` | {prompt} | {count} |" in section
        assert f"<tr><td>{MODEL}</td><td>{prompt}</td><td class='n'>{count}</td></tr>" in page


def test_a_dataset_that_no_model_was_asked_about_says_nothing_of_models(made: Path) -> None:
    result = BuildResult.load(made / "out")
    assert result.statistics["descriptions_by_model"] == {}
    assert "| model | prompt |" not in (made / "out" / "README.md").read_text()
    assert "<th>prompt</th>" not in (made / "out" / "report" / "index.html").read_text()


def test_a_sample_without_an_answer_that_passes_keeps_what_it_had_and_says_why(
    described: Path, made: Path, here: Here
) -> None:
    result = BuildResult.load(described)
    failed = result.tables["asked"].filter(pl.col("outcome") == "failed").row(0, named=True)
    row = result.tables["description"].filter(pl.col("id") == failed["id"]).row(0, named=True)
    before = BuildResult.load(made / "out").tables["description"]
    assert row["origin"] == "derived"
    assert row["text"] == before.filter(pl.col("id") == failed["id"])["text"].item()
    assert failed["text"] is None
    assert len(failed["answers"]) == 3
    objection = failed["objections"][0]
    done = here("why", failed["id"], "--in", described, "--json")
    decision = next(d for d in json.loads(done.out)["decisions"] if d["stage"] == "asked")
    assert (decision["verdict"], decision["reason"]) == ("failed", objection["check"])
    assert decision["evidence"]["model"] == MODEL
    assert decision["evidence"]["answers"] == 3
    assert decision["evidence"]["objections"][0] == f"{objection['check']}: {objection['evidence']}"
    text = here("why", failed["id"], "--in", described).out
    assert "failed" in text
    assert objection["check"] in text


def test_why_tells_model_prompt_date_and_request(described: Path, here: Here) -> None:
    row = (
        BuildResult.load(described)
        .tables["description"]
        .filter(pl.col("origin") == "generated")
        .row(0, named=True)
    )
    decisions = json.loads(here("why", row["id"], "--in", described, "--json").out)["decisions"]
    told = {d["stage"]: d for d in decisions}
    assert told["description"]["verdict"] == "generated"
    evidence = told["description"]["evidence"]
    assert {name: evidence[name] for name in ("text", "prompt", "date", "request")} == {
        name: row[name] for name in ("text", "prompt", "date", "request")
    }
    assert evidence["generated_by"] == MODEL
    assert told["asked"]["verdict"] == "accepted"
    text = here("why", row["id"], "--in", described).out
    assert MODEL in text
    assert row["prompt"] in text


def test_show_tells_request_facts_answers_objections_and_cost(described: Path, here: Here) -> None:
    asked = BuildResult.load(described).tables["asked"]
    again = asked.filter((pl.col("answers").list.len() > 1) & (pl.col("outcome") == "accepted"))
    row = again.row(0, named=True)
    told = json.loads(here("describe", described, "--show", row["id"][:10], "--json").out)
    assert told["id"] == row["id"]
    assert told["may_be_described"] is True
    kinds = [fact["kind"] for fact in told["facts"]]
    assert kinds[0] == "code"
    assert told["facts"][0]["source"].startswith("rows.jsonl")
    (course,) = told["courses"]
    assert course["text"] == row["text"]
    assert [a["request"] for a in course["answers"]] == [a["key"] for a in row["answers"]]
    assert course["answers"][0]["objections"]
    assert course["answers"][-1]["objections"] == []
    assert course["dollars"] == pytest.approx(sum(a["cost"] for a in row["answers"]))
    assert "class Scene" in course["request"]["messages"][0]["content"]
    text = here("describe", described, "--show", row["id"]).out
    objection = course["answers"][0]["objections"][0]
    assert f"{objection['check']}: {objection['evidence']}" in text
    assert "passes every check" in text
    assert course["answers"][0]["request"] in text
    assert f"${course['dollars']:.6f} in all" in text


def test_an_answer_that_is_refused_leaves_the_derived_description(
    dataset: Path, own_cache: Path, server: LlmServer, here: Here
) -> None:
    server.configure(Config(faults=(Fault("refusal", containing="class Scene7("),)))
    assert here("describe", dataset, *asking(server)).status == 0
    result = BuildResult.load(dataset)
    refused = result.tables["asked"].filter(pl.col("outcome") == "refused").row(0, named=True)
    assert refused["objections"] == [{"check": "refused", "evidence": "the model refused"}]
    assert [a["status"] for a in refused["answers"]] == ["refused"]
    row = result.tables["description"].filter(pl.col("id") == refused["id"]).row(0, named=True)
    assert (row["origin"], row["generated_by"]) == ("derived", None)
    assert "Scene7" in result.tables["samples"].filter(pl.col("id") == refused["id"])["code"].item()
    server.configure(Config())
    server.reset()
    assert here("describe", dataset, *asking(server)).status == 0
    assert server.calls == []  # asking again is a decision
    assert here("cache", "prune", "--failed").status == 0
    assert here("describe", dataset, *asking(server)).status == 0
    assert len(server.paid()) == 1
    again = BuildResult.load(dataset).tables["asked"].filter(pl.col("id") == refused["id"])
    assert again["outcome"].to_list() == ["accepted"]

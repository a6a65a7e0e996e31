"""Whose descriptions a language model may take the place of, and which samples it is asked about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.describe.llm_server import LlmServer
from tests.describe.made_scenes import made_scene
from tests.describing.comparing import digests, times
from tests.describing.conftest import MODEL, Here, asking

from manimill.build import build
from manimill.recipe import Recipe
from manimill.records import Origin, Provenance, Sample
from manimill.registry import DatasetRegistry
from manimill.result import BuildResult

WORDS = {
    Origin.HUMAN: "Please draw me the shapes of the first scene one after another.",
    Origin.REVIEWED: "I want the objects of the second scene to come in slowly, then the title.",
    Origin.UPSTREAM_LLM: "Generate an animation with the things from the third file.",
    Origin.NARRATION: "Now watch how these figures appear and move about on the fourth board.",
    Origin.DERIVED: "",
}


class Described:
    """One scene for every origin of a description; ``more`` are further samples."""

    def __init__(self, *more: Sample) -> None:
        self.more = more

    def extract(self) -> list[Sample]:
        return [*(_sample(n, origin) for n, origin in enumerate(WORDS)), *self.more]


def _sample(number: int, origin: Origin, text: str | None = None, code: str | None = None) -> Sample:
    return Sample.create(
        "mine",
        code or made_scene(number),
        key=f"scene-{number}",
        scene=f"Scene{number}",
        description=WORDS.get(origin, "") if text is None else text,
        description_origin=origin,
        provenance=Provenance(url="https://example.org", path="scenes.py", licence="MIT"),
    )


def _built(out: Path, *more: Sample, **tables: Any) -> BuildResult:
    registry = DatasetRegistry.from_catalog()
    registry.register("mine", Described(*more))
    recipe = {
        "sources": ["mine"],
        "render": {"enabled": False},
        "duplicates": {"near_code": 1.1, "near_description": 1.1, "near_meaning": 1.1},
        **tables,
    }
    return build(Recipe.model_validate(recipe), out=out, registry=registry)


@pytest.fixture
def mixed(tmp_path: Path, own_cache: Path) -> Path:
    return _built(tmp_path / "mixed").folder


def _descriptions(folder: Path) -> dict[str, dict[str, Any]]:
    """Rows of the table ``description`` by the number of the scene."""
    tables = BuildResult.load(folder).tables
    scenes = dict(tables["samples"].select("id", "scene").iter_rows())
    return {
        scenes[row["id"]].removeprefix("Scene"): row for row in tables["description"].iter_rows(named=True)
    }


def test_what_somebody_wrote_stays(mixed: Path, server: LlmServer, here: Here) -> None:
    before = _descriptions(mixed)
    assert here("describe", mixed, *asking(server)).status == 0
    after = _descriptions(mixed)
    assert {n: row["origin"] for n, row in after.items()} == {
        "0": "human",
        "1": "reviewed",
        "2": "upstream_llm",
        "3": "narration",
        "4": "generated",
    }
    assert [after[n] == before[n] for n in "0123"] == [True] * 4
    assert len(server.paid()) == 1


@pytest.mark.parametrize("origin", ["human", "reviewed", "upstream_llm", "narration"])
def test_what_is_replaced_is_kept_beside(mixed: Path, server: LlmServer, here: Here, origin: str) -> None:
    licences = BuildResult.load(mixed).train.select("id", "licence")
    assert here("describe", mixed, *asking(server), "--replace", f"derived,none,{origin}").status == 0
    result = BuildResult.load(mixed)
    replaced = result.tables["description"].filter(pl.col("original_origin").is_not_null())
    assert replaced.select("original_text", "original_origin", "origin", "generated_by").rows() == [
        (WORDS[Origin(origin)], origin, "generated", MODEL)
    ]
    rows = pl.concat([result.train, result.test])
    exported = rows.filter(pl.col("original_description").is_not_null())
    assert exported.select("id", "original_description", "original_description_origin").rows() == [
        (replaced["id"].item(), WORDS[Origin(origin)], origin)
    ]
    assert exported["description"].item() == replaced["text"].item() != WORDS[Origin(origin)]
    assert exported["needs_description_update"].to_list() == [False]
    assert licences["licence"].to_list() == ["MIT"] * licences.height
    assert set(rows["licence"]) == {"MIT"}


def test_replacing_again_loses_no_original(mixed: Path, server: LlmServer, here: Here) -> None:
    everything = ("--replace", "derived,none,human,reviewed,upstream_llm,narration")
    assert here("describe", mixed, *asking(server), *everything, "--styles", "brief").status == 0
    first = _descriptions(mixed)
    assert here("describe", mixed, *asking(server), *everything, "--styles", "teaching").status == 0
    second = _descriptions(mixed)
    assert {row["prompt"] for row in first.values() if row["prompt"]} == {"brief 1"}
    assert {row["prompt"] for row in second.values() if row["prompt"]} == {"teaching 1"}
    for n, origin in enumerate(WORDS):
        original = (WORDS[origin], origin.value) if origin is not Origin.DERIVED else (None, None)
        for rows in (first, second):
            row = rows[str(n)]
            if row["origin"] == "generated":
                assert (row["original_text"], row["original_origin"]) == original
            else:
                assert row["text"] == WORDS[origin]
    assert sum(row["origin"] == "generated" for row in second.values()) >= 4
    # And back: nothing but what may be replaced by default is.
    server.reset()
    assert here("describe", mixed, *asking(server), "--replace", "derived,none").status == 0
    back = _descriptions(mixed)
    assert {n: (row["text"], row["origin"]) for n, row in back.items() if n != "4"} == {
        str(n): (WORDS[origin], origin.value) for n, origin in enumerate(WORDS) if n != 4
    }
    assert back["4"] == second["4"]
    assert server.calls == []


@pytest.mark.parametrize("replaced", ["none", "derived", "human"])
def test_a_single_origin_is_replaced_and_stays_settled(
    mixed: Path, server: LlmServer, here: Here, replaced: str
) -> None:
    assert here("describe", mixed, *asking(server), "--replace", replaced).status == 0
    asked = BuildResult.load(mixed).tables["asked"]
    assert asked.height == (0 if replaced == "none" else 1)
    before = digests(mixed)
    server.reset()
    done = here("describe", mixed, *asking(server), "--replace", replaced, "--json")
    assert (done.status, json.loads(done.out)["changed"]) == (0, False)
    assert server.calls == []
    assert digests(mixed) == before


def test_what_is_left_out_for_something_else_is_not_asked_about(
    tmp_path: Path, own_cache: Path, server: LlmServer, here: Here
) -> None:
    scene = made_scene(20)
    more = [
        _sample(20, Origin.NONE, code=scene),
        _sample(21, Origin.NONE, code=scene.replace("Scene20", "Scene21")),  # the same animation
        _sample(
            22, Origin.NONE, code="from manim import *\nclass Scene22(Scene):\n    def construct(self:\n"
        ),
        _sample(23, Origin.NONE, code=made_scene(23) + "\n'''\n```\n'''\n"),  # nothing can fence it
    ]
    unlicensed = Sample.create("mine", made_scene(24), key="scene-24", scene="Scene24")
    folder = _built(tmp_path / "out", *more, unlicensed, licences="stated").folder
    assert here("describe", folder, *asking(server)).status == 0
    tables = BuildResult.load(folder).tables
    scenes = dict(tables["samples"].select("id", "scene").iter_rows())
    gates = dict(tables["release"].select("id", "gate").iter_rows())
    told = {scenes[sample]: gate for sample, gate in gates.items() if gate}
    assert len(told) == 4
    assert set(told.values()) == {"duplicates", "code", "export", "licence"}
    asked = {scenes[sample] for sample in tables["asked"]["id"]}
    assert asked == {"Scene4", *({"Scene20", "Scene21"} - set(told))}
    left_out = next(sample for sample, scene in scenes.items() if scene == "Scene24")
    decisions = json.loads(here("why", left_out, "--in", folder, "--json").out)["decisions"]
    (said,) = [d for d in decisions if d["stage"] == "asked"]
    assert (said["verdict"], said["reason"]) == ("not asked", "licence_policy")


def test_a_build_asks_about_what_it_exports(
    tmp_path: Path, own_cache: Path, server: LlmServer, here: Here, recipe: Path
) -> None:
    from tests.conftest import DATA

    local = f"pairs={DATA / 'pairs.jsonl'}"
    out = tmp_path / "out"
    more = ("--set", "describe.replace=['human','derived','none']", "--set", "render.timeout=20")
    given = ("--set", "describe.client=openai", "--set", f"describe.model={MODEL}")
    url = ("--set", f"describe.base_url={server.openai_url}", "--set", "render.enabled=false")
    assert here("build", recipe, "--local", local, "--out", out, *more, *given, *url).status == 0
    tables = BuildResult.load(out).tables
    kept = set(tables["release"].filter(pl.col("kept"))["id"])
    assert set(tables["asked"]["id"]) <= kept
    assert tables["asked"].height > 3


def test_a_closed_description_gate_is_opened_by_a_better_description(
    tmp_path: Path, own_cache: Path, server: LlmServer, here: Here
) -> None:
    vague = _sample(30, Origin.UPSTREAM_LLM, "Draw it.")
    twin = _sample(32, Origin.UPSTREAM_LLM, "Draw it.", made_scene(0).replace("Scene0", "Scene32"))
    bad_code = _sample(31, Origin.UPSTREAM_LLM, "Draw it.", made_scene(31) + "# TODO\n")
    enforced = {"mode": "enforce", "gates": ["description_too_short", "todo_in_code"]}
    folder = _built(tmp_path / "out", vague, twin, bad_code, quality=enforced).folder
    before = dict(BuildResult.load(folder).tables["release"].select("id", "reason").iter_rows())
    assert before[vague.id] == before[twin.id] == "description_too_short"
    assert before[bad_code.id] == "todo_in_code"
    replaced = ("--replace", "derived,none,upstream_llm", "--styles", "detailed")
    assert here("describe", folder, *asking(server), *replaced).status == 0
    result = BuildResult.load(folder)
    release = result.tables["release"].filter(pl.col("id") == vague.id).row(0, named=True)
    assert (release["kept"], release["gate"]) == (True, None)
    row = result.tables["description"].filter(pl.col("id") == vague.id).row(0, named=True)
    assert (row["origin"], row["original_text"]) == ("generated", "Draw it.")
    # The others have bad code, or repeat a scene that is in.
    assert not {bad_code.id, twin.id} & set(result.tables["asked"]["id"])
    after = dict(result.tables["release"].select("id", "reason").iter_rows())
    assert {s for s in before if before[s] != after[s]} == {vague.id}
    registry = DatasetRegistry.from_catalog()
    registry.register("mine", Described(vague, twin, bad_code))
    build(Recipe.model_validate(result.build["recipe"]), out=tmp_path / "at-once", registry=registry)
    assert digests(tmp_path / "at-once") == digests(folder)
    server.reset()
    touched = times(folder)
    assert here("describe", folder, *asking(server), *replaced).status == 0
    assert server.calls == []
    assert times(folder) == touched


def test_a_derived_description_that_a_gate_closes_on_is_asked_about(
    tmp_path: Path, own_cache: Path, server: LlmServer, here: Here
) -> None:
    enforced = {"mode": "enforce", "gates": ["description_too_long"], "max_description_characters": 200}
    folder = _built(tmp_path / "out", quality=enforced).folder
    result = BuildResult.load(folder)
    closed = result.tables["release"].filter(pl.col("reason") == "description_too_long")["id"].to_list()
    assert len(closed) == 1  # the derived one
    options = asking(server, "--styles", "detailed")
    assert here("describe", folder, *options).status == 0
    assert BuildResult.load(folder).tables["asked"]["id"].to_list() == closed

"""What is sent along besides the code: what was said in a video, and pictures of the scene."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.describe.llm_server import LlmServer
from tests.describe.made_scenes import made_scene
from tests.describing.comparing import times
from tests.describing.conftest import MODEL, Here, asking

from manimill.build import build
from manimill.describe.answers import AnswerStore
from manimill.recipe import Recipe
from manimill.records import Provenance, Sample
from manimill.registry import DatasetRegistry
from manimill.result import BuildResult

VIDEO = "dQ3w-W_gXcQ"
SAID = "Here the river of shapes begins and every one of them tells a story of its own."


class Filmed:
    """Two scenes, of which the first was made for a video."""

    def extract(self) -> list[Sample]:
        return [
            Sample.create(
                "filmed",
                made_scene(n),
                key=f"scene-{n}",
                scene=f"Scene{n}",
                provenance=Provenance(url="https://example.org", path=f"{n}.py"),
                metadata={"video_id": VIDEO} if n == 0 else {},
            )
            for n in range(2)
        ]


@pytest.fixture
def filmed(tmp_path: Path, own_cache: Path) -> BuildResult:
    registry = DatasetRegistry.from_catalog()
    registry.register("filmed", Filmed())
    recipe = Recipe.model_validate({"sources": ["filmed"], "render": {"enabled": False}})
    return build(recipe, registry=registry, out=tmp_path / "filmed")


@pytest.fixture
def transcripts(tmp_path: Path) -> Path:
    folder = tmp_path / "transcripts"
    folder.mkdir()
    (folder / f"{VIDEO}.srt").write_text(f"1\n00:00:01,000 --> 00:00:05,000\n{SAID}\n")
    return folder


def _shown(here: Here, result: BuildResult, scene: str, *options: object) -> dict[str, Any]:
    samples = result.tables["samples"]
    sample = samples.filter(pl.col("scene") == scene)["id"].item()
    done = here("describe", result.folder, "--show", sample, "--json", *options)
    assert done.status == 0, done.err
    told: dict[str, Any] = json.loads(done.out)
    return told


def test_what_is_said_in_a_video_is_told_with_its_source(
    filmed: BuildResult, transcripts: Path, server: LlmServer, here: Here
) -> None:
    options = ("--transcripts", transcripts)
    told = _shown(here, filmed, "Scene0", *options)
    (said,) = [fact for fact in told["facts"] if fact["kind"] == "transcript"]
    assert said["source"].startswith(f"{VIDEO}.srt")
    assert said["characters"] == len(SAID)
    (course,) = told["courses"]
    assert f"## What is said in the video about here\n{SAID}" in course["request"]["messages"][0]["content"]
    other = _shown(here, filmed, "Scene1", *options)
    assert [fact["kind"] for fact in other["facts"] if fact["kind"] == "transcript"] == []
    assert here("describe", filmed.folder, *asking(server), *options).status == 0
    (answered,) = _shown(here, filmed, "Scene0", *options)["courses"]
    assert answered["answers"]
    # Without it the request about its scene is another one, and that about the other scene is not.
    server.reset()
    done = here("describe", filmed.folder, *asking(server), "--transcripts", "")
    assert done.status == 0, done.err
    (without,) = _shown(here, filmed, "Scene0")["courses"]
    assert len(server.paid()) == len(without["answers"]) > 0
    assert SAID not in without["request"]["messages"][0]["content"]


def test_a_trial_is_told_the_same_as_the_whole(
    filmed: BuildResult, transcripts: Path, server: LlmServer, here: Here
) -> None:
    assert (
        here("describe", filmed.folder, *asking(server), "--transcripts", transcripts, "--limit", 1).status
        == 0
    )
    paid = len(server.paid())
    assert here("describe", filmed.folder, *asking(server), "--transcripts", transcripts).status == 0
    asked = BuildResult.load(filmed.folder).tables["asked"]
    assert len(server.paid()) == sum(map(len, asked["answers"]))
    assert paid == len(asked["answers"][0])


def test_a_folder_without_a_fitting_transcript_is_no_error(
    filmed: BuildResult, tmp_path: Path, server: LlmServer, here: Here
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    done = here("describe", filmed.folder, *asking(server), "--transcripts", empty)
    assert done.status == 0
    assert len(server.paid()) >= 2
    told = _shown(here, filmed, "Scene0", "--transcripts", empty)
    assert "transcript" not in {fact["kind"] for fact in told["facts"]}


def test_a_file_that_is_broken_is_told_once_and_passed_over(
    filmed: BuildResult, transcripts: Path, server: LlmServer, here: Here
) -> None:
    (transcripts / "broken.json").write_text('{"segments": [')
    done = here("describe", filmed.folder, *asking(server), "--transcripts", transcripts)
    assert done.status == 0
    told = [line for line in done.err.splitlines() if "broken.json" in line]
    assert len(told) == 1
    assert told[0].startswith("warning: the transcript ")
    assert "is left out: " in told[0]
    told_of = _shown(here, filmed, "Scene0", "--transcripts", transcripts)
    assert "transcript" in {fact["kind"] for fact in told_of["facts"]}


class Bodies:
    """The bodies of all questions that a server is asked."""

    def __init__(self, server: LlmServer) -> None:
        self.seen: list[Mapping[str, Any]] = []
        answering = server._service.answering
        ask = answering.ask

        def asked(dialect: Any, path: str, body: Mapping[str, Any], digest: str, **more: Any) -> Any:
            self.seen.append(body)
            return ask(dialect, path, body, digest, **more)

        answering.ask = asked  # type: ignore[method-assign]


def _pictures(body: Mapping[str, Any]) -> list[bytes]:
    """The pictures in a question, in either protocol."""
    found = []
    for part in body["messages"][-1]["content"]:
        if part["type"] == "image_url":
            head, _, content = part["image_url"]["url"].partition(",")
            assert head == "data:image/webp;base64"
            found.append(base64.b64decode(content))
        elif part["type"] == "image":
            assert part["source"]["type"] == "base64"
            assert part["source"]["media_type"] == "image/webp"
            found.append(base64.b64decode(part["source"]["data"]))
    return found


@pytest.mark.parametrize("client", ["openai", "anthropic"])
def test_pictures_are_sent_and_part_of_what_an_answer_is_kept_under(
    drawn: Path, tmp_path: Path, own_cache: Path, server: LlmServer, here: Here, client: str
) -> None:
    folder = shutil.copytree(drawn / "out", tmp_path / "drawn")
    bodies = Bodies(server)
    model = {"openai": MODEL, "anthropic": "claude-haiku-4-5"}[client]
    url = {"openai": server.openai_url, "anthropic": server.anthropic_url}[client]
    options = ("--client", client, "--model", model, "--base-url", url, "--styles", "detailed")
    assert here("describe", folder, *options, "--frames", 1).status == 0
    frames = pl.read_parquet(folder / "tables" / "frames.parquet")
    # The last of those that differ: what fades away leaves the picture that it began with.
    last = {
        list(dict.fromkeys((row["first"], row["middle"], row["last"])))[-1]
        for row in frames.iter_rows(named=True)
    }
    assert bodies.seen
    for body in bodies.seen:
        (picture,) = _pictures(body) if isinstance(body["messages"][-1]["content"], list) else _first(body)
        assert picture in last
    with_picture = set(BuildResult.load(folder).tables["asked"]["request"])
    with AnswerStore.default() as store:
        assert len(store.get_many(with_picture)) == len(with_picture) == 2
    # Without pictures the requests are others; with them again, those of before.
    bodies.seen.clear()
    assert here("describe", folder, *options, "--frames", 0).status == 0
    assert len(bodies.seen) >= 2
    assert not with_picture & set(BuildResult.load(folder).tables["asked"]["request"])
    bodies.seen.clear()
    assert here("describe", folder, *options, "--frames", 1).status == 0
    assert bodies.seen == []
    assert set(BuildResult.load(folder).tables["asked"]["request"]) == with_picture
    sample = frames["id"][0]
    shown = json.loads(here("describe", folder, "--show", sample, "--json").out)
    (course,) = shown["courses"]
    digests = {hashlib.sha256(picture).hexdigest() for picture in last}
    (told,) = course["request"]["messages"][0]["images"]
    assert told.removeprefix("image/webp ") in digests
    touched = times(folder)
    assert here("describe", folder, *options, "--frames", 1).status == 0
    assert times(folder) == touched


def _first(body: Mapping[str, Any]) -> list[bytes]:
    """The pictures of a question's first turn."""
    turns = [m for m in body["messages"] if m["role"] == "user"]
    return _pictures({"messages": turns[:1]})

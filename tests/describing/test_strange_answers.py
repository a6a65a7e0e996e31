"""Answers that pass on their own but say the same of two scenes: one of them is asked for again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.describe.llm_server import Asked, LlmServer
from tests.describing.comparing import digests, times
from tests.describing.conftest import KEY, MODEL, Here, asking

from manimill.build import build
from manimill.recipe import Recipe
from manimill.records import Provenance, Sample
from manimill.registry import DatasetRegistry
from manimill.result import BuildResult

TURN = "Draw a red square and rotate it by 45 degrees over two seconds."
OTHERWISE = (
    "Draw a Red square and rotate it by 45 degrees over two seconds.",
    "Please show how a square in red is drawn, and then turn that by 45 degrees in two seconds.",
)
ENDS = ("", "        self.play(s.animate.shift(UP))\n")


class Turning:
    """Two scenes that one and the same description is true of."""

    def extract(self) -> Iterator[Sample]:
        for n, end in enumerate(ENDS):
            code = (
                f"from manim import *\n\n\nclass Turn{n}(Scene):\n    def construct(self):\n"
                "        s = Square(color=RED)\n        self.play(Create(s))\n"
                f"        self.play(Rotate(s, PI / 4), run_time=2)\n{end}"
            )
            place = Provenance(url="https://example.org", path="turns.py")
            yield Sample.create("turning", code, key=f"turn-{n}", scene=f"Turn{n}", provenance=place)


def _answer(asked: Asked) -> str:
    """The same for both scenes, and again nearly the same; only then another one."""
    again = sum(message["role"] == "assistant" for message in asked.messages)
    return json.dumps({"description": (TURN, *OTHERWISE)[again]})


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[LlmServer]:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with LlmServer(answer=_answer) as running:
        yield running


def _recipe(**tables: object) -> Recipe:
    near = {"near_code": 1.1, "near_description": 1.1, "near_meaning": 1.1}
    return Recipe.model_validate(
        {
            "sources": ["turning"],
            "render": {"enabled": False},
            "duplicates": near,
            "split": {"test": 0},
            **tables,
        }
    )


def _registry() -> DatasetRegistry:
    registry = DatasetRegistry.from_catalog()
    registry.register("turning", Turning())
    return registry


def test_what_is_said_of_another_scene_is_asked_for_until_it_is_not(
    tmp_path: Path, own_cache: Path, server: LlmServer, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = build(_recipe(), registry=_registry(), out=tmp_path / "out").folder
    assert BuildResult.load(folder).kept.height == 2
    options = asking(server, "--styles", "brief")
    done = here("describe", folder, *options, "--json")
    assert done.status == 0, done.err
    assert len(server.paid()) == 4
    told = json.loads(done.out)
    assert (told["asked"], told["described"], told["left"]) == (4, 2, 0)
    asked = BuildResult.load(folder).tables["asked"]
    assert sorted(map(len, asked["answers"])) == [1, 3]
    assert sorted(asked["text"]) == sorted([TURN, OTHERWISE[-1]])
    twice = max(asked.iter_rows(named=True), key=lambda row: len(row["answers"]))
    shown = json.loads(here("describe", folder, "--show", twice["id"], "--json").out)
    checks = [[o["check"] for o in answer["objections"]] for answer in shown["courses"][0]["answers"]]
    assert checks == [["said_of_another"], ["said_of_another"], []]
    server.reset()
    touched, before = times(folder), digests(folder)
    assert here("describe", folder, *options).status == 0
    assert server.calls == []
    assert times(folder) == touched
    describe = {"client": "openai", "model": MODEL, "styles": ["brief"], "base_url": server.openai_url}
    at_once = build(_recipe(describe=describe), registry=_registry(), out=tmp_path / "at-once")
    assert server.calls == []
    assert digests(at_once.folder) == before
    copy = shutil.copytree(folder, tmp_path / "copy")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other-cache"))
    assert here("describe", copy, *options).status == 0
    assert server.calls == []
    assert digests(copy) == before

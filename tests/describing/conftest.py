from __future__ import annotations

import json
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.describe.conftest import start_llm_server
from tests.describe.deriving import description
from tests.describe.llm_server import Asked, LlmServer
from tests.describe.made_scenes import write_source

from manimill.build import build
from manimill.cli import main
from manimill.planning import registry_for
from manimill.recipe import Recipe
from manimill.result import BuildResult

__all__ = ["start_llm_server"]

MODEL = "gpt-4.1-mini"
KEY = "test-key"


def answer(asked: Asked) -> str:
    """What a model might answer: never anything of use about Scene5, and about Scene3 only when asked again."""
    first = all(message["role"] == "user" for message in asked.messages)
    if "class Scene5(" in asked.text or ("class Scene3(" in asked.text and first):
        return "Sure! Here is what I would ask for: please draw something nice."
    return json.dumps({"description": description(asked.text)})


@dataclass(frozen=True)
class Done:
    """What a command came to."""

    status: int
    out: str
    err: str


Here = Callable[..., Done]


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache that nothing is in."""
    folder = tmp_path / "own-cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[LlmServer]:
    """A server that describes the scene in a request, and the key that it wants."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    with LlmServer(answer=answer) as running:
        yield running


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    """Run the command line in this process, which saves the second that a process of its own takes to start."""

    def run(*arguments: object) -> Done:
        handlers = {kind: signal.getsignal(kind) for kind in (signal.SIGTERM, signal.SIGHUP)}
        monkeypatch.setattr(sys, "argv", ["manimill", *map(str, arguments)])
        monkeypatch.setenv("COLUMNS", "200")
        capsys.readouterr()
        status = 0
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
        finally:
            for kind, handler in handlers.items():
                signal.signal(kind, handler)
        told = capsys.readouterr()
        return Done(status, told.out, told.err)

    return run


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of twelve made scenes that nobody has described, not rendered, and its source."""
    folder = tmp_path_factory.mktemp("made")
    build_made(folder, 12)
    return folder


SCENES = {
    "Growing": "circle = Circle(color=BLUE)\n        self.play(Create(circle))\n"
    "        self.play(circle.animate.scale(2))\n        self.play(FadeOut(circle))",
    "Sliding": "square = Square(color=RED)\n        self.add(square)\n"
    "        self.play(square.animate.shift(2 * RIGHT))\n        self.play(Rotate(square, angle=PI / 2))",
    "Failing": "self.add(Circle())\n        raise ValueError",
}


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recipe that renders three scenes nobody has described, one of which fails, its source, and its build."""
    folder = tmp_path_factory.mktemp("drawn")
    path = write_source(folder, 1)
    rows = [
        {
            "output": f"from manim import *\n\n\nclass {name}(Scene):\n    def construct(self):\n        {body}\n"
        }
        for name, body in SCENES.items()
    ]
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    path.write_text(path.read_text().replace("enabled = false", "timeout = 30"))
    recipe = Recipe.load(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache-of-the-drawn")))
        registry = registry_for(recipe, {"made": folder / "rows.jsonl"})
        build(recipe, out=folder / "out", registry=registry)
    return folder


def build_made(folder: Path, count: int, **tables: object) -> BuildResult:
    """Build ``count`` made scenes in ``folder / "out"``; ``tables`` are those of the recipe that differ."""
    recipe = Recipe.load(write_source(folder, count))
    recipe = Recipe.model_validate({**recipe.model_dump(), **tables})
    return build(recipe, out=folder / "out", registry=registry_for(recipe, {"made": folder / "rows.jsonl"}))


@pytest.fixture
def dataset(made: Path, tmp_path: Path) -> Path:
    """A copy of the build of twelve made scenes."""
    return Path(shutil.copytree(made / "out", tmp_path / "dataset"))


def asking(server: LlmServer, *more: object) -> list[object]:
    """Options that ask ``server`` in OpenAI's protocol."""
    return ["--client", "openai", "--model", MODEL, "--base-url", server.openai_url, *more]

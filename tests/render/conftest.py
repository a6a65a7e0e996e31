from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from manimill.render import RenderJob, RenderSettings
from manimill.render.worker import Worker


def _scene(*lines: str) -> RenderJob:
    body = "\n".join(f"        {line}" for line in lines)
    return RenderJob(
        f"from manim import *\n\nclass Example(Scene):\n    def construct(self):\n{body}\n", "Example"
    )


@pytest.fixture(scope="session")
def scene() -> Callable[..., RenderJob]:
    """Makes a job whose ``construct`` has the given lines, the first of them on line 5."""
    return _scene


@pytest.fixture(scope="session")
def tex_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tex")


@pytest.fixture(scope="session")
def worker(tex_folder: Path) -> Iterator[Worker]:
    """One zygote for all tests: that they do not disturb each other is part of what is tested."""
    with Worker(RenderSettings(timeout=20), tex_folder) as worker:
        yield worker


@pytest.fixture(scope="session")
def strict_worker(tex_folder: Path) -> Iterator[Worker]:
    with Worker(RenderSettings(timeout=2, memory_mb=1024), tex_folder) as worker:
        yield worker


@pytest.fixture
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder

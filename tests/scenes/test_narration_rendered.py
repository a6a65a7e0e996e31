"""Plain scenes take the time that what was said in them would have taken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.scenes.narrated import made_plain

from manimill.render import RenderJob, RenderSettings
from manimill.render.worker import Worker

TEN = "one two three four five <bookmark mark='A'/>six seven eight nine ten"
"""Four seconds, the bookmark after two."""


@pytest.fixture(scope="module", params=["dry", "evaluate"])
def worker(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    with Worker(RenderSettings(level=request.param, timeout=60), tmp_path_factory.mktemp("tex")) as worker:
        yield worker


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        ("self.play(Create(Circle()))", 4.0),
        ("self.play(Write(Circle()))", 4.0),
        ("self.play(Write(Circle()), run_time=6)", 6.0),
        ("for n in range(int('3')):\n        self.play(FadeIn(Dot()))", 4.0),
        ("self.wait_until_bookmark('A')\n    self.play(Write(Circle()))\n    self.play(Create(Dot()))", 4.0),
        ("self.play(Write(Circle()))\n    self.wait_until_bookmark('A')\n    self.wait(3)", 5.0),
        ("self.play(Write(Circle()), run_time=t.duration)", 4.0),
        ("self.play(Write(Dot()))\n    self.play(Create(Dot()), run_time=t.get_remaining_duration())", 4.0),
        ("while t.get_remaining_duration() > 1:\n        self.play(FadeIn(Dot()))", 4.0),
        ("self.play(FadeIn(Dot()), Rotating(Square()))", 5.0),
    ],
)
def test_a_plain_scene_lasts_as_long_as_its_speech(worker: Worker, body: str, seconds: float) -> None:
    result = made_plain(f'with self.voiceover("{TEN}") as t:\n    {body}')
    assert result.problems == ()
    verdict = worker.render(RenderJob(result.code, "Talk"))
    assert (verdict.verdict.value, verdict.error) == ("ok", None)
    assert verdict.duration == pytest.approx(seconds, abs=0.1)

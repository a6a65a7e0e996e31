"""Levels, videos and stills: how much of a scene is computed, and what is kept of it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from manimill.render import RenderJob, RenderSettings, Verdict, VerdictKind
from manimill.render.worker import Worker

Scene = Callable[..., RenderJob]


@pytest.fixture(scope="module")
def filming(tex_folder: Path) -> Iterator[Worker]:
    with Worker(RenderSettings(level="video", timeout=20), tex_folder) as worker:
        yield worker


@pytest.fixture(scope="module")
def photographing(tex_folder: Path) -> Iterator[Worker]:
    with Worker(RenderSettings(frames=3, timeout=20), tex_folder) as worker:
        yield worker


def _length(movie: bytes) -> tuple[int, tuple[int, int]]:
    """Number of frames and size."""
    with av.open(io.BytesIO(movie), "r") as container:
        frames = list(container.decode(container.streams.video[0]))
    return len(frames), (frames[0].width, frames[0].height)


def test_a_scene_that_runs_out_of_time_passes_where_its_ends_do(scene: Scene, strict_worker: Worker) -> None:
    slow = (
        "dot = Dot()",
        "dot.add_updater(lambda d, dt: sum(range(2_000_000)))",
        "self.add(dot)",
        "self.wait(60)",
    )
    verdict = strict_worker.render(scene(*slow))
    assert (verdict.verdict, verdict.level, verdict.duration) == (VerdictKind.OK, "evaluate", 60.0)
    # Both attempts count.
    assert verdict.cpu_seconds > 2


def test_a_scene_that_never_ends_is_a_timeout_at_every_level(scene: Scene, strict_worker: Worker) -> None:
    verdict = strict_worker.render(scene("while True: pass"))
    assert (verdict.verdict, verdict.level) == (VerdictKind.TIMEOUT, "dry")


def test_evaluate_skips_what_happens_between_the_ends(scene: Scene, tex_folder: Path) -> None:
    fails_halfway = scene(
        "def fail(mobject, alpha):",
        "    assert not 0.4 < alpha < 0.6",
        "self.play(UpdateFromAlphaFunc(Dot(), fail))",
    )
    with Worker(RenderSettings(level="evaluate"), tex_folder) as worker:
        assert worker.render(fails_halfway).ok
    with Worker(RenderSettings(), tex_folder) as worker:
        assert worker.render(fails_halfway).verdict is VerdictKind.RUNTIME_ERROR


def _pictures(job: RenderJob, tex_folder: Path) -> tuple[Verdict, Mapping[str, Any]]:
    with Worker(RenderSettings(timeout=60), tex_folder) as worker:
        verdict = worker.render(job)
    assert verdict.pictures is not None
    return verdict, verdict.pictures


@pytest.mark.parametrize("parts", [9, 9_000])
def test_scenes_of_thousands_of_parts_are_drawn_less_often_but_at_their_end(
    scene: Scene, tex_folder: Path, parts: int
) -> None:
    job = scene(
        # Parts without points cost nothing to draw, and count.
        f"crowd = VGroup(*[VMobject() for _ in range({parts})]).add_updater(lambda m: None)",
        "dot = Dot()",
        "self.add(crowd, dot)",
        "for _ in range(3):",
        "    self.play(dot.animate.shift(RIGHT), run_time=5)",
        "self.remove(dot)",
        "for _ in range(4):",
        "    self.wait(2)",
    )
    verdict, pictures = _pictures(job, tex_folder)
    assert (verdict.ok, verdict.plays, verdict.duration, pictures["moved"]) == (True, 7, 23.0, True)
    # Once a second and the last of each; of many parts fewer and fewer, and what the scene ends with.
    assert pictures["count"] == (22 if parts == 9 else 7)
    last = pictures["frames"][-1]
    assert (last["which"], last["time"]) == (["last"], 23.0)


def test_frames_are_drawn_until_something_has_been_seen(scene: Scene, tex_folder: Path) -> None:
    job = scene(
        "crowd = VGroup(*[VMobject() for _ in range(20_000)]).add_updater(lambda m: None)",
        "self.add(crowd)",
        "for _ in range(4):",
        "    self.wait(2)",
        "dot = Dot()",
        "for _ in range(3):",
        "    self.play(FadeIn(dot))",
        "    self.play(FadeOut(dot))",
    )
    verdict, pictures = _pictures(job, tex_folder)
    # One for each wait, the end of the animation that first shows the dot, and the end of the scene.
    assert (verdict.ok, pictures["count"], pictures["blank"]) == (True, 6, 0.833)


def test_a_video_has_every_frame(scene: Scene, filming: Worker) -> None:
    verdict = filming.render(scene("self.play(Create(Circle()))", "self.wait(0.4)"))
    assert (verdict.verdict, verdict.level, set(verdict.media)) == (VerdictKind.OK, "video", {"video.mp4"})
    assert _length(verdict.media["video.mp4"]) == (21, (854, 480))


def test_of_a_scene_that_does_not_move_there_is_a_picture(scene: Scene, filming: Worker) -> None:
    verdict = filming.render(scene("self.add(Circle())"))
    assert (verdict.ok, verdict.still, set(verdict.media)) == (True, True, {"frame-1.png"})


@pytest.mark.parametrize(
    "forgery",
    [
        "file.write_bytes(b'ftyp' * 1000)",
        "file.write_bytes(b'')",
        "file.unlink()",
        "file.unlink(); file.symlink_to('/usr/bin/env')",
    ],
)
def test_a_file_that_is_no_video_is_never_ok(scene: Scene, filming: Worker, forgery: str) -> None:
    job = scene(
        "self.add(Dot())",
        "self.wait()",
        "finish = self.renderer.file_writer.finish",
        "def forge(*a, **k):",
        "    finish(*a, **k)",
        "    file = self.renderer.file_writer.movie_file_path",
        f"    {forgery}",
        "self.renderer.file_writer.finish = forge",
    )
    verdict = filming.render(job)
    assert verdict.verdict in (VerdictKind.RUNTIME_ERROR, VerdictKind.BLOCKED)
    assert verdict.media == {}
    assert filming.render(scene("self.add(Dot())")).ok


def test_a_video_of_another_length_than_its_animations_is_never_ok(scene: Scene, filming: Worker) -> None:
    verdict = filming.render(
        scene(
            "self.add(Dot())",
            "write = self.renderer.file_writer.write_frame",
            "self.renderer.file_writer.write_frame = lambda frame, repeat=1: write(frame, repeat=1)",
            "self.wait(5)",
        )
    )
    assert verdict.verdict is VerdictKind.RUNTIME_ERROR
    assert "the video file lasts 0.1 s, the animations 5.0 s" in str(verdict.error)


def test_stills_are_spread_over_the_scene_and_the_last_is_its_end(
    scene: Scene, photographing: Worker
) -> None:
    verdict = photographing.render(
        scene(
            "dot = Dot(radius=1).shift(LEFT * 4)",
            "self.add(dot)",
            "self.play(dot.animate.shift(RIGHT * 8), run_time=6)",
        )
    )
    assert verdict.level == "dry"
    pictures = [Image.open(io.BytesIO(verdict.media[f"frame-{n}.png"])) for n in (1, 2, 3)]
    assert {picture.size for picture in pictures} == {(854, 480)}
    lefts = [picture.convert("L").getbbox() for picture in pictures]
    places = [box[0] for box in lefts if box is not None]
    assert places == sorted(places)
    assert places[-1] - places[0] > 400


def test_what_flashes_up_between_the_frames_that_are_drawn_was_on_screen(
    scene: Scene, worker: Worker
) -> None:
    flash = (
        "dot = Dot(radius=1, fill_opacity=0)",
        "self.add(dot)",
        "def show(d, alpha):",
        "    d.set_fill(opacity=1.0 if 0.35 < alpha < 0.5 else 0.0)",
        "self.play(UpdateFromAlphaFunc(dot, show))",
    )
    verdict = worker.render(scene(*flash))
    assert verdict.ok
    assert verdict.pictures is not None
    assert 0 < verdict.pictures["blank"] < 1


def test_black_on_black_is_empty(scene: Scene, worker: Worker) -> None:
    verdict = worker.render(scene("self.add(Square(color=BLACK, fill_opacity=1))", "self.wait()"))
    assert _said(verdict) == (VerdictKind.EMPTY, "every frame shows the background and nothing else")


def _said(verdict: Verdict) -> tuple[VerdictKind, str | None]:
    return verdict.verdict, verdict.error

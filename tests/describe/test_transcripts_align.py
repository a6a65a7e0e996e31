from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.describe.narrated import Video, narrated

from manimill.describe.transcripts import (
    Excerpt,
    SceneWords,
    Segment,
    Transcript,
    TranscriptFolder,
    Transcripts,
    align,
)
from manimill.records import Provenance, Sample

NAMES = ("sorting", "waves")


@pytest.fixture(params=NAMES)
def video(data: Path, request: pytest.FixtureRequest) -> Video:
    return narrated(data / "transcripts", request.param)


def said(video: Video, *, without: str = "") -> Transcript:
    gone = video.own.get(without, [])
    return Transcript(tuple(caption for caption in video.captions if caption.text not in gone), "video.srt")


@pytest.mark.parametrize(
    ("name", "given", "precision", "recall"), [("sorting", 12, 0.97, 0.89), ("waves", 7, 1.0, 0.75)]
)
def test_excerpts_of_a_narrated_video(
    data: Path, tmp_path: Path, name: str, given: int, precision: float, recall: float
) -> None:
    """What an excerpt holds is the scene's own narration, and most of it is there."""
    video = narrated(data / "transcripts", name)
    (tmp_path / "video.srt").write_text(video.srt)
    (stored,) = TranscriptFolder.open(tmp_path).stored
    excerpts = align(stored.transcript, video.scenes)
    found = {scene.id: excerpt for scene, excerpt in zip(video.scenes, excerpts, strict=True) if excerpt}
    own = {scene: video.precision(scene, excerpt) for scene, excerpt in found.items()}
    held = {scene: video.recall(scene, excerpt) for scene, excerpt in found.items()}
    assert len(found) == given
    assert min(own.values()) >= 0.7
    assert sum(own.values()) / given >= precision
    assert sum(held.values()) / given >= recall
    assert all(excerpt.how == "words" and 0.63 <= excerpt.confidence < 1 for excerpt in found.values())


def test_nine_of_ten_scenes_get_their_own_narration(data: Path) -> None:
    right = scenes = 0
    for name in NAMES:
        video = narrated(data / "transcripts", name)
        excerpts = align(said(video), video.scenes)
        scenes += len(excerpts)
        right += sum(
            excerpt is not None and video.precision(scene.id, excerpt) >= 0.7
            for scene, excerpt in zip(video.scenes, excerpts, strict=True)
        )
    assert right / scenes >= 0.9


def test_a_scene_that_nothing_is_said_about_gets_nothing(video: Video) -> None:
    for position, scene in enumerate(video.scenes):
        assert align(said(video, without=scene.id), video.scenes)[position] is None


def test_another_video_gives_nothing(data: Path) -> None:
    sorting, waves = (narrated(data / "transcripts", name) for name in NAMES)
    assert align(said(sorting), waves.scenes) == [None] * 8
    assert align(said(waves), sorting.scenes) == [None] * 12
    assert [align(said(sorting), [scene]) for scene in waves.scenes] == [[None]] * 8
    assert [align(said(waves), [scene]) for scene in sorting.scenes] == [[None]] * 12


def test_an_excerpt_is_a_run_of_captions(video: Video) -> None:
    starts = {caption.start: number for number, caption in enumerate(video.captions)}
    for excerpt in align(said(video), video.scenes):
        if excerpt is not None and excerpt.start is not None:
            first = starts[excerpt.start]
            end = next(n for n, caption in enumerate(video.captions) if caption.end == excerpt.end) + 1
            assert excerpt.text == " ".join(caption.text for caption in video.captions[first:end])


def test_scenes_out_of_order_are_found_too(data: Path) -> None:
    video = narrated(data / "transcripts", "sorting")
    first, *rest = video.scenes[2:]
    assert align(said(video), [*rest, first])[-1] == align(said(video), [first, *rest])[0]


def test_versions_of_a_scene_get_the_same(data: Path) -> None:
    video = narrated(data / "transcripts", "sorting")
    version = replace(video.scenes[2], id="BubbleSort2", words=f"{video.scenes[2].words} BubbleSort2 speed")
    excerpts = align(said(video), [*video.scenes, version])
    assert excerpts[2] is not None
    assert excerpts[-1] == excerpts[2]


def test_without_times_there_are_excerpts_without_times(data: Path) -> None:
    video = narrated(data / "transcripts", "sorting")
    bare = Transcript(tuple(Segment(None, None, caption.text) for caption in video.captions), "video.txt")
    found = [excerpt for excerpt in align(bare, video.scenes) if excerpt]
    assert len(found) == 11
    assert {(excerpt.start, excerpt.end) for excerpt in found} == {(None, None)}


SHORT = Transcript((Segment(0.5, 2.0, "This is all."), Segment(2.0, 3.0, "Bye.")), "a.srt")


def test_a_short_transcript_of_a_single_scene_is_given_whole() -> None:
    assert align(SHORT, [SceneWords("a", "")]) == [Excerpt("This is all. Bye.", 0.5, 3.0, 1.0, "whole")]


def test_a_short_transcript_of_two_scenes_is_not() -> None:
    assert align(SHORT, [SceneWords("a", "this"), SceneWords("b", "bye")]) == [None, None]


def test_a_transcript_is_short_up_to_1500_characters() -> None:
    longest = Transcript((Segment(None, None, "x" * 1499), Segment(None, None, "y")), "a.txt")
    assert align(replace(longest, segments=longest.segments[:1]), [SceneWords("a", "")])[0] is not None
    assert align(longest, [SceneWords("a", "")]) == [None]


def test_nothing_said_and_no_scenes() -> None:
    assert align(Transcript((), "a.srt"), [SceneWords("a", "circle")]) == [None]
    assert align(SHORT, []) == []


def test_a_long_scene_gets_its_richest_part(data: Path) -> None:
    words = "tetrahedron octahedron dodecahedron icosahedron vertices platonic"
    plain = [f"The dodecahedron is platonic, as we can see here in row {number}." for number in range(60)]
    rich = ["Tetrahedron, octahedron, dodecahedron, icosahedron: count vertices of these platonic ones."] * 10
    talk = ["I had a long walk yesterday, and then we talked about food for hours."] * 60
    lines = [*talk, *plain, *rich, *plain, *talk]
    spoken = Transcript(tuple(Segment(float(n), n + 1.0, line) for n, line in enumerate(lines)), "a.srt")
    other = SceneWords("b", "food walk yesterday kitchen garden")
    excerpt = align(spoken, [SceneWords("a", words), other])[0]
    assert excerpt is not None
    assert len(excerpt.text) <= 1500
    assert excerpt.text.count("Tetrahedron") == 10


def samples_of(video: Video, order: int) -> list[Sample]:
    made = [
        Sample.create(
            "ada",
            "",
            key=scene.id,
            scene=scene.id,
            provenance=Provenance(url="https://github.com/ada/films", path="a.py", first_line=line),
            metadata={"title": "A film"},
        )
        for line, scene in enumerate(video.scenes, 1)
    ]
    random.Random(order).shuffle(made)
    return made


def test_the_front_door_does_not_mind_the_order_of_samples(data: Path, tmp_path: Path) -> None:
    video = narrated(data / "transcripts", "sorting")
    (tmp_path / "A film.en.srt").write_text(video.srt)
    by_name = {scene.id: scene for scene in video.scenes}
    outcomes = []
    for order in range(3):
        samples = samples_of(video, order)
        words = {sample.id: by_name[str(sample.scene)].words for sample in samples}
        seconds = {sample.id: by_name[str(sample.scene)].seconds or 0.0 for sample in samples}
        excerpts = Transcripts.open(tmp_path).excerpts(samples, words, seconds)
        assert list(excerpts) == sorted(excerpts)
        outcomes.append({str(sample.scene): excerpts.get(sample.id) for sample in samples})
    assert outcomes[0] == outcomes[1] == outcomes[2]
    expected = align(said(video), video.scenes)
    assert outcomes[0] == {
        scene.id: excerpt and replace(excerpt, source="A film.en.srt")
        for scene, excerpt in zip(video.scenes, expected, strict=True)
    }


def test_hash_seeds_change_nothing(data: Path) -> None:
    code = (
        "from pathlib import Path\n"
        "from manimill.describe.transcripts import Transcript, align\n"
        "from tests.describe.narrated import narrated\n"
        f"video = narrated(Path({str(data / 'transcripts')!r}), 'sorting')\n"
        "print(align(Transcript(video.captions, 'a'), video.scenes))\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=data.parents[1],
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1
    assert "Excerpt" in outputs.pop()

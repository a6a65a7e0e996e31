from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from manimill.describe.transcripts import Transcripts
from manimill.errors import InputError
from manimill.records import Provenance, Sample

REPOSITORY = "https://github.com/ada/animations"
ID = "dQ3w-W_gXcQ"


def sample(
    metadata: Mapping[str, Any], url: str = REPOSITORY, scene: str = "Circles", source: str = "ada"
) -> Sample:
    provenance = Provenance(url=url, path="scenes.py", first_line=1)
    return Sample.create(
        source,
        f"# {scene}",
        key=f"{url} {scene} {dict(metadata)}",
        scene=scene,
        provenance=provenance,
        metadata=metadata,
    )


def write(folder: Path, *names: str) -> None:
    """Files that say their own name."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # What is in square brackets would be taken for a sound.
        text = f"This is {name}".translate(str.maketrans("[]", "{}"))
        if name.endswith(".srt"):
            text = f"1\n00:00:01,000 --> 00:00:02,000\n{text}\n"
        elif name.endswith(".vtt"):
            text = f"WEBVTT\n\n00:01.000 --> 00:02.000\n{text}\n"
        path.write_text(text)


def found(folder: Path, metadata: Mapping[str, Any], **more: Any) -> str | None:
    """The name of the file that a sample's transcript comes from."""
    only = sample(metadata, **more)
    excerpt = Transcripts.open(folder).excerpts([only], {}, {}).get(only.id)
    return excerpt.text.removeprefix("This is ").translate(str.maketrans("{}", "[]")) if excerpt else None


@pytest.mark.parametrize(
    "name",
    [
        f"{ID}.srt",
        f"{ID}.en.vtt",
        f"Round things [{ID}].en-US.vtt",
        f"old/Round things-{ID}.srt",
        f"a [b] [{ID}].txt",
    ],
)
@pytest.mark.parametrize(
    "metadata",
    [
        {"video_id": ID},
        {"url": f"https://youtu.be/{ID}?t=3"},
        {"video_id": ID, "url": f"https://www.youtube.com/watch?v={ID}"},
        {"urls": [f"https://www.youtube.com/watch?v={ID}", "https://youtu.be/abcdefghij9"]},
    ],
)
def test_by_the_id_of_the_video(tmp_path: Path, name: str, metadata: dict[str, Any]) -> None:
    write(tmp_path, name, "other.srt", "Another [zzzzzzzzzz1].srt")
    assert found(tmp_path, metadata) == name


@pytest.mark.parametrize(
    "name",
    [
        "What is π? (Part 2).srt",
        "what is π part 2.en.srt",
        "sub/What is Π： Part 2 [abcdefghij9].srt",
        "07 - What is π - Part 2.txt",
    ],
)
def test_by_title_however_it_is_written(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, "What is e.srt")
    assert found(tmp_path, {"title": "What is π? Part 2"}) == name


def test_a_file_that_names_another_video_is_not_taken_for_its_title(tmp_path: Path) -> None:
    write(tmp_path, "Circles [abcdefghij9].srt")
    assert found(tmp_path, {"title": "Circles", "video_id": ID}) is None
    assert found(tmp_path, {"title": "Circles"}) == "Circles [abcdefghij9].srt"


@pytest.mark.parametrize(
    ("name", "metadata"),
    [
        ("Linear algebra/04.srt", {"playlist": "Linear Algebra", "episode": 4}),
        ("Linear algebra/04 - Rank.srt", {"playlist": "Linear Algebra", "episode": 4}),
        ("Linear algebra/S01E04.srt", {"playlist": "Linear Algebra", "episode": 4}),
        ("Advent of Code 2024 Day 4.srt", {"playlist": "Advent of Code 2024", "day": 4}),
        ("Day 4.srt", {"playlist": "Advent of Code 2024", "day": 4}),
        ("episode-04.vtt", {"playlist": "Linear Algebra", "episode": "04"}),
        ("ada/ep4.srt", {"episode": 4}),
        ("animations/Part_4.srt", {"part": 4}),
        ("Chapter 2 part 4.srt", {"part": 4, "chapter": 2}),
    ],
)
def test_by_number(tmp_path: Path, name: str, metadata: dict[str, Any]) -> None:
    write(tmp_path, name)
    assert found(tmp_path, metadata) == name


@pytest.mark.parametrize(
    ("name", "metadata"),
    [
        ("04.srt", {"playlist": "Linear Algebra", "episode": 4}),
        ("Calculus/04.srt", {"playlist": "Linear Algebra", "episode": 4}),
        ("Calculus/episode 4.srt", {"playlist": "Linear Algebra", "episode": 4}),
        ("Calculus Day 4.srt", {"playlist": "Linear Algebra", "day": 4}),
        ("Day 14.srt", {"day": 4}),
        ("Day 4.srt", {"episode": 4}),
        ("Day 4 part 2.srt", {"day": 4}),
        ("2024.srt", {"playlist": "2024 talks", "year": 2024}),
    ],
)
def test_not_by_a_number_of_something_else(tmp_path: Path, name: str, metadata: dict[str, Any]) -> None:
    write(tmp_path, name)
    assert found(tmp_path, metadata) is None


def test_the_nearest_folder_is_taken(tmp_path: Path) -> None:
    write(tmp_path, "animations/Graphs/04.srt", "animations/Trees/04.srt", "Trees/04.srt")
    assert found(tmp_path, {"playlist": "Trees", "episode": 4}) == "animations/Trees/04.srt"


def test_english_is_preferred_and_kinds_of_files_are_no_ambiguity(tmp_path: Path) -> None:
    write(tmp_path, "Circles.de.srt", "Circles.en-GB.vtt", "Circles.fr.srt", "Circles.en-GB.txt")
    assert found(tmp_path, {"title": "Circles"}) == "Circles.en-GB.vtt"


def test_what_says_no_language_comes_before_other_languages(tmp_path: Path) -> None:
    write(tmp_path, f"{ID}.de.srt", f"{ID}.srt")
    assert found(tmp_path, {"video_id": ID}) == f"{ID}.srt"


def test_two_files_with_the_title_are_none_with_a_reason(tmp_path: Path) -> None:
    write(tmp_path, "a/Circles.srt", "b/circles.srt")
    transcripts = Transcripts.open(tmp_path)
    assert transcripts.excerpts([sample({"title": "Circles"})], {}, {}) == {}
    assert transcripts.skipped == (
        (
            "a/Circles.srt",
            "fits the video github.com/ada/animations: Circles by its title, as do others: b/circles.srt",
        ),
    )


def test_a_file_that_fits_two_repositories_is_none_with_a_reason(tmp_path: Path) -> None:
    write(tmp_path, "Circles.srt")
    both = [
        sample({"title": "Circles"}),
        sample({"title": "Circles"}, url="https://github.com/bob/videos", source="bob"),
    ]
    transcripts = Transcripts.open(tmp_path)
    assert transcripts.excerpts(both, {}, {}) == {}
    assert transcripts.skipped == (
        (
            "Circles.srt",
            "fits videos of github.com/ada/animations, github.com/bob/videos; move it to a folder named after one",
        ),
    )
    (tmp_path / "bob").mkdir()
    (tmp_path / "Circles.srt").rename(tmp_path / "bob" / "Circles.srt")
    write(tmp_path, "ada/Circles.srt")
    excerpts = Transcripts.open(tmp_path).excerpts(both, {}, {})
    assert [excerpts[one.id].text for one in both] == ["This is ada/Circles.srt", "This is Circles.srt"]


def test_one_file_of_several_videos(tmp_path: Path) -> None:
    entries = [
        {"video_id": ID, "text": "By id."},
        {"url": "https://youtu.be/abcdefghij1", "segments": [{"start": 0, "end": 1, "text": "By link."}]},
        {"title": "Circles!", "text": "By title."},
        {"playlist": "Trees", "episode": 3, "text": "By episode."},
        {"day": 3, "text": "By day."},
    ]
    (tmp_path / "all.json").write_text(json.dumps(entries))
    wanted: list[dict[str, Any]] = [
        {"video_id": ID},
        {"video_id": "abcdefghij1"},
        {"title": "circles"},
        {"playlist": "trees", "episode": 3},
        {"day": 3},
    ]
    samples = [sample(metadata) for metadata in wanted]
    excerpts = Transcripts.open(tmp_path / "all.json").excerpts(samples, {}, {})
    said = [excerpts[one.id].text for one in samples]
    assert said == ["By id.", "By link.", "By title.", "By episode.", "By day."]


def test_a_mapping_of_several_videos(tmp_path: Path) -> None:
    document = {ID: "By id.", "Circles": [{"text": "By title.", "start": 0}], "Day 3": {"text": "By day."}}
    (tmp_path / "all.json").write_text(json.dumps(document))
    samples = [sample({"video_id": ID}), sample({"title": "Circles"}), sample({"day": 3})]
    excerpts = Transcripts.open(tmp_path).excerpts(samples, {}, {})
    assert [excerpts[one.id].text for one in samples] == ["By id.", "By title.", "By day."]


def test_samples_without_a_transcript_are_no_error(tmp_path: Path) -> None:
    transcripts = Transcripts.open(tmp_path)
    assert transcripts.excerpts([sample({"video_id": ID}), sample({}), sample({"title": "X"})], {}, {}) == {}
    assert transcripts.skipped == ()
    assert Transcripts.open(None).excerpts([sample({"video_id": ID})], {}, {}) == {}


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        Transcripts.open(tmp_path / "subs")
    assert str(error.value) == (
        f"The transcripts {tmp_path / 'subs'} do not exist; a folder is wanted that has .srt, .vtt, .json, .txt files, "
        "or one of these."
    )

from __future__ import annotations

from typing import Any

import pytest

from manimill.resemblance.origin import repository_of, videos_of

REPOSITORY = "https://github.com/Someone/Videos"


@pytest.mark.parametrize(
    ("url", "repository"),
    [
        (REPOSITORY, "github.com/someone/videos"),
        ("https://github.com/someone/videos.git", "github.com/someone/videos"),
        ("https://www.github.com/someone/videos/blob/main/a.py", "github.com/someone/videos"),
        ("https://gitlab.com/a/b", "gitlab.com/a/b"),
        ("https://github.com/someone", None),
        ("https://huggingface.co/datasets/a/b", None),
        (None, None),
    ],
)
def test_a_repository_is_told_from_other_places(url: str | None, repository: str | None) -> None:
    assert repository_of(url) == repository


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            {"video_id": "abc", "url": "https://youtu.be/abc"},
            {
                "video_id": "x",
                "url": "https://youtu.be/x",
                "urls": ["https://youtu.be/x", "https://youtu.be/abc"],
            },
        ),
        ({"title": "Entropy"}, {"title": "Entropy", "episode": 3}),
        ({"day": 4, "version": 1}, {"day": 4, "version": 2}),
        ({"year": 2022, "topic": "FFT"}, {"year": 2022, "topic": "FFT"}),
    ],
)
def test_scenes_of_one_video_share_a_key(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert set(videos_of(one, REPOSITORY)) & set(videos_of(other, REPOSITORY))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"video_id": "abc"}, {"video_id": "abd"}),
        ({"day": 4}, {"day": 5}),
        ({"chapter": 1, "episode": 2}, {"chapter": 2, "episode": 2}),
        ({"playlist": "All of them"}, {"playlist": "All of them"}),
        ({}, {}),
    ],
)
def test_scenes_of_different_videos_or_of_none_share_nothing(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert not set(videos_of(one, REPOSITORY)) & set(videos_of(other, REPOSITORY))


def test_titles_and_topics_of_rows_are_no_videos() -> None:
    assert videos_of({"title": "Circles", "topic": "geometry"}, "https://huggingface.co/datasets/a/b") == ()


def test_a_title_is_a_video_only_within_its_repository() -> None:
    same = {"title": "Introduction"}
    assert videos_of(same, REPOSITORY) != videos_of(same, "https://github.com/someone/else")

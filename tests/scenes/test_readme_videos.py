import pytest

from manimill.scenes.readme_videos import ReadmeVideo, readme_videos

PATHS = [
    "README.md",
    "2022/PageRank/scene.py",
    "2022/PageRank/notes.md",
    "intro/intro.py",
    "heat.py",
    "a b/c.py",
]
ONE = "https://www.youtube.com/watch?v=one"
TWO = "https://www.youtube.com/watch?v=two"


def of(text: str, folder: str = "") -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(video.path, video.title, video.urls) for video in readme_videos(text, PATHS, folder)]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("- [PageRank](2022/PageRank) ([video](https://youtu.be/one))", "PageRank"),
        ("* `2022/PageRank`: [Who ranks the web?](https://youtu.be/one)", "Who ranks the web?"),
        ("1. **Ranking pages** - 2022/PageRank/ - https://youtu.be/one", "Ranking pages"),
        ("- [code](./2022/PageRank) [Video](https://youtu.be/one)", None),
        ("## Ranking\n[code](/2022/PageRank/notes.md), [watch it here](https://youtu.be/one)", "Ranking"),
        ("## 2022/PageRank\nWatch the [video](https://youtu.be/one).", None),
        (
            "[PageRank](https://github.com/me/videos/tree/main/2022/PageRank) <https://youtu.be/one>",
            "PageRank",
        ),
        ('<a href="2022/PageRank">Pages</a> <a href="https://youtu.be/one">YouTube</a>', "Pages"),
        ("- Pages\n  in 2022/PageRank\n  [YouTube](https://youtu.be/one)", "Pages in 2022/PageRank"),
    ],
)
def test_a_path_and_a_video_side_by_side_are_a_pair(text: str, title: str | None) -> None:
    assert of(text) == [("2022/PageRank", title, (ONE,))]


def test_rows_of_a_table_are_pairs_with_the_title_of_their_column() -> None:
    table = """
| Title | Code | Link |
|---|:-:|---|
| Ranking the web | [code](2022/PageRank) | [YouTube](https://youtu.be/one) |
| Heat | `heat.py` | https://youtu.be/two |
"""
    assert of(table) == [("2022/PageRank", "Ranking the web", (ONE,)), ("heat.py", "Heat", (TWO,))]


def test_an_item_belongs_to_the_one_it_is_nested_in() -> None:
    text = "- `intro`\n  - [Part 1 - YouTube](https://youtu.be/one)\n- heat.py\n  - [Heat!](https://youtu.be/two)"
    assert of(text) == [("intro", None, (ONE,)), ("heat.py", "Heat!", (TWO,))]


def test_several_videos_of_one_path_stay_in_order() -> None:
    found = readme_videos(
        "- [Heat](heat.py)/[Part 1](https://youtu.be/two)/[Part 2](https://youtu.be/one)", PATHS
    )
    assert found == [ReadmeVideo("heat.py", "Heat", (TWO, ONE))]
    assert found[0].to_metadata() == {"title": "Heat", "url": TWO, "video_id": "two", "urls": [TWO, ONE]}


def test_a_heading_that_links_a_playlist_names_it() -> None:
    text = "## [Linear ideas](https://www.youtube.com/playlist?list=PL1)\n- [Heat](heat.py): https://youtu.be/one"
    assert readme_videos(text, PATHS) == [
        ReadmeVideo("heat.py", "Heat", (ONE,), "Linear ideas", "https://www.youtube.com/playlist?list=PL1")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "See [my channel](https://www.youtube.com/@me) for heat.py",
        "- [How to install Python](https://youtu.be/one)",
        "- [Elsewhere](2023/Other): https://youtu.be/one",
        "- heat.py\n\nAn unrelated [video](https://youtu.be/one).",
        "```\nheat.py https://youtu.be/one\n```",
        "- [Heat](https://example.org/blob/x/heat.py) https://youtu.be/one",
    ],
)
def test_what_names_no_file_of_the_repository_is_no_pair(text: str) -> None:
    assert of(text) == []


def test_paths_are_seen_from_the_folder_of_the_readme() -> None:
    assert of("[PageRank](PageRank/scene.py) https://youtu.be/one", "2022") == [
        ("2022/PageRank/scene.py", "PageRank", (ONE,))
    ]
    assert of("[Spaced](a%20b/c.py) https://youtu.be/one") == [("a b/c.py", "Spaced", (ONE,))]


def test_a_path_that_is_named_twice_keeps_its_first_video() -> None:
    text = "- [Heat](heat.py) https://youtu.be/one\n- [Heat again](heat.py) https://youtu.be/two"
    assert of(text) == [("heat.py", "Heat", (ONE,))]


def test_a_folder_covers_what_lies_in_it() -> None:
    video = ReadmeVideo("intro", None, (ONE,))
    assert video.covers("intro/intro.py")
    assert video.covers("intro")
    assert not video.covers("introduction/a.py")

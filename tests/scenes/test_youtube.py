import pytest

from manimill.scenes.youtube import YouTube, youtube


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://www.youtube.com/watch?v=abc-_1", YouTube("abc-_1", None)),
        ("https://youtube.com/watch?v=abc&list=PL1&index=3", YouTube("abc", "PL1")),
        ("http://youtu.be/abc?t=5", YouTube("abc", None)),
        ("https://m.youtube.com/shorts/abc", YouTube("abc", None)),
        ("https://www.youtube-nocookie.com/embed/abc", YouTube("abc", None)),
        ("https://www.youtube.com/playlist?list=PL1", YouTube(None, "PL1")),
        ("https://www.youtube.com/@somebody", None),
        ("https://www.youtube.com/channel/UC1", None),
        ("https://example.org/watch?v=abc", None),
        ("https://youtu.be/", None),
        ("http://[broken", None),
    ],
)
def test_a_link_is_taken_apart(url: str, found: YouTube | None) -> None:
    assert youtube(url) == found


def test_addresses_are_written_one_way() -> None:
    found = YouTube("abc", "PL1")
    assert found.video_url == "https://www.youtube.com/watch?v=abc"
    assert found.playlist_url == "https://www.youtube.com/playlist?list=PL1"
    assert YouTube(None, None).video_url is None

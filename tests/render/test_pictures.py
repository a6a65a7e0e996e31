from __future__ import annotations

import base64
import io
import tracemalloc
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from manimill.render._zygote.pictures import Pictures

Pixels = npt.NDArray[np.uint8]


def _frame(color: tuple[int, int, int] = (0, 0, 0), height: int = 480, width: int = 854) -> Pixels:
    frame = np.full((height, width, 4), 255, dtype=np.uint8)
    frame[..., :3] = color
    return frame


def _with_square(left: int, color: tuple[int, int, int] = (255, 0, 0)) -> Pixels:
    frame = _frame()
    frame[200:280, left : left + 80, :3] = color
    return frame


def _told(*frames: Pixels) -> dict[str, Any]:
    pictures = Pictures()
    for second, frame in enumerate(frames):
        pictures.take(frame, float(second))
    return pictures.to_json()


def _decoded(frame: dict[str, Any]) -> Image.Image:
    picture = Image.open(io.BytesIO(base64.b64decode(frame["webp"])))
    picture.load()
    return picture


def test_first_middle_and_last_are_kept_small() -> None:
    frames = _told(*[_with_square(10 * n) for n in range(7)])["frames"]
    assert [(frame["which"], frame["time"]) for frame in frames] == [
        (["first"], 0.0),
        (["middle"], 3.0),
        (["last"], 6.0),
    ]
    middle = _decoded(frames[1])
    assert (middle.format, middle.size) == ("WEBP", (214, 120))
    red, green, _ = middle.convert("RGB").getpixel((17, 60))  # type: ignore[misc]
    assert (red > 200, green < 60) == (True, True)
    assert middle.convert("RGB").getpixel((100, 10)) == (0, 0, 0)
    assert all(len(frame["webp"]) < 2000 for frame in frames)


def test_the_middle_is_of_the_time_and_not_of_the_frames() -> None:
    pictures = Pictures()
    for time, left in ((0.0, 0), (0.1, 100), (0.2, 200), (5.1, 300), (10.0, 400)):
        pictures.take(_with_square(left), time)
    assert [frame["time"] for frame in pictures.to_json()["frames"]] == [0.0, 5.1, 10.0]


def test_equal_pictures_are_there_once() -> None:
    (only,) = _told(*[_with_square(50)] * 3)["frames"]
    assert only["which"] == ["first", "middle", "last"]
    first, last = _told(_with_square(50), _with_square(50), _with_square(90))["frames"]
    assert (first["which"], last["which"]) == (["first", "middle"], ["last"])


def test_a_frame_that_its_owner_draws_over_is_still_the_frame_it_was() -> None:
    frame = _with_square(50)
    pictures = Pictures()
    pictures.take(frame, 0.0)
    before = pictures.to_json()["frames"]
    frame[:] = 255
    assert pictures.to_json()["frames"] == before


@pytest.mark.parametrize(
    ("frames", "moved"),
    [
        ([_with_square(50)], False),
        ([_with_square(50), _with_square(50)], False),
        ([_with_square(50), _with_square(58)], True),
        ([_with_square(50), _with_square(50, (252, 3, 3))], False),
        ([_with_square(50), _frame(), _with_square(50)], True),
    ],
    ids=["one frame", "the same", "shifted", "hardly another colour", "there and back"],
)
def test_moved_says_whether_a_difference_can_be_seen(frames: list[Pixels], moved: bool) -> None:
    assert _told(*frames)["moved"] is moved


def test_one_bright_pixel_is_neither_blank_nor_still() -> None:
    star = _frame()
    star[100, 100, :3] = 255
    told = _told(_frame(), star)
    assert (told["moved"], told["blank"]) == (True, 0.5)


def test_blank_is_one_colour_whichever() -> None:
    gradient = _frame()
    gradient[..., 0] = np.linspace(0, 255, 854).astype(np.uint8)
    told = _told(_frame(), _frame((236, 230, 226)), _with_square(0), gradient)
    assert (told["count"], told["blank"]) == (4, 0.5)


def test_a_transparent_background_counts_as_black() -> None:
    clear = np.zeros((480, 854, 4), dtype=np.uint8)
    assert _told(clear)["blank"] == 1.0
    (frame,) = _told(clear)["frames"]
    assert all(high <= 2 for _, high in _decoded(frame).convert("RGB").getextrema())  # type: ignore[misc]


@pytest.mark.parametrize(("height", "width", "size"), [(1080, 1920, (240, 135)), (90, 160, (160, 90))])
def test_any_size_becomes_at_most_240_wide(height: int, width: int, size: tuple[int, int]) -> None:
    (frame,) = _told(_frame((0, 0, 200), height, width))["frames"]
    assert _decoded(frame).size == size


def test_frames_without_opacity_and_in_another_order_of_memory_are_taken() -> None:
    rgb = np.ascontiguousarray(_with_square(50)[..., :3])
    strided = np.asfortranarray(_with_square(50))
    told = _told(rgb, strided)
    assert (told["moved"], len(told["frames"])) == (False, 1)


def test_thousands_of_frames_do_not_pile_up() -> None:
    pictures = Pictures()
    frames = [_with_square(left, (left % 256, 255, 0)) for left in range(0, 700, 100)]
    tracemalloc.start()
    for number in range(3000):
        pictures.take(frames[number % 7], float(number))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    told = pictures.to_json()
    assert told["count"] == 3000
    assert len(pictures._kept) <= 32
    middle = next(frame for frame in told["frames"] if "middle" in frame["which"])
    assert abs(middle["time"] - 1499.5) <= 64
    assert peak < 8 << 20


def test_nothing_drawn_is_nothing_told() -> None:
    assert Pictures().to_json() == {"count": 0, "frames": [], "moved": False, "blank": 1.0}


def test_the_same_frames_give_the_same_bytes() -> None:
    frames = [_with_square(10 * n, (n * 30, 0, 200)) for n in range(8)]
    assert _told(*frames) == _told(*frames)

"""What a scene looks like: three small pictures, whether anything moved, and how much of it was blank.

A JSON object with

- ``count``: frames that were drawn;
- ``frames``: the first, the one in the middle of the time, and the last: ``which`` (names of those that are this
  picture), ``time`` in seconds, and ``webp`` (or ``png`` where Pillow cannot write WebP), base64, at most 240
  wide; pictures that are equal are there once;
- ``moved``: whether any frame differs visibly from the first;
- ``blank``: the share of frames, 0 to 1, that show nothing but one colour.

A frame is blank where all of it has the same colour, whichever: the background, or a figure that covers
everything. Frames with a gradient or an image behind them are never blank. Transparent backgrounds count as
black. All is measured on the frame made smaller by averaging: a difference of less than 6 of 255 is none, one
of 12 is visible, so that one white pixel in a black frame of 854 x 480 is not blank, and seen to move.
"""

from __future__ import annotations

import base64
import importlib
import io
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, features

_WIDTH = 240
_BLANK = 6
_VISIBLE = 12
_MOST_KEPT = 32
_QUALITY = 60
_EFFORT = 0
"""A third of the time of Pillow's default, for pictures a tenth larger."""


class _Frame(NamedTuple):
    time: float
    picture: Image.Image


class Pictures:
    """Collects the frames of one scene."""

    def __init__(self) -> None:
        self._count = 0
        self._blank = 0
        self._moved = False
        self._first: _Frame | None = None
        self._last: _Frame | None = None
        # Candidates for the middle: every 1st, then every 2nd, 4th, ... frame.
        self._kept: list[_Frame] = []
        self._every = 1

    @staticmethod
    def prepare() -> None:
        """Load the encoder, before a process is forked, so that scenes need not."""
        # By name, because Pillow otherwise loads forty formats to find it, which takes 0.1 s.
        importlib.import_module("PIL.WebPImagePlugin")
        _encoded(Image.new("RGB", (8, 8)))

    def take(self, pixels: npt.NDArray[np.uint8], time: float) -> bool:
        """Note a frame, height x width x 4 (RGBA) or 3, shown at ``time`` seconds; whether it is not blank."""
        frame = _Frame(time, _smaller(pixels))
        blank = all(high - low < _BLANK for low, high in _extrema(frame.picture))
        self._blank += blank
        if self._first is None:
            self._first = frame
        elif not self._moved:
            self._moved = _differ(self._first.picture, frame.picture)
        self._last = frame
        if self._count % self._every == 0:
            self._keep(frame)
        self._count += 1
        return not blank

    def to_json(self) -> dict[str, Any]:
        """What has been noted by now; ``frames`` is empty and ``blank`` 1 where no frame was."""
        return {
            "count": self._count,
            "frames": self._frames(),
            "moved": self._moved,
            "blank": round(self._blank / self._count, 3) if self._count else 1.0,
        }

    def _keep(self, frame: _Frame) -> None:
        if len(self._kept) == _MOST_KEPT:
            self._every *= 2
            self._kept = self._kept[::2]
        self._kept.append(frame)

    def _frames(self) -> list[dict[str, Any]]:
        if self._first is None or self._last is None:
            return []
        half = (self._first.time + self._last.time) / 2
        middle = min(self._kept, key=lambda frame: abs(frame.time - half))
        told: dict[bytes, dict[str, Any]] = {}
        for which, frame in (("first", self._first), ("middle", middle), ("last", self._last)):
            content = frame.picture.tobytes()
            if content in told:
                told[content]["which"].append(which)
            else:
                told[content] = {"which": [which], "time": round(frame.time, 3)} | _encoded(frame.picture)
        return list(told.values())


def _smaller(pixels: npt.NDArray[np.uint8]) -> Image.Image:
    """An RGB picture at most 240 wide, each of its pixels the mean of a square."""
    height, width, channels = pixels.shape
    # The fourth byte is left alone: manim's colours are premultiplied, which is what they look like on black.
    mode = "RGBX" if channels == 4 else "RGB"
    contiguous = np.ascontiguousarray(pixels)
    picture = Image.frombuffer(mode, (width, height), contiguous, "raw", mode, 0, 1)
    factor = -(-width // _WIDTH)
    # Without a copy the picture would change with the camera's next frame.
    small = picture.reduce(factor) if factor > 1 else picture.copy()
    return small.convert("RGB")


def _extrema(picture: Image.Image) -> list[tuple[int, int]]:
    """Lowest and highest value of each channel."""
    return [(int(low), int(high)) for low, high in picture.getextrema()]  # type: ignore[misc]


def _differ(one: Image.Image, other: Image.Image) -> bool:
    if one.size != other.size:
        return True
    return any(high >= _VISIBLE for _, high in _extrema(ImageChops.difference(one, other)))


def _encoded(picture: Image.Image) -> dict[str, str]:
    kind = "webp" if features.check("webp") else "png"
    file = io.BytesIO()
    picture.save(file, kind, quality=_QUALITY, method=_EFFORT)
    return {kind: base64.b64encode(file.getvalue()).decode("ascii")}

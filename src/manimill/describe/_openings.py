"""How a request begins. Which of several ways is taken depends on the text alone."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from manimill.describe import _words as words

_PICTURES = (
    "Show {}",
    "Display {}",
    "Create a still image of {}",
    "Make a static scene with {}",
    "Create a picture that shows {}",
    "Set up a static scene that shows {}",
    "Make a still image with {}",
    "Prepare a static picture of {}",
)
_SCENES = ("Show {}", "Display {}", "Make a scene that shows {}", "Set up a scene with {}")
_STARTS = ("start with {}", "begin with {}", "first show {}", "put {} on the screen", "start by showing {}")
_CONNECTIVES = (
    ("Then", "Next,", "After that,"),
    ("Then", "After this,", "Next,"),
    ("Next,", "Then", "After that,"),
    ("After that,", "Then", "Next,"),
)
_ENDS = ("Finally,", "At the end,", "Lastly,")
_VIEWS = (
    "View it in 3D with the camera at {}",
    "Set the 3D camera to {}",
    "Use a 3D camera at {}",
    "Look at it in 3D from {}",
)


_LONG = 90
"""Characters after which the end of "put ... on the screen" would come too late to be understood."""


_SHORT = 42
"""Characters that a first sentence should have."""


class Openings:
    """Ways to begin sentences, chosen by a hash of ``seed``: the same text always begins alike."""

    def __init__(self, seed: str) -> None:
        self._hash = crc32(seed.encode("utf-8", "surrogatepass"))

    def _pick(self, ways: Sequence[str], salt: int) -> str:
        return ways[(self._hash >> salt) % len(ways)]

    def picture(self, shown: str, *, still: bool) -> str:
        """The first sentence of a scene without a course of events."""
        ways: Sequence[str] = _PICTURES if still else _SCENES
        if len(shown) > _LONG:
            ways = [way for way in ways if way.endswith("{}")]
        elif len(shown) < _SHORT:
            # Two words before so few would be too short for a request.
            ways = [way for way in ways if len(way) + len(shown) > _SHORT] or [max(ways, key=len)]
        return self._pick(ways, 0).replace("{}", shown, 1)

    def start(self, shown: str) -> str:
        """What is there when an animation begins."""
        way = self._pick(_STARTS, 3)
        if not way.endswith("{}") and len(shown) > _LONG:
            way = _STARTS[0]
        return way.replace("{}", shown, 1)

    def view(self, angles: str) -> str:
        """Where a 3D scene is seen from."""
        return self._pick(_VIEWS, 5).replace("{}", angles, 1)

    def follow(self, text: str, index: int, *, final: bool) -> str:
        """A later step as a sentence, such as ``Then draw a square``."""
        ways = _CONNECTIVES[(self._hash >> 7) % len(_CONNECTIVES)]
        way = self._pick(_ENDS, 9) if final else ways[(index - 1) % len(ways)]
        if text.startswith(("without ", "over ")):
            way = f"{way.rstrip(',')},"
        return words.sentence(f"{way} {text}")

"""Still pictures of a scene at full size, spread over its length."""

from __future__ import annotations

import base64
import io

import numpy as np
from PIL import Image

_MOST_KEPT = 4
"""So many candidates are kept for each still wanted, in memory; beyond, every other one is let go."""


class Stills:
    """Chooses ``count`` among the frames it is shown, the last one always being one of them."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._frames: list[np.ndarray] = []
        self._every = 1
        self._seen = 0
        self._last: np.ndarray | None = None

    def take(self, pixels: np.ndarray) -> None:
        """Consider a frame: height x width x 4, uint8."""
        if not self._count:
            return
        self._last = pixels[:, :, :3].copy()
        if self._seen % self._every == 0:
            self._frames.append(self._last)
        self._seen += 1
        if len(self._frames) > _MOST_KEPT * self._count:
            self._frames = self._frames[::2]
            self._every *= 2

    def to_json(self) -> dict[str, str]:
        """PNG files by name, ``frame-1.png`` and so on, as base64."""
        if self._last is None:
            return {}
        frames = [*self._frames, self._last] if self._frames[-1] is not self._last else self._frames
        chosen = sorted({round(i) for i in np.linspace(len(frames) - 1, 0, self._count)})
        return {f"frame-{n}.png": _png(frames[i]) for n, i in enumerate(chosen, 1)}


def _png(pixels: np.ndarray) -> str:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode("ascii")

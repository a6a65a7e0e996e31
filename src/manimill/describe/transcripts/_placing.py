"""Where in a transcript each scene is: the best sequence of windows, by dynamic programming."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from manimill.describe.transcripts._evidence import Gains

Reals = npt.NDArray[np.float64]

_OPEN = 2.0
"""What a window has to be better than nothing by."""
_BACK = 3.0
"""What it costs to go back to an earlier scene; scenes are mostly shown in the order of their file."""
_SKIP = 0.3
"""What it costs to leave scenes out, times the logarithm of their number."""
_LONGEST = 12_000
"""Characters of a window; thirteen minutes."""
_SPREAD = 0.7
"""By how much, as a logarithm, the time a scene plays and the time it is talked about differ: about twice or half."""


class Window(NamedTuple):
    """Segments from ``first`` to before ``end`` that belong to a scene."""

    scene: int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """How long segments and scenes are.

    ``characters`` has shape (segments,), ``starts`` and ``ends`` in seconds too, or are None where not all are known;
    ``seconds`` has shape (scenes,), not a number where nobody knows.
    """

    characters: Reals
    starts: Reals | None
    ends: Reals | None
    seconds: Reals


def place(gains: Gains, timeline: Timeline) -> list[Window]:
    """The windows that together have most evidence for them, in order of time, with nothing between most of them.

    A scene may have several if it is worth going back to it.
    """
    count, scenes = gains.shape
    totals = np.vstack([np.zeros(scenes), np.cumsum(gains, axis=0)])
    borders = np.concatenate([[0.0], np.cumsum(timeline.characters)])
    moves = _moves(scenes)
    every = np.arange(scenes)
    # Rows of best and of came_by: nothing shown yet, then each scene as the last that was shown.
    best = np.full((count + 1, scenes + 1), -np.inf)
    best[0, 0] = 0.0
    began = np.full((count + 1, scenes + 1), -1)
    entered = np.empty((count + 1, scenes))
    came_from = np.empty((count + 1, scenes), np.int64)
    for end in range(count + 1):
        if end:
            low = min(int(np.searchsorted(borders, borders[end] - _LONGEST)), end - 1)
            scores = entered[low:end] + totals[end] - totals[low:end] - _misfit(timeline, low, end)
            firsts = scores.argmax(axis=0)
            score = scores[firsts, every]
            best[end] = best[end - 1]
            better = score > best[end, 1:]
            best[end, 1:][better] = score[better]
            began[end, 1:][better] = low + firsts[better]
        options = best[end][:, None] + moves
        came_from[end] = options.argmax(axis=0)
        entered[end] = options[came_from[end], every]
    return _traced(best, began, came_from)


def _moves(scenes: int) -> Reals:
    """What it costs to show a scene (column) after another (row; the first row is after none)."""
    steps = np.arange(scenes)[None, :] - np.arange(-1, scenes)[:, None]
    left_out = np.log1p(np.where(steps > 0, steps - 1, -steps))
    return np.asarray(-_OPEN - _SKIP * left_out - np.where(steps > 0, 0.0, _BACK))


def _misfit(timeline: Timeline, low: int, end: int) -> Reals | float:
    """What windows that end here lose because they are shorter or longer than their scenes; (windows, scenes)."""
    if timeline.starts is None or timeline.ends is None:
        return 0.0
    lasting = np.maximum(timeline.ends[end - 1] - timeline.starts[low:end], 0.5)
    off = np.log(lasting[:, None] / timeline.seconds[None, :]) / _SPREAD
    return np.asarray(np.nan_to_num(0.5 * off * off, nan=0.0))


def _traced(best: Reals, began: npt.NDArray[np.int64], came_from: npt.NDArray[np.int64]) -> list[Window]:
    end, last = len(best) - 1, int(best[-1].argmax())
    windows = []
    while last:
        first = int(began[end, last])
        if first < 0:
            end -= 1
            continue
        windows.append(Window(last - 1, first, end))
        last, end = int(came_from[first, last - 1]), first
    return windows[::-1]

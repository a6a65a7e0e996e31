"""Which codes a description might belong to: few for each, so that large files stay cheap."""

from __future__ import annotations

import numpy as np

from manimill.pairing.contrast import Contrast, Indices
from manimill.pairing.vectors import Floats

MOST = 24
"""Candidates that each text has on the other side. What belongs to it is not further down, or nobody could tell."""

_BLOCK = 256
"""Texts compared with all others at a time; 256 with 10,000 take 10 MB."""


def candidates(contrast: Contrast, rows: Indices, columns: Indices) -> tuple[Indices, Indices]:
    """Pairs of a description of ``rows`` and a code of ``columns`` worth a look, each once, in order.

    Each text brings those that stand out most beside it.
    """
    found = [
        *_best(contrast, rows, columns, by_code=False),
        *((ours, theirs) for theirs, ours in _best(contrast, columns, rows, by_code=True)),
    ]
    if not found:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    width = int(columns.max()) + 1
    keys = np.unique(np.concatenate([ours * width + theirs for ours, theirs in found]))
    return keys // width, keys % width


def _best(
    contrast: Contrast, texts: Indices, others: Indices, *, by_code: bool
) -> list[tuple[Indices, Indices]]:
    found = []
    for start in range(0, len(texts), _BLOCK):
        block = texts[start : start + _BLOCK]
        ours, theirs = _first(contrast.block(block, others, by_code=by_code))
        found.append((block[ours], others[theirs]))
    return found


def _first(standing: Floats) -> tuple[Indices, Indices]:
    """Rows and columns of the highest values of each row, with those that are as high as the last of them.

    Of many that are equal, as for a text without words, the first are enough: columns are in the order of their texts.
    """
    last = min(MOST, standing.shape[1]) - 1
    high = standing >= -np.partition(-standing, last, axis=1)[:, last : last + 1]
    high &= high.cumsum(axis=1) <= 2 * MOST
    ours, theirs = np.nonzero(high)
    return ours, theirs

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
        standing = contrast.block(block, others, by_code=by_code)
        kept = min(MOST, len(others))
        best = np.sort(_first(standing, kept), axis=1)
        found.append((np.repeat(block, kept), others[best.ravel()]))
    return found


def _first(standing: Floats, count: int) -> Indices:
    """The columns of the highest values of each row; of equal ones the first, whatever stands around them."""
    if count == standing.shape[1]:
        return np.tile(np.arange(count), (len(standing), 1))
    # Ties are cut the same way everywhere: a stable sort of the few that reach the threshold.
    return np.argsort(-standing, axis=1, kind="stable")[:, :count]

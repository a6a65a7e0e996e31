"""Descriptions that look for their code among others: how many find it first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from manimill.engine import Engine, LocalEngine
from manimill.pairing.contrast import Contrast, Indices
from manimill.pairing.evidence import read_codes, read_descriptions
from manimill.pairing.model import model

_BLOCK = 256
"""Descriptions compared with all codes at a time."""


def find_codes(descriptions: Sequence[str], codes: Sequence[str], *, engine: Engine | None = None) -> Indices:
    """The rank of each description's own code among all codes, 1 if it is found first; shape (len(descriptions),).

    ``codes`` begins with the codes of the descriptions in their order; what follows belongs to none of them and is only
    in the way. A code that does as well as the own one counts as better, one with the same text is the own one.
    Codes go by how far they and the description stand out beside each other, the sum that `Contrast.block` gives: of
    the scores of this room it finds most, and no weight of it was fitted to tell right pairs from wrong ones.
    Raises ValueError for fewer codes than descriptions.
    """
    if len(codes) < len(descriptions):
        raise ValueError(
            f"each description needs its code, got {len(descriptions)} descriptions and {len(codes)} codes"
        )
    if not descriptions:
        return np.empty(0, np.int64)
    here = engine or LocalEngine(1)
    said, shown = sorted(set(descriptions)), sorted(set(codes))
    contrast = Contrast(
        read_descriptions(said, here),
        read_codes([(code, None) for code in shown], here),
        (said, shown),
        model().fields,
    )
    rows = np.searchsorted(np.array(said, object), np.array(descriptions, object))
    own = np.searchsorted(np.array(shown, object), np.array(codes[: len(descriptions)], object))
    starts = range(0, len(descriptions), _BLOCK)
    return np.concatenate([_ranks(contrast, rows[at : at + _BLOCK], own[at : at + _BLOCK]) for at in starts])


def _ranks(contrast: Contrast, rows: Indices, own: Indices) -> Indices:
    standing = contrast.block(rows, np.arange(contrast.shown.shape[0]))
    right = standing[np.arange(len(rows)), own]
    return np.asarray((standing >= right[:, None]).sum(axis=1), np.int64)

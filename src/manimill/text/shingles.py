"""Descriptions as sets of shingles, which near duplicates share."""

from __future__ import annotations

import re
from zlib import crc32

import numpy as np
import numpy.typing as npt

from manimill.text.normal import description_key

WORDS = 3
"""Words in a shingle."""

_WORD = re.compile(r"\w+|[^\w\s]")


def description_shingles(text: str | None) -> npt.NDArray[np.uint32]:
    """Hashes of every run of three words (or marks) of the normal form, sorted, each once; shape (n,).

    A text of fewer words is one shingle. Marks count as words, because in a formula they are what differs.
    Two runs share a hash by accident once in four thousand million.
    """
    words = _WORD.findall(description_key(text) or "")
    if not words:
        return np.empty(0, np.uint32)
    runs = [" ".join(words[at : at + WORDS]) for at in range(max(1, len(words) - WORDS + 1))]
    return np.unique(np.fromiter((crc32(run.encode()) for run in runs), np.uint32, len(runs)))

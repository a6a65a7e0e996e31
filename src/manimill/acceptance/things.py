"""Whether a word that no table has is a thing of everyday life: asked of what words mean."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from manimill.acceptance.vocabulary import nouns, unasked
from manimill.pairing.colours import COLOURS
from manimill.pairing.lexicon import spoken
from manimill.pairing.lineup import lineup_pairs
from manimill.text.vectors import embed
from manimill.text.words import STOP_WORDS, stem

_NEAREST = 5
"""Words of either kind that a word is compared with: those nearest to it."""
_LEAST = 0.03
"""By how much nearer it must be to things. Of words in good answers one in several hundred is, of names of things that
no table has three in four."""
_ENDINGS = (
    "ly",
    "th",
    "ness",
    "ity",
    "tion",
    "ical",
    "onal",
    "idal",
    "ous",
    "ive",
    "less",
    "ful",
    "able",
    "ible",
    "ish",
)
"""Of words that say how something is, or are no things."""
_WORD = re.compile(r"[a-z]+")


@lru_cache(maxsize=1 << 14)
def is_ordinary(word: str) -> bool:
    """Whether a word belongs to the way animations are spoken of."""
    if word.endswith(_ENDINGS):
        return True
    return any(stem(part) in _ordinary_stems() for part in (word, word.rsplit("-", 1)[-1]))


@lru_cache(maxsize=1 << 14)
def is_thing(word: str) -> bool:
    """Whether a word means something like what the table of things has, rather than like ordinary words."""
    things, ordinary = _kinds()
    vector = embed([word])[0]
    return bool(_near(things, vector) - _near(ordinary, vector) > _LEAST)


def _near(kind: npt.NDArray[np.float32], vector: npt.NDArray[np.float32]) -> float:
    return float(np.sort(kind @ vector)[-_NEAREST:].mean())


@cache
def _kinds() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    things = sorted({noun.name for noun in nouns().values() if noun.everyday})
    return embed(things), embed(sorted(_ordinary() - set(things)))


@cache
def _ordinary_stems() -> frozenset[str]:
    return frozenset(map(stem, _ordinary())) | COLOURS


@cache
def _ordinary() -> frozenset[str]:
    text = (Path(__file__).parent / "data" / "ordinary.txt").read_text(encoding="utf-8")
    listed = {word for line in text.splitlines() if not line.startswith("#") for word in line.split()}
    said = {word for pair in lineup_pairs() for word in _WORD.findall(pair.description.lower())}
    return frozenset(
        listed | said | STOP_WORDS | unasked() | {word for phrase in spoken() for word in phrase.split()}
    )

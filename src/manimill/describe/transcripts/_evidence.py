"""How much each segment of a transcript speaks for each scene."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from manimill.code.names import names
from manimill.text.words import stem

Gains = npt.NDArray[np.float64]
"""Shape (segments, scenes): how much likelier it is that a segment is said in a scene than anywhere, as a logarithm."""

_SHARE = 0.15
"""Of the words said in a scene, how many are its own: names of its code, texts on screen.

Measured: between 0.1 and 0.2 the excerpts hardly change; with 0.25 scenes keep the one sentence that names them.
"""
_AGAIN = 0.3
"""What a word counts that has just been said: people who say a word say it again."""


_EVERYWHERE = frozenset(
    stem(word)
    for word in names(
        "add align animate animation angle append arrange array arrow axes axis back become begin bottom bring buff",
        "center circle clear clip color copy corner count create curve data dot down edge element end fade family fill",
        "font format frame front function get graph group height hide in index item keep label lag last layer left",
        "length line list long look lower make map mark move name next number object opacity origin out part path",
        "place play plot point position process range rate ratio rectangle remove result rotate row run save scale",
        "scene second set shift show side size space square start state step stroke style temp tex text time title top",
        "total transform unit up update upper value vector video view wait width work write",
        "black blue gold gray green orange pink purple red right white yellow",
    )
)
"""Words of Manim and of Python that say little about a scene, however few scenes there are to learn that from."""
_SUPPOSED = 4
"""Scenes, besides those of the video, that are supposed to have just these words."""


def own_words(scenes: Sequence[Counter[str]], spoken: Counter[str]) -> list[dict[str, float]]:
    """For each scene how much each word tells it from the others, among those that are said at all; sums up to 1."""
    spread = Counter(term for scene in scenes for term in scene)
    spread.update(dict.fromkeys(_EVERYWHERE, _SUPPOSED))
    count_all = len(scenes) + _SUPPOSED
    models = []
    for scene in scenes:
        weights = {
            term: (1 + math.log(count)) * math.log((count_all + 1) / spread[term])
            for term, count in sorted(scene.items())
            if term in spoken
        }
        total = math.fsum(weights.values())
        models.append({term: weight / total for term, weight in weights.items()})
    return models


def gains_of(segments: Sequence[Sequence[str]], models: Sequence[Mapping[str, float]]) -> Gains:
    """What every segment, given as its terms, says for every scene.

    A word that is not the scene's speaks against it; one that is counts the more, the less of it is said elsewhere.
    """
    spoken = Counter(term for segment in segments for term in segment)
    missed = math.log(1 - _SHARE)
    said_by: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for scene, model in enumerate(models):
        for term, share in model.items():
            ratio = share * spoken.total() / spoken[term]
            said_by[term].append((scene, math.log(1 - _SHARE + _SHARE * ratio)))
    gains = np.zeros((len(segments), len(models)))
    before: frozenset[str] = frozenset()
    for row, segment in zip(gains, segments, strict=True):
        row += missed * len(segment)
        just_said = set(before)
        for term in segment:
            for scene, gain in said_by.get(term, ()):
                row[scene] += (gain * _AGAIN if gain > 0 and term in just_said else gain) - missed
            just_said.add(term)
        before = frozenset(segment)
    return gains

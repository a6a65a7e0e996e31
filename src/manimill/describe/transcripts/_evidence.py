"""How much each segment of a transcript speaks for each scene."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]

SHARE = 0.15
"""Of the words said in a scene, how many are words of its code and texts."""
_AGAIN = 0.3
"""What a word counts that was said in the segment before as well."""


@dataclass(frozen=True, slots=True)
class Evidence:
    gains: Scores
    matched: Sequence[Sequence[frozenset[str]]]


def models(scenes: Sequence[Counter[str]], spoken: Counter[str]) -> list[dict[str, float]]:
    """For each scene, how likely each word of it is, among its words that are said at all."""
    spread = Counter(term for scene in scenes for term in scene)
    found = []
    for scene in scenes:
        weights = {
            term: (1 + np.log(count)) * np.log((len(scenes) + 1) / spread[term])
            for term, count in sorted(scene.items())
            if term in spoken
        }
        total = sum(weights.values()) 
        found.append({t: w / total for t, w in weights.items() if w > 0})
    return found


def gains(segments: Sequence[Sequence[str]], models: Sequence[dict[str, float]], spoken: Counter[str], share=SHARE, again=_AGAIN) -> Scores:
    total = sum(spoken.values())
    result = np.zeros((len(segments), len(models)))
    for j, model in enumerate(models):
        ratio = {t: float(np.log(1 - share + share * p * total / spoken[t])) for t, p in model.items()}
        miss = float(np.log(1 - share))
        for i, segment in enumerate(segments):
            before = set(segments[i - 1]) if i else set()
            seen = set()
            value = 0.0
            for t in segment:
                g = ratio.get(t, miss)
                if g > 0 and (t in before or t in seen):
                    g *= again
                seen.add(t)
                value += g
            result[i, j] = value
    return result

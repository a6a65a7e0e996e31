"""Which part of a transcript belongs to which scene of its video."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from manimill.describe.transcripts._evidence import Gains, gains_of, own_words
from manimill.describe.transcripts._placing import Timeline, Window, place
from manimill.describe.transcripts._terms import scene_terms, spoken_terms
from manimill.describe.transcripts.transcript import Segment, Transcript

LONGEST = 1500
"""Characters of an excerpt: about 250 words, or a minute and a half."""

_LEAST = 4.0
"""Evidence, as a logarithm, by which a window must speak for its scene more than for any other and for none."""
_LEAST_ALONE = 6.0
"""The same for the only scene of a video: there is no other that words could belong to, so chance words count."""
_WORDS = 3
"""Different words of its own that a scene must have in its window."""
_SAME = 0.8
"""From which Jaccard similarity of their words on two scenes are versions of one."""


@dataclass(frozen=True, slots=True)
class SceneWords:
    """A scene as what may be said of it.

    ``words`` are the names and strings of its code, its texts on screen and so on, in one text;
    ``seconds`` is how long it plays, if that is known.
    """

    id: str
    words: str
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What was said during a scene; ``start`` and ``end`` in seconds where the transcript has times.

    ``how`` is ``whole`` where it is all of the transcript, or ``words`` where the scene's words say that it is this
    part, ``source`` where the transcript is from. ``confidence`` is 1 for the first, and for the second at least 0.63:
    the nearer to 1, the less the excerpt fits another scene or none.
    """

    text: str
    start: float | None
    end: float | None
    confidence: float
    how: Literal["whole", "words"]
    source: str = ""


def align(transcript: Transcript, scenes: Sequence[SceneWords]) -> list[Excerpt | None]:
    """For each scene of one video, in the order of their files, what was said during it; None where that is not sure.

    A short transcript is given to a single scene whole. Otherwise a scene gets the window that says its words and not
    those of others, scenes in their order unless much speaks against it. Versions of one scene get the same.
    """
    segments = transcript.segments
    if len(scenes) == 1 and len(transcript.text) <= LONGEST:
        return [_excerpt(segments, 1.0, "whole") if segments else None]
    words = [Counter(scene_terms(scene.words)) for scene in scenes]
    originals = _originals(words)
    kept = sorted(set(originals))
    found = dict(
        zip(kept, _aligned(segments, [words[at] for at in kept], [scenes[at] for at in kept]), strict=True)
    )
    return [found[original] for original in originals]


def _originals(words: Sequence[Counter[str]]) -> list[int]:
    """For each scene the first that has nearly the same words; maybe itself."""
    found: list[int] = []
    for at, mine in enumerate(words):
        like = (n for n in dict.fromkeys(found) if _jaccard(words[n], mine) >= _SAME)
        found.append(next(like, at))
    return found


def _jaccard(one: Counter[str], other: Counter[str]) -> float:
    return len(one.keys() & other.keys()) / max(1, len(one.keys() | other.keys()))


def _aligned(
    segments: Sequence[Segment], words: Sequence[Counter[str]], scenes: Sequence[SceneWords]
) -> list[Excerpt | None]:
    terms = [spoken_terms(segment.text) for segment in segments]
    models = own_words(words, Counter(term for said in terms for term in said))
    if not segments or not any(models):
        return [None] * len(scenes)
    gains = gains_of(terms, models)
    lengths = [len(segment.text) + 1 for segment in segments]
    windows = _one_each(place(gains, _timeline(segments, lengths, scenes)), gains)
    least = _LEAST if len(scenes) > 1 else _LEAST_ALONE
    found: list[Excerpt | None] = [None] * len(scenes)
    for window in windows:
        said = {term for heard in terms[window.first : window.end] for term in heard}
        margin = _margin(window, gains)
        if margin >= least and len(said & models[window.scene].keys()) >= _WORDS:
            first, end = _shortened(window, gains, lengths)
            if end > first:
                confidence = round(1 - math.exp(-margin / _LEAST), 3)
                found[window.scene] = _excerpt(segments[first:end], confidence, "words")
    return found


def _timeline(segments: Sequence[Segment], lengths: Sequence[int], scenes: Sequence[SceneWords]) -> Timeline:
    timed = all(segment.start is not None and segment.end is not None for segment in segments)
    return Timeline(
        np.array(lengths, np.float64),
        np.array([segment.start for segment in segments], np.float64) if timed else None,
        np.array([segment.end for segment in segments], np.float64) if timed else None,
        np.array([scene.seconds or math.nan for scene in scenes], np.float64),
    )


def _one_each(windows: Sequence[Window], gains: Gains) -> list[Window]:
    """The best window of each scene."""
    best: dict[int, Window] = {}
    for window in windows:
        other = best.get(window.scene)
        if other is None or _evidence(window, gains) > _evidence(other, gains):
            best[window.scene] = window
    return list(best.values())


def _evidence(window: Window, gains: Gains) -> float:
    return float(gains[window.first : window.end, window.scene].sum())


def _margin(window: Window, gains: Gains) -> float:
    """By how much a window speaks for its scene more than for any other scene, for none, and than any other window."""
    totals = gains[window.first : window.end].sum(axis=0)
    rivals = np.delete(totals, window.scene)
    own = float(totals[window.scene])
    column = gains[:, window.scene]
    elsewhere = max(_richest(column[: window.first]), _richest(column[window.end :]))
    # Another place may do nearly as well, because things are taken up again; it must not do better.
    return own - max(0.0, float(rivals.max(initial=0.0))) if own >= elsewhere else 0.0


def _richest(gains: Gains) -> float:
    """The most evidence that neighbouring segments have together."""
    best = running = 0.0
    for gain in gains.tolist():
        running = max(0.0, running + gain)
        best = max(best, running)
    return best


def _shortened(window: Window, gains: Gains, lengths: Sequence[int]) -> tuple[int, int]:
    """Of a window that is too long the part with most evidence, as much of it as an excerpt may have."""
    column = gains[:, window.scene]
    parts = []
    end = window.first
    for first in range(window.first, window.end):
        while end < window.end and sum(lengths[first : end + 1]) - 1 <= LONGEST:
            end += 1
        end = max(end, first)
        parts.append((float(column[first:end].sum()), -first, end))
        if end == window.end:
            break
    _, first, end = max(parts)
    return -first, end


def _excerpt(segments: Sequence[Segment], confidence: float, how: Literal["whole", "words"]) -> Excerpt:
    text = " ".join(segment.text for segment in segments)
    return Excerpt(text, segments[0].start, segments[-1].end, confidence, how)

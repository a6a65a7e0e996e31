"""Captions, or running text, as segments: every line once, and none longer than can be told apart."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import NamedTuple

from manimill.describe.transcripts._cleaning import cleaned
from manimill.describe.transcripts.transcript import Segment

_LONG = 400
"""Characters; a caption or sentence that is longer is taken apart."""
_ROLLS = 0.5
"""Seconds; captions that are further apart do not roll."""
_SENTENCE_END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"'”’)]))\s+(?=[\"'“‘(]?[^\W\d_a-zß-ÿ]|\d)")


class Cue(NamedTuple):
    """What is shown from ``start`` to ``end``, in seconds; ``text`` with its lines and its markup."""

    start: float | None
    end: float | None
    text: str


def segments_of(cues: Iterable[Cue]) -> tuple[Segment, ...]:
    """Captions as segments; of rolling captions, which show the line before above the new one, every line once."""
    return tuple(part for segment in _said_once(cues) for part in _parts(segment))


def sentences_of(text: str) -> tuple[Segment, ...]:
    """Running text as segments without times: its sentences. A line that ends ends a sentence."""
    lines = (Segment(None, None, line) for line in map(cleaned, text.split("\n")) if line)
    return tuple(Segment(None, None, part) for line in lines for part in _pieces(line.text))


def _said_once(cues: Iterable[Cue]) -> Iterator[Segment]:
    shown: list[str] = []
    ended: float | None = None
    last: Segment | None = None
    for cue in cues:
        lines = [line for line in map(cleaned, cue.text.split("\n")) if line]
        rolls = ended is not None and cue.start is not None and abs(cue.start - ended) < _ROLLS
        new = lines[_repeated(shown, lines) :] if rolls else lines
        if new:
            if last is not None:
                yield last
            last = Segment(cue.start, cue.end, " ".join(new))
        elif lines and last is not None:
            last = replace(last, end=cue.end)
        shown, ended = lines, cue.end
    if last is not None:
        yield last


def _repeated(shown: list[str], lines: list[str]) -> int:
    """How many of the first lines are the last that were shown before."""
    for count in range(min(len(shown), len(lines)), 0, -1):
        if shown[-count:] == lines[:count]:
            return count
    return 0


def _parts(segment: Segment) -> Iterator[Segment]:
    """A segment, or if it is long its sentences, with times by their share of the characters."""
    if len(segment.text) <= _LONG:
        yield segment
        return
    pieces = _pieces(segment.text)
    if segment.start is None or segment.end is None:
        yield from (Segment(None, None, piece) for piece in pieces)
        return
    per_character = (segment.end - segment.start) / sum(map(len, pieces))
    borders = [round(segment.start + n * per_character, 3) for n in accumulate(map(len, pieces), initial=0)]
    for (start, end), piece in zip(pairwise(borders), pieces, strict=True):
        yield Segment(start, end, piece)


def _pieces(text: str) -> list[str]:
    """Sentences; where nobody set full stops, runs of words."""
    return [
        piece
        for sentence in _SENTENCE_END.split(text)
        for piece in ([sentence] if len(sentence) <= _LONG else textwrap.wrap(sentence, _LONG // 2))
    ]

"""Transcripts in JSON: of one video, or of several."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from manimill.describe.transcripts._decoding import Unreadable
from manimill.describe.transcripts._names import Names, entry_names, joined
from manimill.describe.transcripts._segmenting import Cue, segments_of, sentences_of
from manimill.describe.transcripts.transcript import Segment

_CONTENT = ("segments", "snippets", "transcript", "text")
"""Where a transcript's words are looked for, the most telling first."""
_KINDS = (
    "a list of {text, start, duration}, {segments: [{start, end, text}]}, {text}, or several of them by video_id, url, "
    "title or episode"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One video of a file: what it is filed under, what it is called, and its segments or what is wrong with them."""

    key: str
    names: Names
    segments: tuple[Segment, ...] = ()
    problem: str | None = None


def from_json(text: str, names: Names) -> list[Entry]:
    """The videos of a file; ``names`` is what the file is called for.

    Raises:
        Unreadable: it is no JSON, or none of the kinds that hold transcripts.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise Unreadable(f"is not JSON{where}") from None
    entries = [_entry(key, filed, content, names) for key, filed, content in _several(document)]
    if any(entry.problem is None for entry in entries):
        return entries
    facts = document if isinstance(document, dict) else {}
    return [Entry("", joined(names, entry_names(facts, "", names)), _segments(document))]


def snippets(items: Sequence[Any]) -> tuple[Segment, ...]:
    """The segments of a list of captions, each with ``text`` and ``start``, and ``end`` or ``duration``.

    Raises:
        Unreadable: one of them is none.
    """
    return segments_of(map(_cue, items))


def _several(document: Any) -> Iterator[tuple[str, str, Any]]:
    """Where a document is about several videos: a key of each, what it is filed under, and its content."""
    if isinstance(document, list) and not any(map(_is_caption, document)):
        yield from ((str(number), "", item) for number, item in enumerate(document))
    elif isinstance(document, dict) and not any(name in document for name in _CONTENT):
        yield from ((key, key, item) for key, item in document.items())


def _is_caption(item: Any) -> bool:
    return isinstance(item, str) or (
        isinstance(item, dict) and "start" in item and isinstance(item.get("text"), str)
    )


def _entry(key: str, filed: str, content: Any, names: Names) -> Entry:
    called = entry_names(content if isinstance(content, Mapping) else {}, filed, names)
    try:
        return Entry(key, called, _segments(content))
    except Unreadable as error:
        return Entry(key, called, problem=str(error))


def _segments(content: Any) -> tuple[Segment, ...]:
    if isinstance(content, str):
        return sentences_of(content)
    if isinstance(content, list):
        if all(isinstance(item, str) for item in content):
            return sentences_of("\n".join(content))
        return snippets(content)
    facts = content if isinstance(content, dict) else {}
    found = next((facts[name] for name in _CONTENT if facts.get(name)), None)
    if not isinstance(found, str | list):
        raise Unreadable(f"holds no transcript, which would be {_KINDS}")
    return _segments(found)


def _cue(item: Any) -> Cue:
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        raise Unreadable(f"holds no transcript, which would be {_KINDS}")
    start, end, duration = (_seconds(item.get(name)) for name in ("start", "end", "duration"))
    if end is None and start is not None and duration is not None:
        end = round(start + duration, 3)
    return Cue(start, end, item["text"])


def _seconds(value: Any) -> float | None:
    """A time, in whatever JSON holds it; None for what is none."""
    try:
        seconds = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None

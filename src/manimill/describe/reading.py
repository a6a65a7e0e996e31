"""The description in what a model answered."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, ValidationError

from manimill.describe._backslashes import double_backslashes

_THOUGHT = "</think>"
"""Ends what models on servers of one's own think aloud, and may have drafts in it."""
_MOST_STARTS = 200
"""Braces from which an object is looked for; an answer with more of them in vain is no answer."""


class _Described(BaseModel):
    """The shape that an answer must have."""

    model_config = ConfigDict(extra="ignore", strict=True)

    description: str


def read_description(answer: str) -> str | None:
    """The description; None where the answer holds no JSON object of the shape that was asked for.

    Fences and words around the object are forgiven, and backslashes of formulas that stand alone, since models put
    them there however they are asked.
    """
    for candidate in _candidates(answer.rpartition(_THOUGHT)[2]):
        try:
            text = _Described.model_validate(candidate).description
        except ValidationError:
            continue
        return _tidy(text)
    return None


def _candidates(answer: str) -> Iterator[object]:
    """JSON objects in the answer, the first and outermost one first."""
    text = double_backslashes(answer)
    decoder = json.JSONDecoder(strict=False)  # a line break within a string is forgiven too
    start = text.find("{")
    for _ in range(_MOST_STARTS):
        if start < 0:
            return
        try:
            value, _ = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            pass
        else:
            yield value
        start = text.find("{", start + 1)


def _tidy(text: str) -> str:
    """The text without space at the ends of lines, control characters and more than one empty line in a row."""
    lines = [" ".join(_printed(line).split()) for line in text.splitlines()]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept).strip()


def _printed(line: str) -> str:
    """The line without control characters and halves of surrogate pairs, which no file could hold."""
    if line.isprintable():
        return line
    return "".join(c for c in line if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs"))

"""The description in what a model answered."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, ValidationError


class _Described(BaseModel):
    """The shape that an answer must have."""

    model_config = ConfigDict(extra="ignore", strict=True)

    description: str


def read_description(answer: str) -> str | None:
    """The description; None where the answer holds no JSON object of the shape that was asked for.

    Fences and words around the object are forgiven, since models put them there however they are asked.
    """
    for candidate in _candidates(answer):
        try:
            text = _Described.model_validate(candidate).description
        except ValidationError:
            continue
        return _tidy(text)
    return None


def _candidates(answer: str) -> Iterator[object]:
    """JSON objects in the answer, the whole of it first."""
    text = answer.strip()
    try:
        whole = json.loads(text)
    except ValueError:
        pass
    else:
        yield whole
        return
    decoder = json.JSONDecoder(strict=False)  # a line break within a string is forgiven too
    start = text.find("{")
    while start >= 0:
        try:
            value, _ = decoder.raw_decode(text, start)
        except ValueError:
            pass
        else:
            yield value
        start = text.find("{", start + 1)


def _tidy(text: str) -> str:
    """The text without space at the ends of lines and without more than one empty line in a row."""
    lines = [" ".join(line.split()) for line in text.strip().splitlines()]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept)

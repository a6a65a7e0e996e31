"""Subjects of comparison, made from nothing but texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from manimill.code.canonical import fingerprints
from manimill.code.parse import collector_paused
from manimill.engine import Engine, function_task
from manimill.resemblance.origin import repository_of, videos_of
from manimill.resemblance.subjects import Code, Subject
from manimill.text.normal import description_key

_CHUNK = 5_000
"""Codes that travel together; fewer are done sooner here than a process starts."""


def codes_of(texts: Iterable[str], engine: Engine) -> dict[str, Code]:
    """The forms of every distinct code."""
    distinct = sorted(set(texts))
    return {distinct[index]: code for index, code in engine.map(function_task(_code), distinct, chunk=_CHUNK)}


def subjects_of(rows: Iterable[Mapping[str, Any]], codes: Mapping[str, Code]) -> list[Subject]:
    """Exported rows as what they are compared by.

    Of a row ``id``, ``code``, ``description``, ``url`` and ``metadata`` (JSON) are read; ``codes`` has its code.
    """
    return [
        Subject(
            id=row["id"],
            code=codes[row["code"]],
            description=description_key(row["description"]),
            videos=videos_of(json.loads(row["metadata"] or "{}"), row["url"]),
            repository=repository_of(row["url"]),
        )
        for row in rows
    ]


@collector_paused()
def _code(text: str) -> Code:
    return Code(text, fingerprints(text))

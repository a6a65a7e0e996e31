"""A description taken apart once, for all gates."""

from __future__ import annotations

import re
from dataclasses import dataclass

from manimill.text.normal import description_key

# Scripts without spaces between words give a word for each character.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+(?:['’][a-z]+)?")

SHOWN = 100
"""Characters of a text that evidence quotes at most."""


@dataclass(frozen=True, slots=True)
class Reading:
    """``text`` is the description as it stands, ``key`` its normal form, ``words`` its words in lower case."""

    text: str
    key: str
    words: tuple[str, ...]
    distinct: frozenset[str]


def read(text: str) -> Reading:
    """Take a description apart."""
    key = description_key(text) or ""
    words = tuple(_WORD.findall(key))
    return Reading(text, key, words, frozenset(words))


def quoted(text: str) -> str:
    """A text for evidence: one line, in quotes, cut where it is long."""
    line = " ".join(text.split())
    return f"'{line}'" if len(line) <= SHOWN else f"'{line[: SHOWN - 1]}…'"

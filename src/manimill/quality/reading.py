"""A description taken apart once, for all gates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from manimill.text.normal import description_key

# Scripts without spaces between words give a word for each character.
_UNSPACED = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W\d_{_UNSPACED}]+(?:['’][a-z]+)?")
_ASCII_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
"""The same for text without other letters, in two thirds of the time."""

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
    words = tuple((_ASCII_WORD if key.isascii() else _WORD).findall(key))
    return Reading(text, key, words, frozenset(words))


def holds_any(text: str, hints: Iterable[str]) -> bool:
    """Whether any of ``hints`` stands in a text; what is dear to look for is looked for where it does."""
    for hint in hints:  # noqa: SIM110 - a generator costs more than what it is asked for
        if hint in text:
            return True
    return False


def quoted(text: str) -> str:
    """A text for evidence: one line, in quotes, cut where it is long."""
    line = " ".join(text.split())
    return f"'{line}'" if len(line) <= SHOWN else f"'{line[: SHOWN - 1]}…'"

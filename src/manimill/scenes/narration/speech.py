"""Texts that are spoken: their words without markup, and how long saying them takes."""

from __future__ import annotations

import re

WORDS_PER_MINUTE = 150
"""Common figure for English read aloud, pauses between sentences included.

Guidelines for audiobooks give 150 to 160, and so do those for conversation and lectures.
"""

SECONDS_PER_WORD = 60 / WORDS_PER_MINUTE
WORDS_PER_CHARACTER = 0.6
"""Chinese, Japanese and Korean write no spaces; readers say some 250 characters a minute."""

_BOOKMARK = re.compile(r"<bookmark\s*mark\s*=\s*['\"]([^'\"]*)['\"]\s*/?>")
_BREAK = re.compile(r"<break\b[^<>]*?\btime\s*=\s*['\"]\s*([\d.]+)\s*(m?s)\s*['\"][^<>]*>")
_STANDS_ALONE = re.compile(r"<bookmark\b[^<>]*>|<[A-Za-z][^<>]*/>")
_BEFORE_PUNCTUATION = re.compile(rf"\s*(?:{_STANDS_ALONE.pattern})\s*(?=[,.;:!?])")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->|<\?[^<>]*\?>", re.DOTALL)
_WITHOUT_SPACES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def clean(text: str) -> str:
    """The words alone: no bookmarks, no markup, single spaces."""
    text = _BEFORE_PUNCTUATION.sub("", text)
    return " ".join(_TAG.sub("", _STANDS_ALONE.sub(" ", text)).split())


def seconds(text: str) -> float:
    """Estimated seconds that saying the text takes, to a tenth, pauses asked for by markup included."""
    said = clean(text)
    characters = len(_WITHOUT_SPACES.findall(said))
    words = len(_WITHOUT_SPACES.sub(" ", said).split()) + characters * WORDS_PER_CHARACTER
    return round(words * SECONDS_PER_WORD + _breaks(text), 1)


def bookmarks(text: str) -> dict[str, float]:
    """Seconds from the beginning of the speech to each of its bookmarks."""
    return {found[1]: seconds(text[: found.start()]) for found in _BOOKMARK.finditer(text)}


def has_markup(text: str) -> bool:
    """Whether counting the words of the text as it stands would count markup too."""
    return _TAG.search(text) is not None


def _breaks(text: str) -> float:
    return sum(float(n) / (1000 if unit == "ms" else 1) for n, unit in _BREAK.findall(text) if n != ".")

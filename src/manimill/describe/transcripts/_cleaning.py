"""A caption's text without what is not speech: markup, sounds in brackets, marks of a new speaker."""

from __future__ import annotations

import re
from html import unescape

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<\d+:[\d:.]+>|</>|\{\\[^{}]*\}")
"""Tags of HTML and WebVTT, times of single words, and overrides such as ``{\\an8}``; ``x < 3`` is none."""
_SOUND = re.compile(
    r"\[[^\[\]]*\]|[♪♫♩♬]|\((?:[a-z ]+ )?(?:music|applause|laughter|laughs|silence)\)", re.IGNORECASE
)
_MATHEMATICS = re.compile(r"\[[^\[\]]*[\d=+,;:^\\][^\[\]]*\]")
"""Brackets that are said: ``[0, 1]``."""
_SPEAKER = re.compile(r"^-\s*(?=[^\W\d])|(?:^|(?<=\s))>>+(?=\s|\w|$)")
_UNSEEN = str.maketrans(dict.fromkeys("\u200b\u200e\u200f\u2060\ufeff"))


def cleaned(line: str) -> str:
    """The speech of one line of a caption, or of a whole caption; empty where there is none."""
    # Once more after entities are read, because some players want their tags written &lt;i&gt;.
    text = _TAG.sub("", unescape(_TAG.sub("", line))).translate(_UNSEEN).strip()
    return " ".join(_SOUND.sub(_unless_said, _SPEAKER.sub(" ", text)).split())


def _unless_said(found: re.Match[str]) -> str:
    return found[0] if _MATHEMATICS.fullmatch(found[0]) else " "

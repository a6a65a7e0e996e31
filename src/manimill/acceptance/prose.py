"""An answer taken apart: what it quotes, its formulas, and the words that are left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from manimill.code.names import names

_QUOTES = re.compile(
    r"\"([^\"\n]{1,300})\"|“([^”\n]{1,300})”|«([^»\n]{1,300})»|``?([^`\n]{1,300})``?"
    r"|(?<![\w'’])['‘]([^'\n‘’]{1,200}|[^\n‘]{1,80}?)['’](?![\w'’])"
)
_MATHS = re.compile(r"\$\$?([^$\n]{1,400})\$\$?|\\\((.{1,400}?)\\\)|\\\[(.{1,400}?)\\\]", re.DOTALL)
_LIKENESS = re.compile(
    r"\b(?:(?:just |much |a bit |somewhat |looks? |looking |shaped |something |exactly |rather )?like"
    r"|as if|as though|reminiscent of|resembl\w+|similar to|comparable to|evok\w+|analog\w+|akin to"
    r"|the way|suggest\w*|mimic\w*|metaphor\w*|whether|remind\w*|known from|familiar from"
    r"|compared? (?:it )?(?:to|with))\b"
    r"(?:(?!\b(?:while|together|with|and then|before|next to|above|below|as an?|surrounded)\b)[^.,;:!?\n])*",
    re.IGNORECASE,
)
"""What something is compared with, up to the end of the clause."""
_INSTANCES = re.compile(
    r"\b(?:imagine|picture yourself|think of|such as|for example|for instance|e\.g\.|might stand for|used in"
    r"|applications?|real[- ](?:life|world)|everyday)\b[^.;:!?\n]*",
    re.IGNORECASE,
)
"""What is only thought of, up to the end of the sentence."""
_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*(?:['’]s)?")
_LIKE = re.compile(r"\b\w+(?:-(?:like|style|esque|sized?|shaped)| shaped)\b")
WITHOUT = names("no without not never none neither nor lacks lack hides instead unlike")
"""Words after which something is not there."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch between marks: what stands there, and where it begins and ends in the answer."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """A word in lower case and where it begins; ``gap`` is what stands between it and the word before."""

    text: str
    start: int
    gap: str


@dataclass(frozen=True, slots=True)
class Prose:
    """An answer and its parts.

    ``plain`` is as long as the answer, with blanks where quotes, formulas and likenesses ("like a wheel") stood;
    ``words`` are those of ``plain``.
    """

    text: str
    quotes: tuple[Quote, ...]
    maths: tuple[Quote, ...]
    plain: str
    words: tuple[Word, ...]


@lru_cache(maxsize=64)
def read_prose(text: str) -> Prose:
    """Take an answer apart."""
    maths = tuple(_found(_MATHS, text)) if "$" in text or "\\" in text else ()
    rest = _blanked(text, maths)
    quotes = tuple(_found(_QUOTES, rest))
    rest = _blanked(rest, quotes)
    plain = rest
    for aside in (_LIKE, _INSTANCES, _LIKENESS):
        plain = aside.sub(_blank, plain)
    return Prose(text, quotes, maths, plain, tuple(_words(plain)))


def _found(pattern: re.Pattern[str], text: str) -> list[Quote]:
    return [
        Quote(next(group for group in match.groups() if group is not None), match.start(), match.end())
        for match in pattern.finditer(text)
    ]


def _blanked(text: str, parts: tuple[Quote, ...]) -> str:
    for part in parts:
        text = text[: part.start] + "\0" * (part.end - part.start) + text[part.end :]
    return text


def _blank(match: re.Match[str]) -> str:
    return "\0" * len(match.group())


def _words(plain: str) -> list[Word]:
    found: list[Word] = []
    end = 0
    for match in _WORD.finditer(plain):
        text = match.group().lower().removesuffix("'s").removesuffix("’s")
        found.append(Word(text, match.start(), plain[end : match.start()]))
        end = match.end()
    return found

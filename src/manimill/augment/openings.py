"""How a description begins and ends, and how it is joined to what stands before and behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FIRST = re.compile(r"(?P<word>[A-Za-z]+)(?P<gap>[ \t]+|$)(?P<next>\w+|\S)?")
_CLOSERS = "\"'”’»)]*_`"
_ENDS = ".!?…。！？"
_HANGING = ",;:-–—=/\\"


@dataclass(frozen=True, slots=True)
class Openings:
    """Words that descriptions open with, in lower case.

    ``verbs_or_nouns`` are verbs only in front of one of ``after_verbs`` or a number; an ``a`` in front of one of
    ``after_names`` is no article but the name of something.
    """

    articles: frozenset[str]
    verbs: frozenset[str]
    verbs_or_nouns: frozenset[str]
    after_verbs: frozenset[str]
    after_names: frozenset[str]

    def imperative(self, text: str) -> bool:
        """Whether a description begins with a verb that tells the reader to do something."""
        word, following = _opening(text)
        if word in self.verbs:
            return following != "of" and _goes_on(following)
        return word in self.verbs_or_nouns and (following in self.after_verbs or following.isdigit())

    def article(self, text: str) -> bool:
        """Whether a description begins with an article; the names A and THE are none."""
        word, following = _opening(text)
        if word not in self.articles or not following:
            return False
        return word != "a" or (following not in self.after_names and _is_phrase(text))

    def lowered(self, text: str) -> str:
        """The text as it goes on within a sentence: a first letter that only the beginning made large is small."""
        if text[:1].isupper() and (self.imperative(text) or self.article(text)):
            return text[:1].lower() + text[1:]
        return text

    def raised(self, text: str) -> str:
        """The text as a sentence begins: the other way round."""
        if text[:1].islower() and (self.imperative(text) or self.article(text)):
            return text[:1].upper() + text[1:]
        return text


def one_line(text: str) -> bool:
    """Whether a text is a paragraph that others can stand beside; lists, code and the like want lines of their own."""
    return "\n" not in text and not text.startswith(("#", "-", "*", ">", "```"))


def closed(text: str) -> str | None:
    """The text with an end that a sentence can follow; None where it cannot be given one."""
    bare = text.rstrip(_CLOSERS)
    if text.endswith(tuple(_ENDS)) or bare.endswith(tuple(_ENDS)):
        return text
    last = text.rsplit(maxsplit=1)[-1]
    if text.endswith(tuple(_HANGING)) or "://" in last:
        return None
    return f"{text}."


def _opening(text: str) -> tuple[str, str]:
    """The first word and the one behind it in lower case; nothing where the first is no plain word."""
    found = _FIRST.match(text)
    if found is None or found["word"] not in (found["word"].lower(), found["word"].capitalize()):
        return "", ""
    return found["word"].lower(), (found["next"] or "").lower()


def _goes_on(following: str) -> bool:
    """Whether a word, a formula or something quoted follows, and not a mark that makes the verb a title."""
    return following[:1].isalnum() or following.startswith(tuple("$\\\"'“‘`(["))


def _is_phrase(text: str) -> bool:
    """Whether what follows an "A" is a noun, rather than a mark or another single letter."""
    found = _FIRST.match(text)
    following = (found["next"] or "") if found else ""
    single = len(following) == 1 and following.isalpha()
    return _goes_on(following) and not single

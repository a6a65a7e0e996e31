"""What people say for the names of Manim: the everyday words that stand in descriptions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from manimill.text.words import pairs, stems


class Everyday(NamedTuple):
    """Stems of the words that are said for a name, each once, and those of words that stand together."""

    words: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()


_NOTHING = Everyday()


def everyday(name: str) -> Everyday:
    """What is said for a name of the code; empty where the lexicon has nothing on it."""
    return _lexicon().get(name, _NOTHING)


@cache
def spoken() -> frozenset[str]:
    """Every phrase that is said for a name."""
    return frozenset(phrase.lower() for phrases in _phrases().values() for phrase in phrases)


@cache
def _lexicon() -> dict[str, Everyday]:
    found: dict[str, Everyday] = {}
    for name, phrases in _phrases().items():
        told = [stems(phrase) for phrase in phrases]
        found[name] = Everyday(
            tuple(dict.fromkeys(word for words in told for word in words)),
            tuple(dict.fromkeys(pair for words in told for pair in pairs(words))),
        )
    return found


def _phrases() -> Mapping[str, list[str]]:
    """Phrases by name, as the file of the package has them: ``names: phrase, phrase`` on each line."""
    found: dict[str, list[str]] = {}
    text = (Path(__file__).parent / "data" / "everyday.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        names, mark, phrases = line.partition(":")
        if mark and not line.startswith("#"):
            for name in names.split():
                found.setdefault(name, []).extend(phrase.strip() for phrase in phrases.split(","))
    return found

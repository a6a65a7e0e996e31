"""Nouns for what can be seen, and what of a scene justifies each: the tables of the package, read once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Noun:
    """What justifies a noun.

    Any of ``classes`` (that Manim or the scene has, by exact name), of ``kinds`` (the same with subclasses), or a word
    of the scene that begins with one of ``beginnings``; or one of ``marks`` in the code. ``everyday`` is true of things
    that are no figures of mathematics. A ``weak`` noun has other uses, so it counts only where it is introduced.
    """

    name: str
    classes: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    everyday: bool = False
    weak: bool = False


@cache
def nouns() -> dict[str, Noun]:
    """Every noun in singular and plural; those of two words with a blank between them."""
    found = {**_things(), **_figures()}
    # It is said of what moves far more often than of trees.
    found.pop("leaves", None)
    return found


@cache
def unasked() -> frozenset[str]:
    """Words of the table of things that are not looked for, because they mostly mean something else."""
    return frozenset(
        word.strip("~+")
        for line in _lines("things.txt")
        if not line.startswith("[")
        for word in line.partition("|")[0].split()
        if word.endswith("+")
    )


@cache
def first_words() -> frozenset[str]:
    """The first words of nouns of more than one word."""
    return frozenset(name.split()[0] for name in nouns() if " " in name)


def plurals(noun: str) -> tuple[str, ...]:
    """How the plural of a noun may be written."""
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return (noun + "es",)
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return (noun[:-1] + "ies",)
    if noun.endswith("f"):
        return (noun[:-1] + "ves", noun + "s")
    if noun.endswith("fe"):
        return (noun[:-2] + "ves",)
    if noun.endswith("man"):
        return (noun[:-2] + "en",)
    return (noun + "s", noun + "es") if noun.endswith("o") else (noun + "s",)


def _lines(name: str) -> list[str]:
    text = (_DATA / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _spelt(noun: str) -> set[str]:
    """The ways to write a noun: singular and plural, hyphens as blanks and left out."""
    ways = {noun}
    if "-" in noun:
        ways |= {noun.replace("-", " "), noun.replace("-", "")}
    return {form for way in ways for form in (way, *plurals(way))}


def _figures() -> dict[str, Noun]:
    found: dict[str, Noun] = {}
    for line in _lines("figures.txt"):
        head, _, tail = line.partition(":")
        written = [word.strip() for word in head.split(",")]
        synonyms = [word.strip("~") for word in written]
        evidence = tail.split()
        if "*" in evidence:
            continue
        beginnings = [part for part in evidence if part[0].islower() and part.isalpha()]
        own = [word for word in synonyms if " " not in word]
        strong = Noun(
            synonyms[0],
            frozenset(part for part in evidence if part[0].isupper() and part.isalnum()),
            frozenset(part[:-1] for part in evidence if part[0].isupper() and part.endswith("+")),
            tuple(dict.fromkeys([*beginnings, *(_root(word) for word in own)])),
            tuple(part for part in evidence if not part.rstrip("+").isalnum()),
        )
        weak = replace(strong, weak=True)
        for spelling, synonym in zip(written, synonyms, strict=True):
            for form in _spelt(synonym):
                found.setdefault(form, weak if spelling.startswith("~") else strong)
    return found


def _things() -> dict[str, Noun]:
    found: dict[str, Noun] = {}
    category = ""
    for line in _lines("things.txt"):
        if line.startswith("["):
            category = line.strip("[]")
            continue
        asked, _, others = line.partition("|")
        words = asked.split()
        bare = [word.strip("~+") for word in words]
        roots = [_root(part) for word in bare for part in (word, word.split("-")[0])]
        beginnings = tuple(dict.fromkeys([*roots, *map(_root, others.split()), category]))
        for word, name in zip(words, bare, strict=True):
            if word.endswith("+"):
                continue
            noun = Noun(
                name.replace("-", " "),
                beginnings=beginnings,
                everyday=True,
                weak="~" in word,
            )
            for form in _spelt(name):
                found.setdefault(form, noun)
    return found


def _root(noun: str) -> str:
    """The beginning that a noun has in common with its plural."""
    if len(noun) > 4 and noun.endswith(("y", "f", "e")):
        return noun[:-1]
    return noun[:-2] if noun.endswith("man") and len(noun) > 5 else noun

"""Gates on descriptions that look at one description at a time. Each yields what it saw where it closes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from manimill.code.parse import SyntaxProblem, parse
from manimill.quality import _vocabulary as known
from manimill.quality.judged import Finding, Judged
from manimill.quality.language import foreign
from manimill.quality.reading import Reading, holds_any, quoted
from manimill.recipe import Quality

_ENDS = " \t\n\r\"'`“”‘’.,:;!?*_-()[]{}<>#"
_LONGEST_PLACEHOLDER = 80
"""Characters beyond which a text is more than a name, an address or a word in the place of a description."""


def description_findings(sample: Judged, reading: Reading, settings: Quality) -> Iterator[Finding]:
    """The gates that close on a description; those that are off among them."""
    placeholder = _placeholder(reading, sample.scene)
    if placeholder is not None:
        yield Finding("placeholder_description", None, f"{quoted(reading.text)} is {placeholder}")
    else:
        yield from _generic(sample, reading, settings)
    yield from _other_api(sample, reading)
    yield from _code(reading, settings)
    if "description_language" in settings.on:  # the only gate that costs much where it has to ask
        yield from _language(reading, settings)
    yield from _lengths(sample, reading, settings)
    yield from _residue(sample, reading)
    if not reading.distinct.isdisjoint(known.HINTS_OF_CONTEXT) and (
        missing := known.MISSING_CONTEXT.search(reading.key)
    ):
        yield Finding("refers_to_missing_context", None, quoted(missing.group()))


def _placeholder(reading: Reading, scene: str | None) -> str | None:
    """What the text is, where it is no description at all."""
    if len(reading.text) > _LONGEST_PLACEHOLDER and not reading.key.startswith("lorem ipsum"):
        return None
    if not any(character.isalpha() for character in reading.key):
        return "a text without letters"
    bare = reading.text.strip(_ENDS)
    if reading.key.strip(_ENDS) in known.PLACEHOLDERS or reading.key.startswith("lorem ipsum"):
        return "a placeholder"
    if scene and bare.casefold() == scene.casefold():
        return "the name of the scene"
    shapes = (
        (known.NUMBERED, reading.key.strip(_ENDS), "a number in a series"),
        (known.FILE_NAME, bare, "the name of a file"),
        (known.IDENTIFIER, bare, "a name from the code"),
        (known.ADDRESS, bare, "an address"),
        (known.COMMAND, bare, "a command"),
    )
    return next((what for shape, text, what in shapes if shape.fullmatch(text)), None)


def _generic(sample: Judged, reading: Reading, settings: Quality) -> Iterator[Finding]:
    scene = (sample.scene or "").casefold()
    specific: set[str] = set()
    for word in reading.words:
        if word not in known.GENERIC and word != scene:
            specific.add(word)
            if len(specific) >= settings.min_specific_words:
                return
    if len(specific) < settings.min_specific_words:
        found = f"only {', '.join(sorted(specific))}" if specific else "no word"
        seen = f"{found} tells {quoted(reading.text)} from other requests"
        yield Finding("generic_description", f"min_specific_words = {settings.min_specific_words}", seen)


def _other_api(sample: Judged, reading: Reading) -> Iterator[Finding]:
    for name in _other_manims(reading):
        _, excluded = _ways_to_name(name)
        if not excluded.search(reading.key):
            yield Finding("names_other_api", None, quoted(name))
            return
    for name in _other_tools(reading):
        used, excluded = _ways_to_name(name)
        place = used.search(reading.key)
        # A tool that the code uses too is no other API.
        if place is not None and not excluded.search(reading.key) and name not in sample.code:
            yield Finding("names_other_api", None, quoted(place.group()))
            return


def _other_manims(reading: Reading) -> list[str]:
    spelt = [name for name in known.SPELT_MANIM if name in reading.key] if "manim" in reading.key else []
    return sorted(reading.distinct & known.OTHER_MANIM) + spelt


def _other_tools(reading: Reading) -> list[str]:
    return sorted(reading.distinct & known.OTHER_TOOLS) + [n for n in known.SPELT_TOOLS if n in reading.key]


@cache
def _ways_to_name(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    put_in = re.escape(name)
    used = re.compile(known.AS_A_TOOL.replace("NAME", put_in))
    return used, re.compile(known.NOT_THAT.replace("NAME", put_in))


def _code(reading: Reading, settings: Quality) -> Iterator[Finding]:
    text = reading.text
    if not holds_any(text, known.HINTS_OF_CODE):
        return
    marks = list(known.CODE_MARKS.finditer(text))
    whole = bool(marks) and not isinstance(parse(text), SyntaxProblem)
    if len(marks) > settings.max_code_marks or whole:
        first = next(line for line in text[marks[0].start() :].splitlines() if line.strip())
        what = "all of it is Python" if whole else f"{len(marks)} pieces of code"
        threshold = None if whole else f"max_code_marks = {settings.max_code_marks}"
        yield Finding("code_in_description", threshold, f"{what}, the first {quoted(first)}")


def _language(reading: Reading, settings: Quality) -> Iterator[Finding]:
    found = foreign(reading, settings.languages, settings.min_language_margin)
    if found is not None:
        wanted = f"languages = {', '.join(settings.languages)}"
        yield Finding("description_language", wanted, f"{found.language}: {quoted(reading.text)}")


def _residue(sample: Judged, reading: Reading) -> Iterator[Finding]:
    text = reading.text
    if (
        holds_any(text, known.HINTS_OF_MARKUP)
        or not (text.isprintable() or " ".join(text.split()).isprintable())
        or not reading.distinct.isdisjoint(known.HINTS_OF_A_CHAT)
    ):
        left = known.MARKUP_LEFT.search(text)
        # What the code shows too is meant to be seen.
        if left is not None and left.group() not in sample.code:
            yield Finding("residue_in_description", None, f"{left.group()!r} in {quoted(text)}")


def _lengths(sample: Judged, reading: Reading, settings: Quality) -> Iterator[Finding]:
    count = len(reading.words)
    if count < settings.min_description_words:
        threshold = f"min_description_words = {settings.min_description_words}"
        yield Finding("description_too_short", threshold, f"{_words(count)}: {quoted(reading.text)}")
    length = len(reading.text)
    if length > settings.max_description_characters:
        threshold = f"max_description_characters = {settings.max_description_characters}"
        yield Finding("description_too_long", threshold, f"{length} characters")
    lines = sample.features.lines if sample.features is not None else sample.code.count("\n") + 1
    if lines > settings.max_lines_per_word * max(count, 1):
        threshold = f"max_lines_per_word = {settings.max_lines_per_word:g}"
        yield Finding(
            "too_short_for_code", threshold, f"{_words(count)} for {lines} lines: {quoted(reading.text)}"
        )


def _words(count: int) -> str:
    return "1 word" if count == 1 else f"{count} words"

"""The text of a notebook's file with other sources in some of its cells, and everything else left byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder(strict=False)


class NotebookFormatError(ValueError):
    """A notebook that is not written back; the message says why."""


def with_sources(text: str, sources: Mapping[int, str]) -> str:
    """A notebook's text with new sources by the number of the cell, counted from 1 among all cells.

    Raises:
        NotebookFormatError: its cells do not lie where those of today's notebooks do.
    """
    spans = dict(enumerate(_source_spans(text), start=1))
    for number in sorted(sources, reverse=True):
        span = spans.get(number)
        if span is None:
            raise NotebookFormatError("its cells are not where notebooks of format 4 have them")
        start, end = span
        text = text[:start] + _written_like(text[start:end], sources[number]) + text[end:]
    return text


def _written_like(old: str, source: str) -> str:
    """A source as JSON, as a list of lines or as one string, spaced as the old one was."""
    escaped = "\\u" in old
    plain = old.isascii() and escaped

    def said(line: str) -> str:
        return json.dumps(line, ensure_ascii=plain)

    if not old.startswith("["):
        return said(source)
    lines = _lines(source)
    if not lines:
        return "[]"
    first = _SPACE.match(old, 1)
    before = first[0] if first else ""
    after = old[len(old[:-1].rstrip(" \t\r\n")) : -1]
    between = before or " "
    return "[" + before + f",{between}".join(map(said, lines)) + after + "]"


def _lines(source: str) -> list[str]:
    """Lines with their ends; only line feeds end lines here."""
    return re.findall(r"[^\n]*\n|[^\n]+", source)


def _source_spans(text: str) -> Iterator[tuple[int, int] | None]:
    """Where the value of each cell's ``source`` stands, None for a cell that has none."""
    for key, start, _ in _members(text, _after_space(text, 0)):
        if key == "cells":
            for cell in _elements(text, start):
                found = [(at, end) for name, at, end in _members(text, cell) if name == "source"]
                yield found[-1] if found else None
            return
    raise NotebookFormatError("it has no list of cells")


def _members(text: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Key, beginning and end of the value of each member of the object at ``start``."""
    if text[start : start + 1] != "{":
        raise NotebookFormatError("a cell of it is no object")
    at = _after_space(text, start + 1)
    while text[at] != "}":
        key, at = _DECODER.raw_decode(text, at)
        value = _after_space(text, _after_space(text, at) + 1)
        end = _end_of(text, value)
        yield key, value, end
        at = _after_space(text, end)
        if text[at] == ",":
            at = _after_space(text, at + 1)


def _elements(text: str, start: int) -> Iterator[int]:
    """Where each element of the list at ``start`` begins."""
    if text[start : start + 1] != "[":
        raise NotebookFormatError("its cells are no list")
    at = _after_space(text, start + 1)
    while text[at] != "]":
        yield at
        at = _after_space(text, _end_of(text, at))
        if text[at] == ",":
            at = _after_space(text, at + 1)


def _end_of(text: str, start: int) -> int:
    value: tuple[Any, int] = _DECODER.raw_decode(text, start)
    return value[1]


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at

"""Undo, outside string literals only, what exports did to characters."""

from __future__ import annotations

from collections.abc import Iterator

_TYPOGRAPHIC = {"“": "”", "„": "“”", "‘": "’", "‚": "‘’", "”": "”", "’": "’"}
"""Marks that a word processor puts where a string literal began, and those that may end it."""


def restore_line_breaks(text: str) -> str:
    r"""Turn each ``\n`` and ``\t`` that two characters spell into the one character meant.

    Escapes inside string literals stay as they are; a comment ends at the next ``\n``.
    """
    parts: list[str] = []
    for piece, kind in _pieces(text):
        if kind == "code":
            piece = piece.replace("\\r\\n", "\n").replace("\\n", "\n").replace("\\t", "\t")
        parts.append(piece)
    return "".join(parts)


def straighten_quotes(text: str) -> str:
    """Replace typographic marks that delimit string literals; those inside literals stay."""
    parts: list[str] = []
    for piece, kind in _pieces(text):
        if kind == "typographic":
            mark = '"' if piece[0] in "“„”" else "'"
            inner = piece[1:-1]
            if mark in inner:
                mark = "'" if mark == '"' else '"'
            piece = mark + inner + mark
        parts.append(piece)
    return "".join(parts)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Cut text into ``code``, ``string``, ``comment`` and ``typographic`` pieces; joined they are the text."""
    start = position = 0
    while position < len(text):
        end, kind = _literal_end(text, position)
        if kind == "code":
            position = end
            continue
        if start < position:
            yield text[start:position], "code"
        yield text[position:end], kind
        start = position = end
    if start < len(text):
        yield text[start:], "code"


def _literal_end(text: str, position: int) -> tuple[int, str]:
    """Where what starts at ``position`` ends, and what it is."""
    character = text[position]
    if character == "#":
        ends = [end for mark in ("\n", "\\n") if (end := text.find(mark, position)) >= 0]
        return min(ends, default=len(text)), "comment"
    if character in "\"'":
        return _string_end(text, position), "string"
    if character in _TYPOGRAPHIC:
        ends = [end for mark in _TYPOGRAPHIC[character] if (end := text.find(mark, position + 1)) >= 0]
        if ends:
            return min(ends) + 1, "typographic"
    return position + 1, "code"


def _string_end(text: str, position: int) -> int:
    quote = text[position]
    mark = quote * 3 if text.startswith(quote * 3, position) else quote
    end = position + len(mark)
    while end < len(text) and not text.startswith(mark, end):
        end += 2 if text[end] == "\\" else 1
    return min(end + len(mark), len(text))

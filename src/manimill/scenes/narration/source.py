"""A module's text and its syntax tree side by side, and changes to the text by place."""

from __future__ import annotations

import ast
import bisect
import io
import itertools
import token
import tokenize
from typing import NamedTuple

_OPENING = frozenset(n for name in ("FSTRING_START", "TSTRING_START") if (n := getattr(token, name, None)))
_CLOSING = frozenset(n for name in ("FSTRING_END", "TSTRING_END") if (n := getattr(token, name, None)))


class Source:
    """The text, with offsets of what the tree holds and the places where changes must be careful.

    ``comments`` has the text of the comment on each line, ``in_string`` the lines that begin inside a
    string, ``ends`` the last lines of logical lines.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        self.newline = "\r\n" if "\r\n" in code else "\n"
        self.lines = code.split("\n")
        self._starts = [0]
        for line in self.lines:
            self._starts.append(self._starts[-1] + len(line) + 1)
        self.comments: dict[int, str] = {}
        self.in_string: set[int] = set()
        self.ends: list[int] = []
        self._read_tokens()

    def _read_tokens(self) -> None:
        opened: list[int] = []
        for kind, text, (first, _), (last, _), _ in tokenize.generate_tokens(io.StringIO(self.code).readline):
            if kind in _OPENING:
                opened.append(first)
            elif kind in _CLOSING:
                self.in_string.update(range(opened.pop() + 1, last + 1))
            elif kind == token.STRING:
                self.in_string.update(range(first + 1, last + 1))
            elif kind == token.COMMENT:
                self.comments[first] = text.rstrip("\r")
            elif kind == token.NEWLINE:
                self.ends.append(first)

    def line_start(self, line: int) -> int:
        """Offset of the first character of a line; the text's length for the line after the last."""
        return min(self._starts[min(line - 1, len(self._starts) - 1)], len(self.code))

    def offset(self, line: int, column: int) -> int:
        """Offset of a place given as the tree gives it: the column in bytes."""
        text = self.lines[line - 1]
        if not text.isascii():
            column = len(text.encode()[:column].decode(errors="ignore"))
        return self._starts[line - 1] + column

    def span(self, node: ast.stmt | ast.expr) -> tuple[int, int]:
        """Offsets of the node's first character and of the one after its last."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.offset(node.lineno, node.col_offset), self.offset(node.end_lineno, node.end_col_offset)

    def text(self, node: ast.stmt | ast.expr) -> str:
        """The node as it is written."""
        start, end = self.span(node)
        return self.code[start:end]

    def indent(self, line: int) -> str:
        """White space at the beginning of a line."""
        text = self.lines[line - 1]
        return text[: len(text) - len(text.lstrip(" \t"))]

    def logical_end(self, line: int) -> int:
        """The last line of the logical line that this line is part of."""
        place = bisect.bisect_left(self.ends, line)
        return self.ends[place] if place < len(self.ends) else len(self.lines)

    def is_blank(self, line: int) -> bool:
        """Whether the line is there and holds nothing."""
        return 1 <= line <= len(self.lines) and not self.lines[line - 1].strip()


class _Edit(NamedTuple):
    start: int
    end: int
    text: str
    order: int


class Edits:
    """Replacements in a text, noted in any order; what lies inside a larger one is dropped."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._edits: list[_Edit] = []
        self._kept: list[_Edit] | None = None
        self._shifts: list[int] = []

    def replace(self, start: int, end: int, text: str) -> None:
        """Put a text in the place of what is between two offsets; an insertion where they are equal."""
        if start != end or text:
            self._edits.append(_Edit(start, end, text, len(self._edits)))
            self._kept = None

    def applied(self) -> str:
        """The new text."""
        pieces: list[str] = []
        done = 0
        for edit in self._effective():
            pieces += [self._code[done : edit.start], edit.text]
            done = edit.end
        return "".join([*pieces, self._code[done:]])

    def moved(self, offset: int, *, behind: bool = False) -> int:
        """Where an offset has gone; ``behind`` what was inserted there rather than before it."""
        kept = self._effective()
        place = bisect.bisect_left(kept, offset, key=lambda edit: edit.start)
        while behind and place < len(kept) and kept[place].start == kept[place].end == offset:
            place += 1
        # What an edit goes on with behind the offset has not been taken out before it.
        rest = max(kept[place - 1].end - offset, 0) if place else 0
        return offset + self._shifts[place] + rest

    def _effective(self) -> list[_Edit]:
        if self._kept is not None:
            return self._kept
        # Insertions come before what begins at the same place, a larger edit before those inside it.
        ordered = sorted(self._edits, key=lambda e: (e.start, e.end > e.start, -e.end, e.order))
        kept: list[_Edit] = []
        done = 0
        for edit in ordered:
            if edit.start >= done:
                kept.append(edit)
                done = edit.end
        self._kept = kept
        self._shifts = [0, *itertools.accumulate(len(e.text) - (e.end - e.start) for e in kept)]
        return kept

"""A Markdown text as the small units in which people put a name next to a link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_ITEM = re.compile(r"(\s*)(?:[-*+]|\d+[.)])\s+(.*)")
_FENCE = re.compile(r"\s*(```|~~~)")
_RULE = re.compile(r"[\s|:-]+$")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list item or a row of a table, and the headings it stands under, the nearest last.

    ``parents`` are the items an item is nested in, the outermost first. ``cells`` and ``columns`` are those
    of a row, and empty elsewhere.
    """

    text: str
    headings: tuple[str, ...]
    parents: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a text in order, without code fences. A heading is a block too, under itself."""
    reader = _Reader()
    for line in text.splitlines():
        yield from reader.read(line)
    yield from reader.flush()


class _Reader:
    def __init__(self) -> None:
        self._headings: list[tuple[int, str]] = []
        self._items: list[tuple[int, str]] = []
        self._columns: tuple[str, ...] = ()
        self._lines: list[str] = []
        self._fenced = False

    def read(self, line: str) -> Iterator[Block]:
        if _FENCE.match(line):
            self._fenced = not self._fenced
            yield from self.flush()
        elif self._fenced:
            return
        elif not line.strip():
            yield from self.flush()
            self._columns = ()
        elif heading := _HEADING.match(line):
            yield from self.flush()
            yield self._heading(len(heading[1]), heading[2])
        elif line.lstrip().startswith("|"):
            yield from self.flush()
            yield from self._row(line)
        elif item := _ITEM.match(line):
            yield from self.flush()
            self._begin_item(len(item[1].expandtabs()), item[2])
        else:
            if not self._lines and not line[:1].isspace():
                self._items.clear()
            self._lines.append(line.strip())

    def flush(self) -> Iterator[Block]:
        if self._lines:
            text = " ".join(self._lines)
            if self._items:
                # What follows the first line of an item belongs to it, for those nested in it as well.
                self._items[-1] = (self._items[-1][0], text)
            yield Block(text, self._above(), tuple(item for _, item in self._items[:-1]))
            self._lines = []

    def _heading(self, level: int, text: str) -> Block:
        self._headings = [h for h in self._headings if h[0] < level] + [(level, text)]
        self._items.clear()
        return Block(text, self._above())

    def _begin_item(self, indent: int, text: str) -> None:
        self._items = [item for item in self._items if item[0] < indent] + [(indent, text)]
        self._lines = [text]

    def _row(self, line: str) -> Iterator[Block]:
        cells = tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
        if not self._columns:
            self._columns = cells
        elif not _RULE.match(line):
            yield Block(line.strip(), self._above(), cells=cells, columns=self._columns)

    def _above(self) -> tuple[str, ...]:
        return tuple(text for _, text in self._headings)

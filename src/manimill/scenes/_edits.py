"""Changes to a module's text by the places of its syntax tree; what no edit covers stays as it is, to the byte."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from manimill.code.walking import walk


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """What stands between two places, in bytes from the beginning, and what is to stand there."""

    start: int
    end: int
    new: bytes


class Text:
    """A module's text, by the lines and columns of its syntax tree."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._bytes = code.encode("utf-8", "surrogatepass")
        self._starts = [0, *_line_ends(self._bytes)]

    def of(self, node: ast.expr) -> str:
        """The text of an expression."""
        start, end = self._span(node)
        return self._bytes[start:end].decode("utf-8", "surrogatepass")

    def replacing(self, node: ast.expr | ast.stmt | ast.keyword, new: str) -> Edit:
        """Put ``new`` in the place of a node."""
        return Edit(*self._span(node), new.encode("utf-8", "surrogatepass"))

    def line_after(self, statement: ast.stmt, line: str) -> Edit:
        """Put a line behind a statement, indented as it is."""
        end = self._span(statement)[1]
        newline = b"\r\n" if b"\r\n" in self._bytes else b"\n"
        return Edit(end, end, newline + b" " * statement.col_offset + line.encode())

    def without(self, statement: ast.stmt) -> Edit | None:
        """Take out the lines of a statement, with what is said about it behind it; None where others share them."""
        start, end = self._span(statement)
        begin = self._starts[statement.lineno - 1]
        after = self._end_of_line(end)
        behind = self._bytes[end:after].strip()
        if self._bytes[begin:start].strip() or (behind and not behind.startswith(b"#")):
            return None
        return Edit(begin, after, b"")

    def edited(self, edits: Iterable[Edit]) -> str:
        """The text with all edits made; of edits that overlap the first and outer one counts."""
        pieces: list[bytes] = []
        position = 0
        for edit in sorted(edits, key=lambda one: (one.start, -one.end)):
            if edit.start >= position:
                pieces += [self._bytes[position : edit.start], edit.new]
                position = edit.end
        return b"".join([*pieces, self._bytes[position:]]).decode("utf-8", "surrogatepass")

    def _span(self, node: ast.expr | ast.stmt | ast.keyword) -> tuple[int, int]:
        start = self._starts[node.lineno - 1] + node.col_offset
        return start, self._starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)

    def _end_of_line(self, position: int) -> int:
        return next((start for start in self._starts if start > position), len(self._bytes))


def _line_ends(text: bytes) -> Iterator[int]:
    """Where lines end as Python counts them: of bytes, form feeds and their like end none."""
    position = 0
    for line in text.splitlines(keepends=True):
        position += len(line)
        yield position


def without_statements(
    tree: ast.Module, text: Text, calls: Sequence[ast.Call]
) -> tuple[list[Edit], list[ast.Call]]:
    """Take out statements that are nothing but one of the calls; also the calls that are more than a statement.

    A block that has nothing left gets a ``pass``.
    """
    edits: list[Edit] = []
    dropped: set[ast.Call] = set()
    for block in _blocks(tree):
        going = [one for one in block if isinstance(one, ast.Expr) and one.value in calls]
        dropped |= {one.value for one in going if isinstance(one.value, ast.Call)}
        for one in going:
            stays = len(going) == len(block) and one is going[0]
            edits.append((None if stays else text.without(one)) or text.replacing(one, "pass"))
    return edits, [call for call in calls if call not in dropped]


def _blocks(tree: ast.Module) -> Iterator[list[ast.stmt]]:
    for node in walk(tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                yield block

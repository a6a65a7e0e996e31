"""What has been decided about a module: statements that go, texts that come, and what stands in the way."""

from __future__ import annotations

import ast
import bisect
from collections.abc import Iterable
from functools import cached_property

from manimill.code.walking import statements, walk
from manimill.scenes.narration.constants import Constants
from manimill.scenes.narration.finding import suites, voices_of
from manimill.scenes.narration.source import Edits, Source

Cuts = tuple[tuple[int, int], ...]
"""Columns between which white space goes, for each narrated block around a line."""


class Rewriting:
    """Collects decisions about one module, then turns them into edits.

    ``removed`` are statements that go, ``dissolved`` narrated blocks whose statements move one level out,
    ``needed`` names that new code reads, with the line they are first read on.
    """

    def __init__(self, tree: ast.Module, source: Source) -> None:
        self.tree = tree
        self.source = source
        self.edits = Edits(source.code)
        self.changes: set[str] = set()
        self.problems: dict[str, int] = {}
        self.removed: dict[ast.stmt, None] = {}
        self.dissolved: set[ast.AST] = set()
        self.needed: dict[str, int] = {}
        self._gone: list[tuple[int, int]] = []
        self._merged: list[tuple[int, int]] | None = None
        self._removed_lines: set[int] = set()

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of the module, walked once for all that ask."""
        return walk(self.tree)

    @cached_property
    def voices(self) -> dict[str, ast.FunctionDef]:
        """The module's context managers that only speak."""
        return voices_of(self.tree)

    @cached_property
    def constants(self) -> Constants:
        """What the module's names are known to stand for."""
        return Constants(self.tree)

    def problem(self, node: ast.stmt | ast.expr, what: str) -> None:
        """Note that something cannot be made plain."""
        self.problems.setdefault(f"line {node.lineno}: {what}", node.lineno)

    def need(self, node: ast.stmt | ast.expr, *names: str) -> None:
        """Note that code in the place of a node reads names."""
        for name in names:
            self.needed.setdefault(name, node.lineno)

    def remove(self, statement: ast.stmt, rule: str) -> None:
        """Take a statement out."""
        self.removed[statement] = None
        self.changes.add(rule)
        self.forget(*self.source.span(statement))

    def forget(self, start: int, end: int) -> None:
        """Names read between these offsets are not read any more."""
        self._gone.append((start, end))
        self._merged = None

    def replace(self, node: ast.stmt | ast.expr, text: str, rule: str) -> None:
        """Put a text in the place of a node."""
        start, end = self.source.span(node)
        self.edits.replace(start, end, text)
        self.forget(start, end)
        self.changes.add(rule)

    def is_gone(self, node: ast.stmt | ast.expr) -> bool:
        """Whether the node will not be there any more."""
        if self._merged is None:
            self._merged = _outermost(self._gone)
        start, end = self.source.span(node)
        place = bisect.bisect_right(self._merged, (start, len(self.source.code) + 1)) - 1
        return place >= 0 and end <= self._merged[place][1]

    def alone(self, statement: ast.stmt) -> bool:
        """Whether the statement has its lines to itself."""
        start, _ = self.source.span(statement)
        first = self.source.line_start(statement.lineno)
        after = self.source.lines[(statement.end_lineno or 0) - 1]
        column = self.source.span(statement)[1] - self.source.line_start(statement.end_lineno or 0)
        rest = after[column:].strip()
        return not self.source.code[first:start].strip() and (not rest or rest.startswith("#"))

    def remove_statements(self) -> None:
        """Turn what was decided to go into edits, leaving ``pass`` where a block would be empty."""
        for node in statements(self.tree):
            for suite in suites(node):
                keep_one = not isinstance(node, ast.Module) and node not in self.dissolved
                self._remove_from(suite, keep_one=keep_one)

    def _remove_from(self, suite: list[ast.stmt], *, keep_one: bool) -> None:
        going = [statement for statement in suite if statement in self.removed]
        if keep_one and len(going) == len(suite):
            self.edits.replace(*self.source.span(going.pop(0)), "pass")
        for statement in going:
            if self.alone(statement):
                first = min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", ()))])
                self._remove_lines(
                    first, statement.end_lineno or first, statement is suite[0], statement is suite[-1]
                )
            else:
                self.edits.replace(*self.source.span(statement), "pass")

    def _remove_lines(self, first: int, last: int, heads: bool, ends: bool) -> None:
        """Take whole lines out, and a blank line with them where two would meet or a block begin with one.

        Not at the end of a block: there a wait may have to follow.
        """
        source = self.source
        before = first - 1
        while before in self._removed_lines:
            before -= 1
        if not ends and source.is_blank(last + 1) and (heads or before < 1 or source.is_blank(before)):
            last += 1
        self._removed_lines.update(range(first, last + 1))
        self.edits.replace(source.line_start(first), source.line_start(last + 1), "")


def _outermost(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans that lie in no other one, in order."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept


def final_indent(indent: str, cuts: Iterable[tuple[int, int]]) -> str:
    """What is left of white space once the columns of the cuts are gone."""
    gone = {column for first, end in cuts for column in range(first, end)}
    return "".join(character for column, character in enumerate(indent) if column not in gone)

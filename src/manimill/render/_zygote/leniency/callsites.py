"""The calls that a scene's source holds, found again from a frame that runs one of them."""

from __future__ import annotations

import ast
import re
from itertools import islice
from types import FrameType

_LONGEST_CALL = 120
_LONGEST_ARGUMENT = 40
_LINE_END = re.compile(rb"(?<=\n)|(?<=\r)(?!\n)")

Position = tuple[int, int]


class CallSites:
    """Every call in one source text, by where in the text it stands."""

    def __init__(self, code: str, scene_file: str) -> None:
        """``scene_file`` is the name that ``code`` is compiled under.

        Raises:
            SyntaxError, ValueError, RecursionError: the text is no Python, or too deeply nested.
        """
        self.scene_file = scene_file
        self.calls: list[ast.Call] = []
        self.read: set[str] = set()
        """Attributes that the text reads, and its strings, which ``getattr`` may be given."""
        self.invoked: set[str] = set()
        """Attributes that the text calls."""
        self._lines = _LINE_END.split(code.encode("utf-8", "surrogatepass"))
        self._by_end: dict[Position, ast.Call] = {}
        self._by_name: dict[Position, ast.Call] = {}
        self._called: set[ast.expr] = set()
        for node in ast.walk(ast.parse(code)):
            self._note(node)

    def _note(self, node: ast.AST) -> None:
        if isinstance(node, ast.Call):
            self.calls.append(node)
            self._by_end[_end(node)] = node
            if isinstance(node.func, ast.Attribute):
                self._by_name[_end(node.func)] = node
                self._called.add(node.func)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            # `ast.walk` comes by a call before it comes by what is called.
            (self.invoked if node in self._called else self.read).add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            self.read.add(node.value)

    def call(self, frame: FrameType) -> ast.Call | None:
        """The call that ``frame`` waits for."""
        line, end_line, _, end_column = _positions(frame)
        if end_line is None or end_column is None or line is None:
            return None
        # Of a method call over several lines, some Pythons say only where the method's name ends.
        return self._by_end.get((end_line, end_column)) or self._by_name.get((line, end_column))

    def method(self, frame: FrameType) -> ast.Call | None:
        """The call of the method whose name ``frame`` is looking up."""
        _, end_line, _, end_column = _positions(frame)
        if end_line is None or end_column is None:
            return None
        return self._by_name.get((end_line, end_column))

    def line(self, call: ast.Call) -> int:
        """Where the called name stands, from 1."""
        return call.func.end_lineno or call.lineno

    def text(self, call: ast.Call) -> str:
        """The call on one line, of at most 120 characters; what comes before a method goes first."""
        text = self._segment(call.lineno, call.col_offset, call)
        if len(text) > _LONGEST_CALL and isinstance(call.func, ast.Attribute):
            line, column = _end(call.func)
            text = "..." + self._segment(line, column - len(call.func.attr.encode()) - 1, call)
        return _cut(text, _LONGEST_CALL)

    def argument(self, node: ast.expr) -> str:
        """The text of an argument, of at most 40 characters."""
        return _cut(self._segment(node.lineno, node.col_offset, node), _LONGEST_ARGUMENT)

    def _segment(self, line: int, column: int, node: ast.expr) -> str:
        end_line, end_column = _end(node)
        lines = self._lines[line - 1 : end_line]
        lines[-1] = lines[-1][:end_column]
        lines[0] = lines[0][max(0, column) :]
        return " ".join(b" ".join(lines).decode("utf-8", "replace").split())


def name_of(call: ast.Call) -> str | None:
    """What is called: a plain name, or the last part of a dotted one."""
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else None


def keywords_of(call: ast.Call) -> set[str]:
    """Keywords that the call spells out."""
    return {keyword.arg for keyword in call.keywords if keyword.arg is not None}


def _end(node: ast.expr) -> Position:
    return (node.end_lineno or 0, node.end_col_offset or 0)


def _positions(frame: FrameType) -> tuple[int | None, int | None, int | None, int | None]:
    positions = islice(frame.f_code.co_positions(), frame.f_lasti // 2, None)
    return next(positions, (None, None, None, None))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 3] + "..."

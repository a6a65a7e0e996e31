"""Where in a scene's own code a failure lies, as the text of that code."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from functools import lru_cache
from types import FrameType, TracebackType
from typing import NamedTuple

LONGEST = 200
_LONGEST_RECEIVER = 80
# What ends a line for Python, which is less than what does for `str.splitlines`.
_LINE_END = re.compile(r"\r\n|\r|\n")


class Span(NamedTuple):
    """Lines counted from 1, columns in bytes of UTF-8, as everywhere in `ast`."""

    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def start(self) -> tuple[int, int]:
        return self.line, self.column

    @property
    def end(self) -> tuple[int, int]:
        return self.end_line, self.end_column


def short(text: str) -> str:
    """One line of at most 200 characters."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def own_entries(error: BaseException, scene_file: str) -> Iterator[TracebackType]:
    """The traceback's entries that lie in the scene's own code, from the outermost inwards."""
    entry = error.__traceback__
    while entry is not None:
        if entry.tb_frame.f_code.co_filename == scene_file:
            yield entry
        entry = entry.tb_next


def module_of(frame: FrameType) -> str:
    """The module that a frame's code belongs to; what stands for a function of manim belongs to manim."""
    name = str(frame.f_globals.get("__name__", ""))
    return "manim" if name.startswith(f"{__package__}.equivalents.") else name


def failing_call(error: BaseException, scene_file: str, code: str) -> str | None:
    """The call of the scene's own code that the exception passed through innermost, or what stands there."""
    entries = list(own_entries(error, scene_file))
    if not entries:
        return None
    span = _span(entries[-1])
    node = None if span is None else _node_at(code, span)
    text = _receiver_cut(code, node) if node is not None else _line(code, entries[-1].tb_lineno)
    return short(text) or None


def line_of(code: str, number: int | None) -> str | None:
    """A line of code without its indentation, for people to find it by."""
    return None if number is None else short(_line(code, number)) or None


def attributes_assigned(code: str) -> frozenset[str]:
    """Names that the code itself gives to attributes, methods and classes' own variables."""
    names = {node.attr for node in ast.walk(tree(code)) if _is_stored(node)}  # type: ignore[attr-defined]
    for owner in ast.walk(tree(code)):
        if isinstance(owner, ast.ClassDef):
            names |= {name for statement in owner.body for name in _bound(statement)}
    return frozenset(names)


def _is_stored(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)


def _bound(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield statement.name
    elif isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
        yield from (node.id for node in ast.walk(statement) if _is_stored_name(node))  # type: ignore[attr-defined]


def _is_stored_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


@lru_cache(maxsize=1)
def tree(code: str) -> ast.Module:
    """The scene's code, parsed; an empty module where it cannot be."""
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def _span(entry: TracebackType) -> Span | None:
    """Where the instruction stands that the entry is at."""
    at = next(itertools.islice(entry.tb_frame.f_code.co_positions(), entry.tb_lasti // 2, None), None)
    if at is None or None in at:
        return None
    line, end_line, column, end_column = at
    return Span(line, column, end_line, end_column)  # type: ignore[arg-type]


def _node_at(code: str, span: Span) -> ast.expr | None:
    """The expression that ends where ``span`` ends and begins closest to it; its call, if it is what is called.

    In a chain of calls over several lines an instruction is placed at the name of the method, not at the
    beginning of the chain: so the ends are compared.
    """
    found: ast.expr | None = None
    callers: dict[ast.expr, ast.Call] = {}
    for node in ast.walk(tree(code)):
        if isinstance(node, ast.Call):
            callers[node.func] = node
        if isinstance(node, ast.expr) and (node.end_lineno, node.end_col_offset) == span.end:
            start = (node.lineno, node.col_offset)
            if start <= span.start and (found is None or start > (found.lineno, found.col_offset)):
                found = node
    return found if found is None else callers.get(found, found)


def _receiver_cut(code: str, node: ast.expr) -> str:
    """The text of an expression; of a long chain of calls only the last."""
    text = _segment(code, node)
    method = node.func if isinstance(node, ast.Call) else node
    if isinstance(method, ast.Attribute):
        called = _segment(code, method)
        if len(called) - len(method.attr) > _LONGEST_RECEIVER:
            return f"(...).{method.attr}{text[len(called) :]}"
    return text


def _segment(code: str, node: ast.AST) -> str:
    return ast.get_source_segment(code, node) or ""


def _line(code: str, number: int) -> str:
    lines = _LINE_END.split(code)
    return lines[number - 1].strip() if 0 < number <= len(lines) else ""

"""Parsing other people's Python: one way to do it, and it never raises."""

from __future__ import annotations

import ast
import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """Why a text is not a Python module; ``too_deep`` says that it is only nested deeper than can be read."""

    message: str
    line: int | None = None
    too_deep: bool = False

    def __str__(self) -> str:
        return self.message if self.line is None else f"line {self.line}: {self.message}"


def parse(code: str) -> ast.Module | SyntaxProblem:
    """The module's syntax tree, or what is wrong with the text.

    Hostile input counts as wrong input: null bytes, nesting that exhausts the parser's stack. Whoever asks for
    the same text as the one before gets the same tree, so nobody may change one.
    """
    try:
        return _tree(code)
    except SyntaxError as error:
        return SyntaxProblem(error.msg or "invalid syntax", error.lineno)
    except (RecursionError, MemoryError) as error:
        return SyntaxProblem(str(error) or type(error).__name__, too_deep=True)
    except ValueError as error:
        return SyntaxProblem(str(error) or type(error).__name__)


_last: dict[str, ast.Module] = {}
"""The text parsed last and its tree: what finds a scene and what analyses it ask one after the other."""


def _tree(code: str) -> ast.Module:
    tree = _last.get(code)
    if tree is None:
        # Before the next is made: memory that was in use just now is the fastest there is.
        _last.clear()
        with warnings.catch_warnings():
            # "\d" in a plain string warns; other people's style is no concern of our users' terminal.
            warnings.simplefilter("ignore")
            tree = _last[code] = ast.parse(code)
    return tree


@contextmanager
def collector_paused() -> Iterator[None]:
    """Switch the cyclic garbage collector off for a while; also a decorator.

    Syntax trees are many small objects without cycles, so it walks them in vain, the longer the more of
    them there have been.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


_RARELY = 100_000
"""Objects made and not freed between two looks at the youngest, some ten megabytes; Python's own figure is 700."""


@contextmanager
def collector_relaxed() -> Iterator[None]:
    """Let the cyclic garbage collector run rarely for a while; also a decorator.

    For what keeps much and makes few cycles: otherwise the collector looks through all that is kept again and again.
    """
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _RARELY) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)

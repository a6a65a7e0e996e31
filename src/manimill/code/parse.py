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

    Hostile input counts as wrong input: null bytes, nesting that exhausts the parser's stack.
    """
    try:
        with warnings.catch_warnings():
            # "\d" in a plain string warns; other people's style is no concern of our users' terminal.
            warnings.simplefilter("ignore")
            return ast.parse(code)
    except SyntaxError as error:
        return SyntaxProblem(error.msg or "invalid syntax", error.lineno)
    except (RecursionError, MemoryError) as error:
        return SyntaxProblem(str(error) or type(error).__name__, too_deep=True)
    except ValueError as error:
        return SyntaxProblem(str(error) or type(error).__name__)


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

"""On which line of the text a node of a tree stands, also after the tree has changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import libcst as cst
from libcst._nodes.internal import CodegenState


class Lines:
    """Lines of a module as it was written, counted from 1. They are looked up when the first one is asked for."""

    def __init__(self, tree: cst.Module) -> None:
        self._tree = tree
        self._lines: dict[cst.CSTNode, int] | None = None
        self._before: dict[cst.CSTNode, cst.CSTNode] = {}

    def renewed(self, old: cst.CSTNode, new: cst.CSTNode) -> None:
        """Note that a node came into the place of another."""
        if new is not old:
            self._before.setdefault(new, old)

    def of(self, node: cst.CSTNode, parents: Sequence[cst.CSTNode] = ()) -> int:
        """The line of a node, or of the nearest of its parents that was there from the beginning."""
        if self._lines is None:
            self._lines = _lines(self._tree)
        for candidate in (node, *reversed(parents)):
            seen = candidate
            while seen not in self._lines and seen in self._before:
                seen = self._before[seen]
            if seen in self._lines:
                return self._lines[seen]
        return 1


def _lines(tree: cst.Module) -> dict[cst.CSTNode, int]:
    state = _Counting(default_indent=tree.default_indent, default_newline=tree.default_newline)
    tree._codegen(state)
    return state.found


class _Counting(CodegenState):
    """Writes a tree out and notes the line of every node: a fifth of what libcst's own positions cost."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.found: dict[cst.CSTNode, int] = {}
        self._line = 1

    def add_token(self, value: str) -> None:
        self.tokens.append(value)
        if "\n" in value or "\r" in value:
            self._line += value.count("\n") or value.count("\r")

    def before_codegen(self, node: cst.CSTNode) -> None:
        self.found[node] = self._line

    @contextmanager
    def record_syntactic_position(self, node: cst.CSTNode, **_: Any) -> Iterator[None]:
        # Before it there may have been comments and blank lines that belong to the node as well.
        self.found[node] = self._line
        yield

"""Comments of statements that are written anew or left out: what an author said stays."""

from __future__ import annotations

import io
import tokenize
from collections import Counter
from collections.abc import Sequence
from typing import Any

import libcst as cst

Line = cst.EmptyLine


def lost(old: cst.SimpleStatementLine, new: Sequence[cst.CSTNode]) -> list[Line]:
    """Comments of a statement that stand in none of those that come into its place.

    Where none comes these are the ones above it: what stands in it and beside it is about it.
    """
    if not new:
        return [line for line in old.leading_lines if line.comment is not None]
    before = _comments(old)
    if not before:
        return []
    there = Counter(comment for node in new for comment in _comments(node))
    gone: list[Line] = []
    for comment in before:
        if there[comment]:
            there[comment] -= 1
        else:
            gone.append(Line(comment=cst.Comment(comment)))
    return gone


def with_lines(node: Any, lines: Sequence[Line], *, first: bool) -> Any:
    """A statement with lines of comments above it: before those that are there, or after them."""
    if not lines or not hasattr(node, "leading_lines"):
        return node
    old = node.leading_lines
    return node.with_changes(leading_lines=[*lines, *old] if first else [*old, *lines])


def _comments(node: cst.CSTNode) -> list[str]:
    """The comments in and around a node, in order."""
    text = cst.Module([]).code_for_node(node)
    if "#" not in text:
        return []
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]

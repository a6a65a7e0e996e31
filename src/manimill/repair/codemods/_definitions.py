"""Definitions that codemods put into a module, for what ManimCE has nothing for."""

from __future__ import annotations

import libcst as cst


def first_after_imports(tree: cst.Module) -> cst.CSTNode | None:
    """The first statement of a module that is neither an import nor a text about the module."""
    return next((statement for statement in tree.body if not _opens(statement)), None)


def with_definitions(original: cst.Module, updated: cst.Module, first: cst.CSTNode, text: str) -> cst.Module:
    """The module with classes or functions before what was its ``first`` statement after the imports."""
    place = next((index for index, old in enumerate(original.body) if old is first), len(updated.body))
    # What follows keeps its own distance.
    defined = list(cst.parse_module(text).body)
    defined[0] = defined[0].with_changes(leading_lines=[cst.EmptyLine(indent=False)] * 2)
    return updated.with_changes(body=[*updated.body[:place], *defined, *updated.body[place:]])


def _opens(statement: cst.CSTNode) -> bool:
    """Whether a statement of the top level stands before all else: an import or a text about the module."""
    if not isinstance(statement, cst.SimpleStatementLine):
        return False
    return all(
        isinstance(small, cst.Import | cst.ImportFrom)
        or (isinstance(small, cst.Expr) and isinstance(small.value, cst.BaseString))
        for small in statement.body
    )

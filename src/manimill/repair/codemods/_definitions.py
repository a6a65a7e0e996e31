"""Definitions that codemods put into a module, for what ManimCE has nothing for."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import libcst as cst

from manimill.repair.module import Module
from manimill.repair.walk import walk


def first_after_imports(tree: cst.Module) -> cst.CSTNode | None:
    """The first statement of a module that is neither an import nor a text about the module."""
    return next((statement for statement in tree.body if not _opens(statement)), None)


def uses(module: Module, wanted: AbstractSet[str]) -> bool:
    """Whether a module uses any of some names of Manim's that its star import brought, and defines none of them."""
    return (
        module.star
        and wanted.isdisjoint(module.own_names)
        and any(
            type(node) is cst.Name and node.value in wanted and module.manim_name(node) is not None
            for node in walk(module.tree)
        )
    )


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

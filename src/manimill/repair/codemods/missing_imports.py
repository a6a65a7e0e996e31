"""See the codemod."""

from __future__ import annotations

import ast

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.codemods._import_place import after_imports
from manimill.repair.edit import statement
from manimill.scenes.slicing.proof import unresolved


class MissingImports(Codemod):
    """Names of Manim's that a module uses, and that are not among those it imports one by one, are imported."""

    flavours = ALL
    order = Order.CLEANUP
    confidence = Confidence.HIGH
    triggers = names("manim")

    @classmethod
    def has_work(cls, tree: ast.Module) -> bool:
        """Whether ManimCE is imported, but not all of it."""
        return any(_imports(line) for line in tree.body) and not any(map(_stars, tree.body))

    def leave_Module(self, original: cst.Module, updated: cst.Module) -> cst.Module:
        """Look which of them lead nowhere and import these after the others."""
        if self.module.star or not self.module.imported:
            return updated
        lost = sorted({one.name for one in unresolved(original.code)} & api.public_names())
        if not lost:
            return updated
        at = after_imports(updated)
        line = statement(f"from manim import {', '.join(lost)}")
        return updated.with_changes(body=[*updated.body[:at], line, *updated.body[at:]])


def _imports(line: ast.stmt) -> bool:
    if isinstance(line, ast.Import):
        return any(alias.name == "manim" for alias in line.names)
    return isinstance(line, ast.ImportFrom) and line.module == "manim"


def _stars(line: ast.stmt) -> bool:
    return isinstance(line, ast.ImportFrom) and line.names[0].name == "*"

"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import CE, GL, LEGACY, Codemod, Confidence, Order
from manimill.repair.edit import statement
from manimill.repair.module import PACKAGES, module_name


class StarImports(Codemod):
    """Star imports of older Manims, whole or in parts, become one of `manim`."""

    flavours = frozenset({CE, GL, LEGACY})
    order = Order.IMPORTS
    confidence = Confidence.HIGH
    triggers = names("manimlib manimgl manim_imports_ext manim_gl big_ol_pile_of_manim_imports manimce")

    def __init__(self, module: object) -> None:
        super().__init__(module)  # type: ignore[arg-type]
        self._seen = False

    def leave_ImportFrom(
        self, original: cst.ImportFrom, updated: cst.ImportFrom
    ) -> cst.ImportFrom | cst.RemovalSentinel:
        """One star import is enough."""
        package = module_name(original).partition(".")[0]
        if package not in PACKAGES or not isinstance(original.names, cst.ImportStar):
            return updated
        seen, self._seen = self._seen, True
        if seen:
            return cst.RemovalSentinel.REMOVE
        if module_name(original) == "manim":
            return updated
        line = statement("from manim import *")
        assert isinstance(line, cst.SimpleStatementLine)
        new = line.body[0]
        assert isinstance(new, cst.ImportFrom)
        return new

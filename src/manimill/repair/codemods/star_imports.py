"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.codemods._old_modules import WORDS, is_old
from manimill.repair.edit import statement
from manimill.repair.module import Module, module_name


class StarImports(Codemod):
    """Star imports of older Manims, whole or in parts, become one of `manim`."""

    flavours = ALL
    order = Order.IMPORTS
    confidence = Confidence.HIGH
    triggers = WORDS | {"manim"}

    def __init__(self, module: Module) -> None:
        super().__init__(module)
        self._seen: bool | None = None

    def leave_ImportFrom(
        self, original: cst.ImportFrom, updated: cst.ImportFrom
    ) -> cst.ImportFrom | cst.RemovalSentinel:
        """One star import is enough."""
        if not isinstance(original.names, cst.ImportStar):
            return updated
        if not is_old(module_name(original), self.module.flavour):
            return updated
        seen = self._is_there() if self._seen is None else self._seen
        self._seen = True
        if seen:
            return cst.RemovalSentinel.REMOVE
        line = statement("from manim import *")
        assert isinstance(line, cst.SimpleStatementLine)
        new = line.body[0]
        assert isinstance(new, cst.ImportFrom)
        return new

    def _is_there(self) -> bool:
        return any(
            isinstance(node, cst.ImportFrom)
            and isinstance(node.names, cst.ImportStar)
            and module_name(node) == "manim"
            for node in self.module.imports
        )

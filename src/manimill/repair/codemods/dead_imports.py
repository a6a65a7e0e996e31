"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.code.packages import members
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.module import module_name


class DeadImports(Codemod):
    """Names that `manim` does not have are not imported from it: one such import would stop the whole module."""

    flavours = ALL
    order = Order.CLEANUP
    confidence = Confidence.HIGH
    triggers = names("manim")

    def leave_ImportFrom(
        self, original: cst.ImportFrom, updated: cst.ImportFrom
    ) -> cst.ImportFrom | cst.RemovalSentinel:
        """Leave out what is not there."""
        if module_name(original) != "manim" or isinstance(original.names, cst.ImportStar):
            return updated
        there = api.public_names() | (members("manim") or frozenset())
        assert not isinstance(updated.names, cst.ImportStar)
        kept = [alias for alias in updated.names if alias.evaluated_name in there]
        if len(kept) == len(updated.names):
            return updated
        if not kept:
            return cst.RemovalSentinel.REMOVE
        kept[-1] = kept[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
        return updated.with_changes(names=kept)

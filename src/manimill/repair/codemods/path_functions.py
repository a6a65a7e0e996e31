"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order


class PathFunctions(Codemod):
    """`path_func=straight_path` is the path that `straight_path()` gives: it is made by a call as the others are."""

    flavours = ALL
    order = Order.ANIMATIONS
    confidence = Confidence.HIGH
    triggers = names("straight_path")

    def leave_Arg(self, original: cst.Arg, updated: cst.Arg) -> cst.Arg:
        """Call what makes the path."""
        if original.keyword is None or original.keyword.value != "path_func":
            return updated
        if self.manim_name(original.value) != "straight_path":
            return updated
        return updated.with_changes(value=cst.Call(updated.value))

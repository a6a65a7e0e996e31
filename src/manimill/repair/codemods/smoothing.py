"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.codemods._owners import manims_method
from manimill.repair.edit import has_star, renamed_function


class Smoothing(Codemod):
    """Curves are made smooth in one way: `make_approximately_smooth` is `make_smooth`, which takes nothing."""

    flavours = frozenset({GL})
    order = Order.METHODS
    confidence = Confidence.MEDIUM
    triggers = names("make_smooth make_approximately_smooth")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Leave out whether to do it exactly, and in all parts, which is what ManimCE does."""
        if manims_method(self, original) not in self.triggers or has_star(updated):
            return updated
        if len(updated.args) > 1 or any(_says(arg, "recurse") for arg in updated.args):
            self.warn(original, "ManimCE makes all parts smooth")
            return updated
        if not updated.args and manims_method(self, original) == "make_smooth":
            return updated
        return renamed_function(updated, "make_smooth").with_changes(args=[])


def _says(arg: cst.Arg, word: str) -> bool:
    return arg.keyword is not None and arg.keyword.value == word

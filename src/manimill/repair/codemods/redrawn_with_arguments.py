"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.edit import expression, parenthesized, with_args


class RedrawnWithArguments(Codemod):
    """`always_redraw` takes a function only: arguments for it go into a lambda."""

    flavours = OLD
    order = Order.METHODS
    confidence = Confidence.HIGH
    triggers = names("always_redraw")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Move what follows the function into a call of it."""
        first = updated.args[0] if updated.args else None
        if self.manim_name(original.func) != "always_redraw" or first is None or len(updated.args) < 2:
            return updated
        if first.keyword is not None or first.star:
            return updated
        inside = with_args(cst.Call(parenthesized(first.value)), updated.args[1:])
        return with_args(updated, [cst.Arg(expression("lambda: {inside}", inside=inside))])

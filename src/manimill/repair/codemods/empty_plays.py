"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.edit import argument, has_star, text_of


class EmptyPlays(Codemod):
    """Plays of nothing and waits of no time, which are errors now, go."""

    flavours = OLD
    order = Order.SCENES
    confidence = Confidence.HIGH
    triggers = names("play wait dither")

    def leave_Expr(self, original: cst.Expr, updated: cst.Expr) -> cst.Expr | cst.RemovalSentinel:
        """Take out what shows nothing for no time."""
        call = original.value
        if not isinstance(call, cst.Call) or not self.in_scene():
            return updated
        method = text_of(call.func)
        if method == "self.play" and not any(arg.keyword is None for arg in call.args) and not has_star(call):
            return cst.RemovalSentinel.REMOVE
        if method in ("self.wait", "self.dither"):
            time = argument(call, "duration", 0)
            if time is not None and _is_zero(time.value):
                return cst.RemovalSentinel.REMOVE
        return updated


def _is_zero(value: cst.BaseExpression) -> bool:
    return isinstance(value, cst.Integer | cst.Float) and float(value.evaluated_value) == 0

"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, GL, Codemod, Confidence, Order
from manimill.repair.edit import (
    argument,
    expression,
    has_star,
    keyword,
    positionals,
    renamed_function,
    with_args,
    with_keyword,
    without,
)


class ArrowTips(Codemod):
    """An `ArrowTip` by itself, which ManimCE cannot draw, is an `ArrowTriangleFilledTip`, turned as it was."""

    flavours = ALL
    order = Order.ARGUMENTS
    confidence = Confidence.HIGH
    triggers = names("ArrowTip")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Give the shape a name, and turn it by the angle."""
        if self.manim_name(original.func) != "ArrowTip":
            return updated
        if has_star(original) or len(positionals(original)) > 1:
            self.warn(original, "what the tip is given cannot be read")
            return updated
        angle = argument(updated, "angle", 0)
        rest = [arg for arg in updated.args if arg is not angle]
        call = renamed_function(without(with_args(updated, rest), "tip_style"), "ArrowTriangleFilledTip")
        if keyword(call, "start_angle") is None and (self.module.flavour == GL or angle is not None):
            # ManimGL's points to the right, that of other Manims to the left.
            call = with_keyword(call, "start_angle", expression("0"))
        if angle is None:
            return call
        # Turned afterwards, so that length and width stay those along and across it.
        turn = angle.with_changes(
            keyword=None, equal=cst.MaybeSentinel.DEFAULT, comma=cst.MaybeSentinel.DEFAULT
        )
        return cst.Call(cst.Attribute(call, cst.Name("rotate")), [turn])

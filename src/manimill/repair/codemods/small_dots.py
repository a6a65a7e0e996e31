"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.edit import argument, expression, has_star, renamed_function, with_keyword


class SmallDots(Codemod):
    """`SmallDot` is a `Dot` of half the radius."""

    flavours = ALL
    order = Order.ARGUMENTS
    confidence = Confidence.HIGH
    triggers = names("SmallDot")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Give the radius that the class had, unless one is given."""
        if self.manim_name(original.func) != "SmallDot":
            return updated
        if has_star(original):
            self.warn(original, "whether it is given a radius stands behind a *")
            return updated
        call = renamed_function(updated, "Dot")
        return call if argument(call, "radius", 1) else with_keyword(call, "radius", expression("0.04"))

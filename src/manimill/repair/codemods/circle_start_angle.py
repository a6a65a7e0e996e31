"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.edit import keyword, text_of, without


class CircleStartAngle(Codemod):
    """A `Circle` that starts at another angle is turned by it; ManimCE's constructor cannot be given it."""

    flavours = ALL
    order = Order.ARGUMENTS
    confidence = Confidence.HIGH
    triggers = names("start_angle")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Turn the circle."""
        angle = keyword(updated, "start_angle")
        if angle is None or self.manim_name(original.func) != "Circle":
            return updated
        circle = without(updated, "start_angle")
        if text_of(angle.value) in ("0", "0.0"):
            return circle
        return cst.Call(cst.Attribute(circle, cst.Name("rotate")), [cst.Arg(angle.value)])

"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.edit import with_renamed_keywords


class RotatingAngle(Codemod):
    """`Rotating` turns by an `angle`, no longer by `radians`."""

    flavours = ALL
    order = Order.ANIMATIONS
    confidence = Confidence.HIGH
    triggers = names("radians")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Rename the keyword, also where the class is only named for each of a group."""
        name = self.manim_name(original.func)
        mapped = name == "LaggedStartMap" and bool(original.args)
        if mapped:
            name = self.manim_name(original.args[0].value)
        return with_renamed_keywords(updated, {"radians": "angle"}) if name == "Rotating" else updated

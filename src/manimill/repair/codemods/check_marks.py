"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.edit import expression, keyword, positionals, with_args

_MARKS = {"Checkmark": (r'r"\ding{51}"', "GREEN"), "Exmark": (r'r"\ding{55}"', "RED")}


class CheckMarks(Codemod):
    """`Checkmark` and `Exmark` are the signs of LaTeX's `pifont` that they were."""

    flavours = frozenset({GL})
    order = Order.TEX
    confidence = Confidence.HIGH
    triggers = names(*_MARKS)

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Write the sign, in its colour."""
        name = self.manim_name(original.func)
        if name not in _MARKS or positionals(original) or not self.module.star:
            return updated
        sign, colour = _MARKS[name]
        made = expression(
            f"OldTexText({sign}, color={colour})"
            if keyword(updated, "color") is None
            else f"OldTexText({sign})"
        )
        assert isinstance(made, cst.Call)
        return with_args(made, [*made.args, *updated.args])

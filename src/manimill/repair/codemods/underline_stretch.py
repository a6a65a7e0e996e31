"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.edit import expression, keyword, text_of, without


class UnderlineStretch(Codemod):
    """An `Underline` longer or shorter than what it is under is stretched."""

    flavours = frozenset({GL})
    order = Order.ARGUMENTS
    confidence = Confidence.HIGH
    triggers = names("stretch_factor")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Stretch it along the first axis."""
        factor = keyword(updated, "stretch_factor")
        if factor is None or self.manim_name(original.func) != "Underline":
            return updated
        line = without(updated, "stretch_factor")
        if text_of(factor.value) in ("1", "1.0"):
            return line
        return cst.Call(
            cst.Attribute(line, cst.Name("stretch")), [cst.Arg(factor.value, comma=_COMMA), _FIRST_AXIS]
        )


_COMMA = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
_FIRST_AXIS = cst.Arg(expression("0"))

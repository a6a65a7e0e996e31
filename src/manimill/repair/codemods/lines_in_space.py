"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.codemods._numbers import number, value_of
from manimill.repair.edit import argument, expression, has_star, parenthesized, renamed_keyword


class LinesInSpace(Codemod):
    """The width of a `Line3D` is that of its tube, whose radius ManimCE calls the thickness."""

    flavours = frozenset({GL})
    order = Order.ARGUMENTS
    confidence = Confidence.HIGH
    triggers = names("Line3D")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.Call:
        """Give the radius for the width."""
        if self.manim_name(original.func) != "Line3D" or has_star(original):
            return updated
        width = argument(updated, "width", 2)
        if width is None:
            return updated
        told = value_of(width.value)
        half = (
            number(told / 2)
            if told is not None
            else expression("{width} / 2", width=parenthesized(width.value))
        )
        new = renamed_keyword(width, "thickness").with_changes(value=half)
        return updated.with_changes(args=[new if arg is width else arg for arg in updated.args])

"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.codemods._arguments import named
from manimill.repair.codemods._numbers import number, plain_value
from manimill.repair.edit import expression, has_star, keyword, parenthesized, without


class FlashArguments(Codemod):
    """`Flash` takes its colour by keyword, and its radius is where lines begin, not where they end."""

    flavours = OLD
    order = Order.ANIMATIONS
    confidence = Confidence.HIGH
    triggers = names("Flash")
    once = True

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Name the colour and shorten the radius by a line's length."""
        if self.manim_name(original.func) != "Flash":
            return updated
        parameters = ("color", "line_length", "num_lines", "flash_radius", "line_stroke_width", "run_time")
        call = named(updated, parameters)
        if call is None or has_star(updated):
            return updated
        call = without(call, "remover")
        radius = keyword(call, "flash_radius")
        if radius is None:
            return call
        length = keyword(call, "line_length")
        begin, end = plain_value(length.value) if length else 0.2, plain_value(radius.value)
        if begin is not None and end is not None:
            value = number(end - begin)
        else:
            written = parenthesized(length.value) if length else expression("0.2")
            value = expression("{end} - {length}", end=radius.value, length=written)
        args = [arg.with_changes(value=value) if arg is radius else arg for arg in call.args]
        return call.with_changes(args=args)

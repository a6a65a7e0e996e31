"""See the codemod."""

from __future__ import annotations

import re
from functools import cached_property

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.kinds import TEXT
from manimill.repair.walk import walk

_COLOURS = {"interpolate_color": 2, "invert_color": 1}
"""Functions that ask colours for more than text can do, and how many they are given first."""


_HEX = re.compile("#[0-9A-Fa-f]{6}")


class ColoursAsText(Codemod):
    """Colours written as text, such as `"#ff0000"`, are made colours for functions that calculate with them."""

    flavours = ALL
    order = Order.NAMES
    confidence = Confidence.HIGH
    triggers = names(*_COLOURS)

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.Call:
        """Wrap each that is text."""
        number = _COLOURS.get(self.manim_name(original.func) or "")
        if number is None:
            return updated
        wrap = {
            index
            for index, arg in enumerate(original.args)
            if not arg.star
            and (
                index < number if arg.keyword is None else arg.keyword.value in ("color", "color1", "color2")
            )
            and self._may_be_text(arg.value)
        }
        if not wrap:
            return updated
        args = [
            arg.with_changes(value=cst.Call(cst.Name("ManimColor"), [cst.Arg(arg.value)]))
            if index in wrap
            else arg
            for index, arg in enumerate(updated.args)
        ]
        return updated.with_changes(args=args)

    def _may_be_text(self, node: cst.BaseExpression) -> bool:
        """Whether an original expression is text, or cannot be told and the author writes colours as text."""
        if self.kind(node) == TEXT:
            return True
        unknown = isinstance(node, cst.Subscript | cst.Name) and self.manim_name(node) is None
        return unknown and self._writes_colours

    @cached_property
    def _writes_colours(self) -> bool:
        return any(
            isinstance(node, cst.Assign)
            and isinstance(node.value, cst.SimpleString)
            and _HEX.fullmatch(str(node.value.evaluated_value))
            for node in walk(self.module.tree)
        )

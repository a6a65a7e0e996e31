"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.kinds import TEXT

_COLOURS = {"interpolate_color": 2, "invert_color": 1}
"""Functions that ask colours for more than text can do, and how many they are given first."""


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
            and self.kind(arg.value) == TEXT
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

"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.codemods._arguments import named
from manimill.repair.codemods._owners import manims_method
from manimill.repair.edit import as_keyword, expression, has_star, keyword, renamed_function, with_args


class Backstroke(Codemod):
    """`set_backstroke` is a `set_stroke` behind what is filled."""

    flavours = frozenset({GL})
    order = Order.METHODS
    confidence = Confidence.HIGH
    triggers = names("set_backstroke")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Name colour and width, black and 3 if not given."""
        if manims_method(self, original) != "set_backstroke" or has_star(original):
            return updated
        call = named(updated, ("color", "width"), 0)
        if call is None:
            return updated
        # Colour and width are the first two parameters of `set_stroke` as well.
        color, width = keyword(call, "color"), keyword(call, "width")
        plain = [
            cst.Arg(color.value if color else expression("BLACK")),
            cst.Arg(width.value if width else expression("3")),
            as_keyword("background", expression("True")),
        ]
        return renamed_function(with_args(call, plain), "set_stroke")

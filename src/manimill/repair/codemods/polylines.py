"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.edit import renamed_function, with_args


class Polylines(Codemod):
    """`Polyline(a, b, c)` is a `VMobject` with these corners."""

    flavours = frozenset({GL})
    order = Order.ARGUMENTS
    confidence = Confidence.HIGH
    triggers = names("Polyline")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Give keywords to the constructor, points to the method."""
        if self.manim_name(original.func) != "Polyline":
            return updated
        keywords = [arg for arg in updated.args if arg.keyword or arg.star == "**"]
        points = [
            cst.StarredElement(arg.value) if arg.star == "*" else cst.Element(arg.value)
            for arg in updated.args
            if not arg.keyword and arg.star != "**"
        ]
        made = renamed_function(with_args(updated, keywords), "VMobject")
        corners = cst.Arg(cst.List(points))
        return cst.Call(cst.Attribute(made, cst.Name("set_points_as_corners")), [corners])

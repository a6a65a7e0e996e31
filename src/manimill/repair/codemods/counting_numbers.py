"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.codemods._arguments import named
from manimill.repair.edit import argument, expression, has_star, renamed_function, with_args


class CountingNumbers(Codemod):
    """`CountInFrom(number, 0)`, which counts up to what a number shows, is a `ChangingDecimal` that does."""

    flavours = frozenset({GL})
    order = Order.ANIMATIONS
    confidence = Confidence.HIGH
    triggers = names("CountInFrom")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Keep the last value where the function finds it: the number shows another meanwhile."""
        if self.manim_name(original.func) != "CountInFrom":
            return updated
        call = named(updated, ["source_number"])
        if call is None or has_star(call) or not call.args or call.args[0].keyword is not None:
            self.warn(original, "its arguments cannot be read")
            return updated
        if not _is_place(call.args[0].value):
            self.warn(original, "the number has no name to be written twice")
            return updated
        start = argument(call, "source_number")
        count = expression(
            "lambda part, last={number}.get_value(): interpolate({start}, last, part)",
            number=call.args[0].value,
            start=start.value if start is not None else cst.Integer("0"),
        )
        rest = [arg for arg in call.args[1:] if arg is not start]
        return renamed_function(with_args(call, [call.args[0], cst.Arg(count), *rest]), "ChangingDecimal")


def _is_place(node: cst.BaseExpression) -> bool:
    """Whether an expression names one thing, so that nothing happens twice where it is written twice."""
    while isinstance(node, cst.Attribute | cst.Subscript):
        if isinstance(node, cst.Subscript) and any(isinstance(one, cst.Call) for one in _indices(node)):
            return False
        node = node.value
    return isinstance(node, cst.Name)


def _indices(node: cst.Subscript) -> list[cst.BaseExpression]:
    return [one.slice.value for one in node.slice if isinstance(one.slice, cst.Index)]

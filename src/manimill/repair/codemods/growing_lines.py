"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.codemods._owners import is_repeatable
from manimill.repair.edit import has_star, positionals, renamed_function
from manimill.repair.kinds import is_mobject


class GrowingLines(Codemod):
    """`GrowArrow` of what is no `Arrow` is `GrowFromPoint` from where it starts."""

    flavours = ALL
    order = Order.ANIMATIONS
    confidence = Confidence.HIGH
    triggers = names("GrowArrow")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Tell the point that arrows know by themselves."""
        if self.manim_name(original.func) != "GrowArrow" or has_star(original):
            return updated
        given = positionals(original)
        if len(given) != 1 or not is_repeatable(given[0].value):
            return updated
        kind = self.kind(given[0].value)
        base = self.module.base_of(kind) if kind is not None else None
        if base is None or not is_mobject(base) or _is_arrow(base) or "scale" in self.module.own_methods:
            return updated
        start = cst.Call(cst.Attribute(given[0].value.deep_clone(), cst.Name("get_start")))
        first = updated.args[0].with_changes(comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" ")))
        args = [first, cst.Arg(start, comma=updated.args[0].comma), *updated.args[1:]]
        return renamed_function(updated, "GrowFromPoint").with_changes(args=args)


def _is_arrow(name: str) -> bool:
    return name == "Arrow" or any(map(_is_arrow, api.bases(name)))

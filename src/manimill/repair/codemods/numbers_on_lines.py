"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.codemods._numbers import plain
from manimill.repair.edit import has_star, method_of, positionals


class NumbersOnLines(Codemod):
    """Numbers that a number line is to show were one argument each, and are one list."""

    flavours = ALL
    order = Order.METHODS
    confidence = Confidence.HIGH
    triggers = names("add_numbers get_number_mobjects")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Put several numbers, or what stands behind a star, into one argument."""
        method = method_of(original)
        if method not in self.triggers or method in self.module.own_methods:
            return updated
        if updated.args and updated.args[0].star == "*":
            rest = updated.args[1:]
            if any(arg.keyword is None for arg in rest):
                self.warn(original, "numbers stand before and behind a *")
                return updated
            return updated.with_changes(args=[updated.args[0].with_changes(star=""), *rest])
        given = positionals(updated)
        if has_star(updated) or not given or (len(given) == 1 and not plain(given[0].value)):
            return updated
        rest = updated.args[len(given) :]
        numbers = cst.List([cst.Element(arg.value) for arg in given])
        comma = given[-1].comma
        return updated.with_changes(args=[cst.Arg(numbers, comma=comma), *rest])

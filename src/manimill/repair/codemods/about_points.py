"""See the codemod."""

from __future__ import annotations

import ast

import libcst as cst

from manimill.code.names import names
from manimill.code.walking import walk
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.codemods._owners import manims_method
from manimill.repair.edit import has_star, keyword, method_of, positionals, positionals_as_keywords
from manimill.repair.kinds import VECTOR

_PLACES = {"rotate": 2, "scale": 1, "flip": 1, "stretch": 2}
"""Methods and how many arguments stand before the point, for those that took one in place."""


class AboutPoints(Codemod):
    """The point that something is turned or scaled about is named: `rotate(angle, OUT, ORIGIN)` is an error now."""

    flavours = ALL
    order = Order.METHODS
    confidence = Confidence.HIGH
    triggers = names(*_PLACES)

    @classmethod
    def has_work(cls, tree: ast.Module) -> bool:
        """Whether such a method is given as many arguments."""
        return any(
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and len(node.args) > _PLACES.get(node.func.attr, len(node.args))
            for node in walk(tree)
        )

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.Call:
        """Name the point, where it is one."""
        place = _PLACES.get(method_of(original) or "")
        if place is None or len(positionals(original)) != place + 1 or has_star(original):
            return updated
        if keyword(original, "about_point") is not None or manims_method(self, original) is None:
            return updated
        if self.kind(original.args[place].value) != VECTOR:
            return updated
        return positionals_as_keywords(updated, ["about_point"], place)

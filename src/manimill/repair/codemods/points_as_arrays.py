"""See the codemod."""

from __future__ import annotations

import ast

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.code.walking import walk
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.edit import expression


class PointsAsArrays(Codemod):
    """A list put into a mobject's `points` becomes an array: Manim slices points by column."""

    flavours = ALL
    order = Order.METHODS
    confidence = Confidence.HIGH
    triggers = names("points")

    @classmethod
    def has_work(cls, tree: ast.Module) -> bool:
        """Whether something's points are set from a list."""
        return any(
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.List)
            and getattr(node.targets[0], "attr", "") == "points"
            for node in walk(tree)
        )

    def leave_Assign(self, original: cst.Assign, updated: cst.Assign) -> cst.Assign:
        """Put an array there."""
        if not isinstance(original.value, cst.List) or len(original.targets) != 1:
            return updated
        target = original.targets[0].target
        if not isinstance(target, cst.Attribute) or target.attr.value != "points":
            return updated
        kind = self.kind(target.value)
        if kind is None or not api.is_mobject(kind):
            return updated
        return updated.with_changes(value=expression("np.array({points})", points=updated.value))

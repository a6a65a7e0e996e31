"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.codemods._owners import manims_method
from manimill.repair.edit import has_star


class PointsAndSubmobjects(Codemod):
    """Points are read, and submobjects are set, as attributes."""

    flavours = OLD
    order = Order.METHODS
    confidence = Confidence.HIGH
    triggers = names("get_points set_submobjects")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """``get_points()`` is ``points``."""
        if manims_method(self, original) != "get_points" or original.args:
            return updated
        assert isinstance(updated.func, cst.Attribute)
        return updated.func.with_changes(attr=cst.Name("points"), lpar=updated.lpar, rpar=updated.rpar)

    def leave_Expr(self, original: cst.Expr, updated: cst.Expr) -> cst.BaseSmallStatement:
        """``set_submobjects(...)`` as a statement is an assignment."""
        call = original.value
        if not isinstance(call, cst.Call) or len(call.args) != 1 or has_star(call):
            return updated
        if manims_method(self, call) != "set_submobjects" or call.args[0].keyword is not None:
            return updated
        new = updated.value
        assert isinstance(new, cst.Call) and isinstance(new.func, cst.Attribute)
        if isinstance(new.func.value, cst.Attribute) and new.func.value.attr.value == "animate":
            self.warn(original, "to be animated it has to be a method")
            return updated
        target = new.func.with_changes(attr=cst.Name("submobjects"))
        return cst.Assign([cst.AssignTarget(target)], new.args[0].value)

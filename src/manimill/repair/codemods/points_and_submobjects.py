"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.codemods._owners import manims_method
from manimill.repair.edit import has_star

_TAKEN = {"set_submobjects": 1, "replace_submobject": 2}
"""Methods of which assignments are made, and how many arguments they take."""


class PointsAndSubmobjects(Codemod):
    """Points are read, and submobjects are set and exchanged, as attributes."""

    flavours = OLD
    order = Order.METHODS
    confidence = Confidence.HIGH
    triggers = names("get_points set_submobjects replace_submobject")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """``get_points()`` is ``points``."""
        if manims_method(self, original) != "get_points" or original.args:
            return updated
        assert isinstance(updated.func, cst.Attribute)
        return updated.func.with_changes(attr=cst.Name("points"), lpar=updated.lpar, rpar=updated.rpar)

    def leave_Expr(self, original: cst.Expr, updated: cst.Expr) -> cst.BaseSmallStatement:
        """``set_submobjects(...)`` and ``replace_submobject(...)`` as statements are assignments."""
        call = original.value
        if not isinstance(call, cst.Call) or has_star(call):
            return updated
        name = manims_method(self, call)
        if name not in _TAKEN or len(call.args) != _TAKEN[name] or any(arg.keyword for arg in call.args):
            return updated
        new = updated.value
        assert isinstance(new, cst.Call) and isinstance(new.func, cst.Attribute)
        if isinstance(new.func.value, cst.Attribute) and new.func.value.attr.value == "animate":
            self.warn(original, "to be animated it has to be a method")
            return updated
        target: cst.BaseAssignTargetExpression = new.func.with_changes(attr=cst.Name("submobjects"))
        if name == "replace_submobject":
            place = cst.Index(new.args[0].value)
            target = cst.Subscript(target, [cst.SubscriptElement(place)])
            return cst.Assign([cst.AssignTarget(target)], new.args[1].value)
        return cst.Assign([cst.AssignTarget(target)], _as_list(new.args[0].value))


def _as_list(node: cst.BaseExpression) -> cst.BaseExpression:
    """What goes through the same things, as the list that a mobject keeps them in."""
    if isinstance(node, cst.List | cst.ListComp):
        return node
    if isinstance(node, cst.GeneratorExp):
        # Its parentheses are those of the call.
        return cst.ListComp(node.elt, node.for_in)
    if (
        isinstance(node, cst.Call)
        and isinstance(node.func, cst.Name)
        and node.func.value in ("list", "sorted")
    ):
        return node
    return cst.Call(cst.Name("list"), [cst.Arg(node)])

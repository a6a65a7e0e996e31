"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.edit import expression, has_star, parenthesized
from manimill.repair.walk import walk


class FunctionalUpdaters(Codemod):
    """`f_always` is an updater that calls the functions it is given."""

    flavours = frozenset({GL})
    order = Order.METHODS
    confidence = Confidence.HIGH
    triggers = names("f_always")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Write the updater; what a function without parameters gives back stands in its place."""
        func = updated.func
        if not isinstance(func, cst.Attribute) or not _is_always(func.value):
            return updated
        if has_star(original) or isinstance(self.parents[-1], cst.Attribute):
            self.warn(original, "its functions or its chain cannot be read")
            return updated
        called = {node.value for node in walk(updated) if isinstance(node, cst.Name)}
        name = next(name for name in ("mob", "mobject", "followed") if name not in called)
        args = [arg.with_changes(value=_result(arg.value)) for arg in updated.args]
        assert isinstance(func.value, cst.Attribute)
        inside = cst.Call(cst.Attribute(cst.Name(name), func.attr), args)
        return expression(
            f"{{owner}}.add_updater(lambda {name}: {{inside}})", owner=func.value.value, inside=inside
        )


def _is_always(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Attribute) and node.attr.value == "f_always"


def _result(function: cst.BaseExpression) -> cst.BaseExpression:
    if isinstance(function, cst.Lambda):
        params = function.params
        if not (params.params or params.kwonly_params or isinstance(params.star_arg, cst.Param)):
            return function.body
    return cst.Call(parenthesized(function))

"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair.codemod import CE, Codemod, Confidence, Order
from manimill.repair.edit import as_keyword, method_of, renamed_function

_SETTERS = {"set_fill_opacity": "set_fill", "set_stroke_opacity": "set_stroke"}


class UnseenOpacities(Codemod):
    """`set_fill_opacity` was never a method: ManimCE takes it and shows nothing; `set_fill(opacity=...)` does."""

    flavours = frozenset({CE})
    order = Order.METHODS
    confidence = Confidence.MEDIUM
    triggers = names(*_SETTERS)

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Set the opacity so that it is seen."""
        method = method_of(original) or ""
        if (
            method not in _SETTERS
            or len(updated.args) != 1
            or updated.args[0].star
            or updated.args[0].keyword
        ):
            return updated
        if not self._may_be_manims(original.func, method):
            return updated
        opacity = as_keyword("opacity", updated.args[0].value)
        return renamed_function(updated, _SETTERS[method]).with_changes(args=[opacity])

    def _may_be_manims(self, func: cst.BaseExpression, method: str) -> bool:
        """Whether the author has no method of that name, and nothing says it is called on something else."""
        assert isinstance(func, cst.Attribute)
        if method in self.module.own_methods:
            return False
        kind = self.kind(func.value)
        return kind is None or api.kind_of(self.module.base_of(kind) or "") == "vmobject"

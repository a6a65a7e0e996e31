"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import CE, Codemod, Confidence, Order
from manimill.repair.edit import has_star, method_of, renamed_function

_PLOTS = {
    "get_graph": "plot",
    "get_parametric_curve": "plot_parametric_curve",
    "get_implicit_curve": "plot_implicit_curve",
    "get_line_graph": "plot_line_graph",
    "get_derivative_graph": "plot_derivative_graph",
    "get_antiderivative_graph": "plot_antiderivative_graph",
    "get_surface": "plot_surface",
}


class RenamedPlotMethods(Codemod):
    """Axes of ManimCE's first years `get_graph`, those of today `plot`; so for its other curves."""

    flavours = frozenset({CE})
    order = Order.METHODS
    confidence = Confidence.HIGH
    triggers = names(*_PLOTS)

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Call the method by its new name; arguments are the same."""
        new = _PLOTS.get(method_of(original) or "")
        if new is None or not self._is_of_axes(original.func):
            return updated
        if has_star(original):
            self.record(original, Confidence.MEDIUM)
        return renamed_function(updated, new)

    def _is_of_axes(self, method: cst.BaseExpression) -> bool:
        """Whether axes may have the method: no class of the module has it, nor had the class that is asked."""
        assert isinstance(method, cst.Attribute)
        if method.attr.value in self.module.own_methods:
            return False
        kind = self.kind(method.value)
        if kind is None:
            return not isinstance(method.value, cst.Name) or method.value.value not in self.module.own_names
        return self.module.leads_to(kind, "CoordinateSystem")

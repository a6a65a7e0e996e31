"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.codemods._constructors import constructed
from manimill.repair.codemods.coordinate_methods import with_range, with_t_range
from manimill.repair.edit import expression, has_star, keyword, with_renamed_keywords, without
from manimill.repair.module import written


class Curves(Codemod):
    """Curves of functions take one range for what were two ends and a step; a `ParametricCurve` is a function's."""

    flavours = ALL
    order = Order.ARGUMENTS
    confidence = Confidence.HIGH
    local = False
    triggers = names("ParametricFunction ParametricCurve FunctionGraph")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Give a curve its range."""
        found = constructed(self, original)
        name = found.name if found is not None else None
        if name not in self.triggers:
            return updated
        old = [key for key in ("t_min", "t_max", "x_min", "x_max", "step_size") if keyword(updated, key)]
        if has_star(updated) and not self._told_all(updated):
            if old:
                self.warn(original, f"what {name} is given stands behind a *")
            return updated
        call = updated
        if keyword(call, "t_range") is not None:
            # A range had the last word when the other two were still let through.
            call = without(call, "t_min", "t_max")
        if keyword(call, "t_func") is not None:
            call = with_renamed_keywords(call, {"t_func": "function"})
        if name == "FunctionGraph":
            edge = expression("config.frame_x_radius")
            return with_range(call, "x", cst.UnaryOperation(cst.Minus(cst.SimpleWhitespace("")), edge), edge)
        return with_t_range(call)

    def _told_all(self, call: cst.Call) -> bool:
        """Whether both ends are told, where what else comes is what the constructor around was given."""
        function = self.enclosing_function
        around = function.params.star_kwarg if function is not None else None
        handed_on = all(
            arg.star == "**" and around is not None and written(arg.value) == around.name.value
            for arg in call.args
            if arg.star
        )
        return handed_on and all(keyword(call, key) for key in ("t_min", "t_max"))

    def leave_Name(self, original: cst.Name, updated: cst.Name) -> cst.BaseExpression:
        """Give the class its name."""
        if original.value == "ParametricCurve" and self.manim_name(original) == "ParametricCurve":
            return updated.with_changes(value="ParametricFunction")
        return updated

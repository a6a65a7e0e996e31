"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import CE, LEGACY, Codemod, Confidence, Order
from manimill.repair.codemods._layout import laid_out
from manimill.repair.codemods._numbers import number, value_of
from manimill.repair.edit import as_keyword, expression, has_star, keyword, parenthesized

_RENAMED = {"height": "y_length", "width": "x_length"}
_GONE = names("max_value n_ticks tick_width y_axis_label_height label_y_axis bar_label_scale_val")
_DEFAULTS = {
    "y_length": "4",
    "x_length": "6",
    "bar_colors": "[BLUE, YELLOW]",
    "bar_fill_opacity": "0.8",
    "bar_width": "0.5",
}


class BarCharts(Codemod):
    """A bar chart had a highest value and a number of ticks, and has a range."""

    flavours = frozenset({CE, LEGACY})
    order = Order.ARGUMENTS
    confidence = Confidence.MEDIUM
    triggers = names("BarChart")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Rewrite a chart of the old kind."""
        if self.manim_name(original.func) != "BarChart":
            return updated
        told = {arg.keyword.value for arg in updated.args if arg.keyword is not None}
        old = not told.isdisjoint(_GONE | {"height", "width"})
        if "y_range" in told or (self.module.flavour == CE and not old):
            return updated
        if has_star(updated):
            self.warn(original, "what BarChart is given stands behind a *")
            return updated
        return self._today(updated)

    def _today(self, call: cst.Call) -> cst.Call:
        args: list[cst.Arg] = []
        for arg in call.args:
            name = arg.keyword.value if arg.keyword is not None else ""
            if name in _GONE:
                continue
            args.append(arg.with_changes(keyword=cst.Name(_RENAMED[name])) if name in _RENAMED else arg)
        args.append(as_keyword("y_range", self._range(call)))
        present = {arg.keyword.value for arg in args if arg.keyword is not None}
        args += [as_keyword(key, expression(value)) for key, value in _DEFAULTS.items() if key not in present]
        labelled = keyword(call, "label_y_axis")
        if labelled is not None and isinstance(labelled.value, cst.Name) and labelled.value.value == "False":
            entry = cst.DictElement(cst.SimpleString('"include_numbers"'), cst.Name("False"))
            args.append(as_keyword("y_axis_config", cst.Dict([entry])))
        scale = keyword(call, "bar_label_scale_val")
        known = value_of(scale.value) if scale is not None else 0.75
        if keyword(call, "bar_names") is not None and known is not None:
            entry = cst.DictElement(cst.SimpleString('"font_size"'), number(48 * known))
            args.append(as_keyword("x_axis_config", cst.Dict([entry])))
        return laid_out(call, args)

    def _range(self, call: cst.Call) -> cst.List:
        highest, ticks = keyword(call, "max_value"), keyword(call, "n_ticks")
        top = highest.value if highest is not None else cst.Integer("1")
        count = ticks.value if ticks is not None else cst.Integer("4")
        high, many = value_of(top), value_of(count)
        if high is not None and many:
            step = number(high / many)
        else:
            step = expression("{top} / {count}", top=parenthesized(top), count=parenthesized(count))
        return cst.List([cst.Element(part) for part in (cst.Integer("0"), top, step)])

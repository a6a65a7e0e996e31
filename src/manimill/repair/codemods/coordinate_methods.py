"""See the codemod."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, CE, Codemod, Confidence, Order
from manimill.repair.codemods._layout import laid_out
from manimill.repair.edit import (
    argument,
    as_keyword,
    expression,
    has_star,
    is_self,
    keyword,
    method_of,
    positionals,
    positionals_as_keywords,
    renamed_function,
    renamed_keyword,
    with_args,
    with_renamed_keywords,
    without,
)

_SYSTEMS = ("Axes", "ThreeDAxes", "NumberPlane", "ComplexPlane", "CoordinateSystem")
_RENAMED = {
    "get_parametric_curve": "plot_parametric_curve",
    "get_implicit_curve": "plot_implicit_curve",
    "get_line_graph": "plot_line_graph",
    "get_derivative_graph": "plot_derivative_graph",
    "add_coordinate_labels": "add_coordinates",
    "get_v_line": "get_vertical_line",
    "get_h_line": "get_horizontal_line",
}


class CoordinateMethods(Codemod):
    """Methods of coordinate systems that have another name or other arguments get those: `get_graph` is `plot`."""

    flavours = ALL
    order = Order.METHODS
    confidence = Confidence.HIGH
    triggers = frozenset(_RENAMED) | names(
        "get_graph get_v_line_to_graph get_h_line_to_graph get_graph_label get_riemann_rectangles "
        "get_area_under_graph get_tangent_line get_axis_labels add_axis_labels"
    )

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Rewrite a call of a method of axes."""
        method = method_of(original)
        if method not in self.triggers or not isinstance(original.func, cst.Attribute):
            return updated
        assert isinstance(updated.func, cst.Attribute)
        if not self._is_system(original.func.value, method):
            return updated
        if method == "get_graph":
            return self._graph(original, updated)
        rewrite = _REWRITES.get(method)
        if rewrite is not None:
            if has_star(updated) and method not in ("get_graph_label", "get_axis_labels"):
                self.warn(original, f"what {method} is given stands behind a *")
                return updated
            return rewrite(updated, updated.func.value)
        call = updated
        if method == "get_parametric_curve":
            call = with_t_range(updated)
        elif method == "add_coordinate_labels":
            call = self._labels(original, updated)
        return renamed_function(call, _RENAMED[method])

    def _is_system(self, owner: cst.BaseExpression, method: str) -> bool:
        """Whether a method is called on axes or a plane, as far as can be told."""
        if is_self(owner):
            return False
        kind = self.kind(owner)
        if kind is None:
            # Nothing else of Manim's has these methods; today's code may be of any library.
            return self.module.flavour != CE and method not in self.module.own_methods
        return any(base in _SYSTEMS for base in self.module.lineage(kind))

    def _graph(self, original: cst.Call, call: cst.Call) -> cst.BaseExpression:
        assert isinstance(original.func, cst.Attribute)
        assert isinstance(call.func, cst.Attribute)
        function = argument(original, "function", 0) or argument(original, "func", 0)
        two = (
            isinstance(function.value, cst.Lambda) and len(function.value.params.params) == 2
            if function is not None
            else False
        )
        if two:
            renamed = with_renamed_keywords(call, {"opacity": "fill_opacity", "func": "function"})
            return renamed_function(renamed, "plot_surface")
        ends = keyword(call, "x_min"), keyword(call, "x_max")
        args = []
        for arg in call.args:
            name = arg.keyword.value if arg.keyword is not None else ""
            if name in ("bind", "step_size", "num_graph_points", "num_graph_anchor_points"):
                continue
            if name in ("x_min", "x_max"):
                if arg is (ends[0] or ends[1]) and keyword(call, "x_range") is None:
                    span = [
                        end.value
                        if end is not None
                        else expression(f"{{axes}}.x_range[{i}]", axes=call.func.value)
                        for i, end in enumerate(ends)
                    ]
                    args.append(arg.with_changes(keyword=cst.Name("x_range"), value=_list(span)))
                continue
            args.append(renamed_keyword(arg, "function") if name == "func" else arg)
        return renamed_function(
            laid_out(call, args) if len(args) != len(call.args) else call.with_changes(args=args), "plot"
        )

    def _labels(self, original: cst.Call, call: cst.Call) -> cst.Call:
        """Those of a complex plane were one list, and are several arguments."""
        assert isinstance(original.func, cst.Attribute)
        given = positionals(call)
        if self.kind(original.func.value) == "ComplexPlane" and len(given) == 1:
            return call.with_changes(args=[given[0].with_changes(star="*"), *call.args[1:]])
        renamed = without(call, "skip_first")
        if not positionals(renamed) and (keyword(renamed, "x_values") or keyword(renamed, "y_values")):
            values = [keyword(renamed, key) for key in ("x_values", "y_values")]
            places = [cst.Arg(value.value if value else cst.Name("None")) for value in values]
            rest = [arg for arg in renamed.args if arg not in values]
            return with_args(renamed, [*places, *rest])
        return renamed


def with_t_range(call: cst.Call) -> cst.Call:
    """The call with one range for ``t_min``, ``t_max`` and ``step_size``."""
    return with_range(call, "t", cst.Integer("0"), cst.Integer("1"))


def with_range(call: cst.Call, letter: str, low: cst.BaseExpression, high: cst.BaseExpression) -> cst.Call:
    """The call with one range for what were two ends and a step."""
    names_of = (f"{letter}_min", f"{letter}_max", "step_size")
    given = [keyword(call, name) for name in names_of]
    if not any(given) or keyword(call, f"{letter}_range") is not None:
        return call
    step = given[2]
    if step is not None and not isinstance(
        step.value, cst.Integer | cst.Float | cst.Name | cst.Attribute | cst.BinaryOperation
    ):
        step = None
    if given[0] is None and given[1] is None and step is None:
        return without(call, "step_size")
    parts = [given[0].value if given[0] else low, given[1].value if given[1] else high]
    if step is not None:
        parts.append(step.value)
    first = next(arg for arg in given if arg is not None)
    args = []
    for arg in call.args:
        if arg is first:
            args.append(arg.with_changes(keyword=cst.Name(f"{letter}_range"), value=_list(parts)))
        elif arg not in given:
            args.append(arg)
    return laid_out(call, args) if len(args) != len(call.args) else call.with_changes(args=args)


def _list(values: list[cst.BaseExpression]) -> cst.List:
    return cst.List([cst.Element(value) for value in values])


def _line_to_graph(direction: str) -> Callable[[cst.Call, cst.BaseExpression], cst.BaseExpression]:
    def rewrite(call: cst.Call, axes: cst.BaseExpression) -> cst.BaseExpression:
        x, graph = argument(call, "x", 0), argument(call, "graph", 1)
        if x is None or graph is None:
            return call
        point = expression("{axes}.i2gp({x}, {graph})", axes=axes, x=x.value, graph=graph.value)
        rest = [arg for arg in call.args if arg is not x and arg is not graph]
        return renamed_function(with_args(call, [cst.Arg(point), *rest]), f"get_{direction}_line")

    return rewrite


def _graph_label(call: cst.Call, _: cst.BaseExpression) -> cst.BaseExpression:
    return with_renamed_keywords(call, {"x": "x_val"})


def _rectangles(call: cst.Call, axes: cst.BaseExpression) -> cst.BaseExpression:
    low, high = (expression(f"{{axes}}.x_range[{end}]", axes=axes) for end in (0, 1))
    call = with_range(call, "x", low, high)
    ends = keyword(call, "start_color"), keyword(call, "end_color")
    kept = []
    for arg in call.args:
        name = arg.keyword.value if arg.keyword is not None else ""
        if name in ("negative_color", "stroke_background"):
            continue
        if name == "colors":
            arg = renamed_keyword(arg, "color")
        elif all(ends) and name == "start_color":
            arg = as_keyword("color", _list([end.value for end in ends if end is not None]))
        elif all(ends) and name == "end_color":
            continue
        kept.append(arg)
    if len(kept) == len(call.args):
        return (
            call
            if all(a is b for a, b in zip(kept, call.args, strict=True))
            else call.with_changes(args=kept)
        )
    return laid_out(call, kept)


def _area(call: cst.Call, _: cst.BaseExpression) -> cst.BaseExpression:
    named = positionals_as_keywords(call, ["x_range", "fill_color", "fill_opacity"], 1)
    changed = with_renamed_keywords(named, {"fill_color": "color", "fill_opacity": "opacity"})
    for name, value in (("color", "BLUE"), ("opacity", "0.5")):
        if keyword(changed, name) is None:
            changed = with_args(changed, [*changed.args, as_keyword(name, expression(value))])
    return renamed_function(changed, "get_area")


def _tangent(call: cst.Call, axes: cst.BaseExpression) -> cst.BaseExpression:
    """A tangent was a line of a length at a number; ManimCE has one as part of a secant's group."""
    x, graph, length = argument(call, "x", 0), argument(call, "graph", 1), argument(call, "length", 2)
    if x is None or graph is None or keyword(call, "line_func") is not None or len(positionals(call)) > 3:
        return call
    group = cst.Call(cst.Attribute(axes, cst.Name("get_secant_slope_group")))
    args = [
        cst.Arg(x.value),
        cst.Arg(graph.value),
        as_keyword("dx", cst.Float("0.001")),
        as_keyword("secant_line_color", cst.Name("WHITE")),
        as_keyword("secant_line_length", length.value if length else cst.Integer("5")),
    ]
    return cst.Attribute(laid_out(group, args), cst.Name("secant_line"))


def _axis_labels(call: cst.Call, _: cst.BaseExpression) -> cst.BaseExpression:
    return with_renamed_keywords(call, {"x_label_tex": "x_label", "y_label_tex": "y_label"})


def _added_labels(call: cst.Call, axes: cst.BaseExpression) -> cst.BaseExpression:
    names_of = {"x_tex": "x_label", "y_tex": "y_label", "z_tex": "z_label"}
    kept = without(with_renamed_keywords(call, names_of), "font_size", "buff")
    labels = renamed_function(kept, "get_axis_labels")
    return expression("{axes}.add({labels})", axes=axes, labels=labels)


_REWRITES: dict[str, Callable[[cst.Call, cst.BaseExpression], cst.BaseExpression]] = {
    "get_v_line_to_graph": _line_to_graph("vertical"),
    "get_h_line_to_graph": _line_to_graph("horizontal"),
    "get_graph_label": _graph_label,
    "get_riemann_rectangles": _rectangles,
    "get_area_under_graph": _area,
    "get_tangent_line": _tangent,
    "get_axis_labels": _axis_labels,
    "add_axis_labels": _added_labels,
}

"""Calls of methods that the old ``GraphScene`` had for its graphs, as today's axes have them."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from manimill.repair.codemods._graph_scene import GraphScenes
from manimill.repair.codemods._layout import laid_out
from manimill.repair.codemods._numbers import number, value_of
from manimill.repair.edit import (
    argument,
    as_keyword,
    expression,
    keyword,
    method_of_self,
    positionals,
    positionals_as_keywords,
    renamed_keyword,
    with_args,
    with_renamed_keywords,
)
from manimill.repair.walk import walk

_SLOPE = "angle_of_vector(self.axes.i2gp({x} + {dx}, {graph}) - self.axes.i2gp({x}, {graph}))"
_RIEMANN = [
    "graph",
    "x_min",
    "x_max",
    "dx",
    "input_sample_type",
    "stroke_width",
    "stroke_color",
    "fill_opacity",
    "start_color",
    "end_color",
    "show_signed_area",
    "width_scale_factor",
]
_SECANT = [
    "x",
    "graph",
    "dx",
    "dx_line_color",
    "df_line_color",
    "dx_label",
    "df_label",
    "include_secant_line",
    "secant_line_color",
    "secant_line_length",
]


def of_axes(call: cst.Call, method: str) -> cst.Call:
    """The call as one of a method of the axes."""
    return call.with_changes(func=expression(f"self.axes.{method}"))


class GraphCalls:
    """Rewrites calls in scenes of a module that build on ``GraphScene``.

    Each method gives what a call is today, or None where that cannot be told; ``original`` is the call as it stands
    in the module's tree and ``cls`` the class that it stands in.
    """

    def __init__(self, scenes: GraphScenes) -> None:
        self._scenes = scenes
        self._colours: dict[int, cst.BaseExpression] = {}
        for name in scenes.family:
            self._colours |= self._cycle(name)

    def _cycle(self, name: str) -> dict[int, cst.BaseExpression]:
        """The colour of each graph that was given none, taken in the order in which they are written."""
        colours = self._scenes.known("default_graph_colors", name)
        if not isinstance(colours, cst.List | cst.Tuple) or not colours.elements:
            return {}
        plain = [
            node
            for node in walk(self._scenes.module.classes[name].node)
            if type(node) is cst.Call
            and method_of_self(node) == "get_graph"
            and argument(node, "color", 1) is None
        ]
        count = len(colours.elements)
        return {id(node): colours.elements[index % count].value for index, node in enumerate(plain)}

    def _range(
        self, call: cst.Call, cls: str, first: int | None, low: str = "x_min", high: str = "x_max"
    ) -> cst.List | None:
        """``[x_min, x_max]`` as a call is given them; None if it is given neither."""
        given = [
            argument(call, low, first),
            argument(call, high, first + 1 if first is not None else None),
        ]
        if given == [None, None]:
            return None
        values = [
            arg.value if arg is not None else self._scenes.value(key, cls)
            for arg, key in zip(given, ("x_min", "x_max"), strict=True)
        ]
        return cst.List([cst.Element(value) for value in values])

    def graph(self, original: cst.Call, call: cst.Call, cls: str) -> cst.BaseExpression | None:
        """``get_graph`` is ``plot``."""
        if len(positionals(call)) > 4 or argument(call, "func", 0) is None:
            return None
        function = argument(call, "func", 0)
        assert function is not None
        colour = argument(call, "color", 1)
        span = self._range(call, cls, 2)
        # Where neither the author nor the tutorials' copy says anything, the scene took the next of its colours.
        next_colour = self._colours.get(id(original))
        args = [function.with_changes(keyword=None, equal=cst.MaybeSentinel.DEFAULT)]
        if colour is not None:
            args.append(renamed_keyword(colour, "color"))
        elif next_colour is not None:
            args.append(as_keyword("color", next_colour.deep_clone()))
        if span is not None:
            args.append(as_keyword("x_range", self._sampled(span, cls)))
        rest = [
            arg
            for arg in call.args
            if arg.keyword is not None
            and arg.keyword.value not in ("func", "color", "x_min", "x_max", "step_size")
        ]
        return of_axes(laid_out(call, [*args, *rest]), "plot")

    def _sampled(self, span: cst.List, cls: str) -> cst.List:
        """The range with a step where ManimCE's own would not do: backwards, or far too wide for a curve."""
        low, high = (value_of(element.value) for element in span.elements)
        if low is None or high is None or low == high:
            return span
        if low > high:
            return span.with_changes(elements=[*span.elements, cst.Element(number((high - low) / 100))])
        step = value_of(self._scenes.known("x_tick_frequency", cls))
        if step is not None and step / 10 > (high - low) / 10:
            return span.with_changes(elements=[*span.elements, cst.Element(number((high - low) / 100))])
        return span

    def derivative(self, _original: cst.Call, call: cst.Call, _: str) -> cst.BaseExpression | None:
        """``get_derivative_graph`` is ``plot_derivative_graph``."""
        graph = argument(call, "graph", 0)
        if graph is None:
            return None
        rest = [
            arg for arg in call.args if arg.keyword is not None and arg.keyword.value not in ("graph", "dx")
        ]
        first = graph.with_changes(keyword=None, equal=cst.MaybeSentinel.DEFAULT)
        return of_axes(laid_out(call, [first, *rest]), "plot_derivative_graph")

    def rectangles(self, _original: cst.Call, call: cst.Call, cls: str) -> cst.BaseExpression | None:
        """Riemann's rectangles take a range and a gradient."""
        named = positionals_as_keywords(call, _RIEMANN, 0)
        graph = keyword(named, "graph")
        if graph is None or positionals(named):
            return None
        span = self._range(named, cls, None) or cst.List(
            [cst.Element(self._scenes.value(key, cls)) for key in ("x_min", "x_max")]
        )
        args = [
            graph.with_changes(keyword=None, equal=cst.MaybeSentinel.DEFAULT),
            as_keyword("x_range", span),
        ]
        ends = [keyword(named, "start_color"), keyword(named, "end_color")]
        defaults = ("default_riemann_start_color", "default_riemann_end_color")
        if any(ends) or any(self._scenes.settings(cls).get(key) for key in defaults):
            colours = [
                end.value if end is not None else self._scenes.value(key, cls)
                for end, key in zip(ends, defaults, strict=True)
            ]
            args.append(as_keyword("color", cst.List([cst.Element(colour) for colour in colours])))
        done = ("graph", "x_min", "x_max", "start_color", "end_color")
        rest = [arg for arg in named.args if arg.keyword is not None and arg.keyword.value not in done]
        return of_axes(laid_out(call, [*args, *rest]), "get_riemann_rectangles")

    def rectangles_list(self, original: cst.Call, call: cst.Call, cls: str) -> cst.BaseExpression | None:
        """Ever finer rectangles are a list of them."""
        graph, count = argument(call, "graph", 0), argument(call, "n_iterations", 1)
        if graph is None or count is None:
            return None
        dx = argument(call, "max_dx", 2)
        base = argument(call, "power_base", 3)
        width = argument(call, "stroke_width", 4)
        done = ("graph", "n_iterations", "max_dx", "power_base", "stroke_width")
        rest = [arg for arg in call.args if arg.keyword is not None and arg.keyword.value not in done]
        power = base.value if base else cst.Integer("2")
        widest = dx.value if dx else cst.Float("0.5")
        thickest = width.value if width else cst.Integer("1")
        one = cst.Call(
            expression("self.get_riemann_rectangles"),
            [
                cst.Arg(graph.value),
                *rest,
                as_keyword("dx", expression("{dx} / {base}**n", dx=widest, base=power)),
                as_keyword("stroke_width", expression("{width} / {base}**n", width=thickest, base=power)),
            ],
        )
        made = self.rectangles(original, one, cls)
        if made is None:
            return None
        return expression("[{made} for n in range({count})]", made=made, count=count.value)

    def area(self, _original: cst.Call, call: cst.Call, cls: str) -> cst.BaseExpression | None:
        """An area was many rectangles, and is one shape."""
        graph = argument(call, "graph", 0)
        span = self._range(call, cls, 1, "t_min", "t_max")
        if graph is None or span is None:
            return None
        opacity = self._scenes.value("area_opacity", cls)
        return expression(
            "self.axes.get_area({graph}, x_range={span}, opacity={opacity})",
            graph=graph.value,
            span=span,
            opacity=opacity,
        )

    def line(self, _original: cst.Call, call: cst.Call, _cls: str) -> cst.BaseExpression | None:
        """A line from the axis up to a graph."""
        x, graph = argument(call, "x", 0), argument(call, "graph", 1)
        if x is None or graph is None:
            return None
        point = expression("self.axes.i2gp({x}, {graph})", x=x.value, graph=graph.value)
        rest = _line_style(call, graph, argument(call, "line_class", 2), ("x", "graph", "line_class"))
        return of_axes(laid_out(call, [cst.Arg(point), *rest]), "get_vertical_line")

    def lines(self, _original: cst.Call, call: cst.Call, cls: str) -> cst.BaseExpression | None:
        """Several lines from the axis up to a graph."""
        graph = argument(call, "graph", 0)
        if graph is None:
            return None
        span = self._range(call, cls, 1)
        count = argument(call, "num_lines", 3)
        args = [graph.with_changes(keyword=None, equal=cst.MaybeSentinel.DEFAULT)]
        if span is not None:
            args.append(as_keyword("x_range", span))
        if count is not None:
            args.append(renamed_keyword(count, "num_lines"))
        done = ("graph", "x_min", "x_max", "num_lines", "line_class")
        args += _line_style(call, graph, keyword(call, "line_class"), done)
        return of_axes(laid_out(call, args), "get_vertical_lines_to_graph")

    def secant(self, _original: cst.Call, call: cst.Call, _cls: str) -> cst.BaseExpression | None:
        """What was df is dy."""
        named = positionals_as_keywords(call, _SECANT, 2)
        renamed = with_renamed_keywords(named, {"df_line_color": "dy_line_color", "df_label": "dy_label"})
        return of_axes(renamed, "get_secant_slope_group")

    def angle(self, _original: cst.Call, call: cst.Call, _cls: str) -> cst.BaseExpression | None:
        """The angle on the screen, which is another than the one of the coordinates."""
        x, graph, dx = argument(call, "x", 0), argument(call, "graph", 1), argument(call, "dx", 2)
        if x is None or graph is None:
            return None
        parts = {"x": x.value, "graph": graph.value, "dx": dx.value if dx else cst.Float("0.01")}
        return expression(_SLOPE, **parts)

    def slope(self, original: cst.Call, call: cst.Call, cls: str) -> cst.BaseExpression | None:
        """The slope on the screen."""
        angle = self.angle(original, call, cls)
        return None if angle is None else expression("np.tan({angle})", angle=angle)

    def between(self, _original: cst.Call, call: cst.Call, _cls: str) -> cst.BaseExpression | None:
        """Rectangles turn into finer ones one after the other."""
        given = positionals(call)
        if len(given) != 2:
            return None
        rest = [arg for arg in call.args[2:] if arg.keyword is not None]
        added = next((arg for arg in rest if arg.keyword and arg.keyword.value == "added_anims"), None)
        told = {arg.keyword.value for arg in rest if arg.keyword}
        turned = cst.Call(
            cst.Name("Transform"),
            [
                *given,
                *(arg for arg in rest if arg is not added),
                *([] if "run_time" in told else [as_keyword("run_time", cst.Integer("2"))]),
                *([] if "lag_ratio" in told else [as_keyword("lag_ratio", cst.Float("0.5"))]),
            ],
        )
        args = [cst.Arg(with_args(turned, turned.args))]
        if added is not None:
            args.append(cst.Arg(added.value, star="*"))
        return laid_out(call.with_changes(func=expression("self.play")), args)


REWRITES: dict[str, Callable[[GraphCalls, cst.Call, cst.Call, str], cst.BaseExpression | None]] = {
    "get_graph": GraphCalls.graph,
    "get_derivative_graph": GraphCalls.derivative,
    "get_riemann_rectangles": GraphCalls.rectangles,
    "get_riemann_rectangles_list": GraphCalls.rectangles_list,
    "get_area": GraphCalls.area,
    "get_vertical_line_to_graph": GraphCalls.line,
    "get_vertical_lines_to_graph": GraphCalls.lines,
    "get_secant_slope_group": GraphCalls.secant,
    "angle_of_tangent": GraphCalls.angle,
    "slope_of_tangent": GraphCalls.slope,
    "transform_between_riemann_rects": GraphCalls.between,
}
"""What a method of the old scene is today, by its name."""


def _line_style(
    call: cst.Call, graph: cst.Arg, line_class: cst.Arg | None, done: tuple[str, ...]
) -> list[cst.Arg]:
    """How the old lines looked where nothing was said: whole ones, as wide as others, of the graph's colour."""
    args = [as_keyword("line_func", line_class.value if line_class else cst.Name("Line"))]
    rest = [arg for arg in call.args if arg.keyword is not None and arg.keyword.value not in done]
    told = {arg.keyword.value for arg in rest if arg.keyword}
    if "color" not in told:
        args.append(as_keyword("color", expression("{graph}.get_color()", graph=graph.value)))
    if "stroke_width" not in told:
        args.append(as_keyword("stroke_width", cst.Integer("4")))
    plain = [arg for arg in rest if arg.keyword and arg.keyword.value in ("color", "stroke_width")]
    others = [arg for arg in rest if arg not in plain]
    if others:
        entries = [
            cst.DictElement(cst.SimpleString(f'"{arg.keyword.value}"'), arg.value)
            for arg in others
            if arg.keyword
        ]
        plain.append(as_keyword("line_config", cst.Dict(entries)))
    return [*args, *plain]

"""See the codemod."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order, Result
from manimill.repair.codemods._graph_scene import AXES, BASE, DEFAULTS, GraphScenes
from manimill.repair.codemods._layout import laid_out
from manimill.repair.codemods._numbers import number, value_of
from manimill.repair.edit import (
    argument,
    as_keyword,
    expression,
    has_star,
    keyword,
    positionals,
    positionals_as_keywords,
    renamed_keyword,
    statement,
    with_args,
    with_renamed_keywords,
)
from manimill.repair.module import Module
from manimill.repair.walk import walk

_MOVED = names("coords_to_point point_to_coords input_to_graph_point get_graph_label")
"""Methods that axes have as the scene had them."""

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
_GONE = names("add_T_label get_animation_integral_bounds_change animate_secant_slope_group_change")


class GraphScenesNow(Codemod):
    """A `GraphScene`, which was its own coordinate system, becomes a scene with `self.axes` of the same geometry."""

    flavours = ALL
    order = Order.SCENES
    confidence = Confidence.MEDIUM
    local = False
    triggers = names(BASE)

    def __init__(self, module: Module) -> None:
        super().__init__(module)
        self._scenes = GraphScenes(module)
        self._colours: dict[int, cst.BaseExpression] = {}
        for name in self._scenes.family:
            self._colours |= self._cycle(name)
        self._setups = {name: self._setup_calls(name) for name in self._scenes.family}

    def leave_SimpleStatementLine(
        self, original: cst.SimpleStatementLine, updated: cst.SimpleStatementLine
    ) -> Result:
        """Write the axes out where the scene set them up once."""
        call = _only_call(original)
        cls = self._class()
        if call is None or cls is None:
            return updated
        if _is_base_setup(call) and not self._scenes.own_method(cls, "setup", above=True):
            return cst.RemovalSentinel.REMOVE
        if call not in self._setups[cls] or self._as_method(cls):
            return updated
        lines = self._scenes.setup(cls, _animated(call))
        first = lines[0]
        assert isinstance(first, cst.SimpleStatementLine)
        lines[0] = first.with_changes(leading_lines=updated.leading_lines)
        return cst.FlattenSentinel(lines)

    def leave_FunctionDef(self, original: cst.FunctionDef, updated: cst.FunctionDef) -> Result:
        """A ``setup`` that only set the graph up is not needed."""
        body = updated.body.body
        emptied = len(body) == 1 and isinstance(body[0], cst.SimpleStatementLine)
        if self._class() and original.name.value == "setup" and emptied and updated is not original:
            line = body[0]
            only = line.body if isinstance(line, cst.SimpleStatementLine) else ()
            if len(only) == 1 and isinstance(only[0], cst.Pass):
                return cst.RemovalSentinel.REMOVE
        return updated

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:  # noqa: PLR0911 (one case after the other)
        """Ask the axes instead of the scene."""
        cls = self._class()
        method = _method_of_self(original)
        if cls is None or method is None or not self._inherited(cls):
            return updated
        if self._scenes.own_method(cls, method):
            return updated
        if method in _GONE:
            self.warn(original, f"axes have no {method}")
            return updated
        if method in _MOVED:
            return _of_axes(updated, method)
        rewrite = _REWRITES.get(method)
        if rewrite is None:
            return updated
        if has_star(updated):
            self.warn(original, f"what {method} is given stands behind a *")
            return updated
        new = rewrite(self, original, updated, cls)
        if new is None:
            self.warn(original, f"{method} is given something that cannot be read")
            return updated
        return new

    def leave_Attribute(self, original: cst.Attribute, updated: cst.Attribute) -> cst.BaseExpression:
        """Each axis is part of the axes."""
        name = original.attr.value
        cls = self._class()
        if not _is_self(original.value) or cls is None or not self._inherited(cls):
            return updated
        if name in AXES and name not in self._scenes.assigned(cls):
            return updated.with_changes(value=expression("self.axes"))
        if name in ("space_unit_to_x", "space_unit_to_y") and name not in self._scenes.assigned(cls):
            return expression(f"self.axes.get_{name[-1]}_unit_size()")
        return updated

    def leave_ClassDef(self, original: cst.ClassDef, updated: cst.ClassDef) -> cst.ClassDef:
        """Take another base, and only the settings that are still asked for."""
        name = original.name.value
        if name not in self._scenes.family:
            return updated
        facts = self.module.classes[name]
        if facts.node is not original:
            return updated
        if BASE in facts.bases:
            updated = updated.with_changes(bases=_without_base(updated.bases))
        if self._setups[name]:
            updated = updated.with_changes(body=self._body(name, updated.body))
        lines = updated.body.body
        if len(lines) < len(original.body.body) and isinstance(updated.body, cst.IndentedBlock):
            body = [_first_in_class(lines[0]), *lines[1:]]
            updated = updated.with_changes(body=updated.body.with_changes(body=body))
        return updated

    def _body(self, name: str, body: cst.BaseSuite) -> cst.BaseSuite:
        lines: list[cst.CSTNode] = []
        for line in body.body:
            kept = self._without_settings(name, line)
            if kept is not None:
                lines.append(kept)
        added: list[cst.CSTNode] = [
            statement(f"{key} = {{value}}", value=expression(DEFAULTS[key]))
            for key in self._scenes.missing(name)
            if key not in ("x_leftmost_tick", "y_bottom_tick")
        ]
        lines[_after_docstring(lines) : _after_docstring(lines)] = added
        if self._as_method(name):
            place = _first_method(lines)
            lines.insert(place, self._setup_method(name))
            if len(lines) > place + 1:
                lines[place + 1] = _set_apart(lines[place + 1])
        return body.with_changes(body=lines)

    def _without_settings(self, name: str, line: cst.CSTNode) -> cst.CSTNode | None:
        """A line of a class body without settings that now stand where they are used."""
        if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1:
            return line
        small = line.body[0]
        if not isinstance(small, cst.Assign) or len(small.targets) != 1:
            return line
        target = small.targets[0].target
        if not isinstance(target, cst.Name):
            return line
        if target.value == "CONFIG" and isinstance(small.value, cst.Dict):
            left = [
                element
                for element in small.value.elements
                if not (
                    isinstance(element, cst.DictElement)
                    and isinstance(element.key, cst.SimpleString)
                    and element.key.evaluated_value in DEFAULTS
                    and self._scenes.inlined(str(element.key.evaluated_value), name)
                )
            ]
            if not left:
                return None
            changed = small.value.with_changes(elements=left)
            return line.with_changes(body=[small.with_changes(value=changed)])
        return None if target.value in DEFAULTS and self._scenes.inlined(target.value, name) else line

    def _setup_method(self, name: str) -> cst.BaseStatement:
        ways = {_animated(call) for call in self._setups[name]}
        way = ways.pop() if len(ways) == 1 else None
        signature = "self, animate=False" if way is None else "self"
        made = statement(f"def setup_axes({signature}):\n    pass\n")
        assert isinstance(made, cst.FunctionDef)
        body = made.body.with_changes(body=self._scenes.setup(name, way))
        return made.with_changes(body=body, leading_lines=[cst.EmptyLine(indent=False)])

    def _inherited(self, name: str) -> bool:
        """Whether the axes of a class are set up by what it has from the old scene."""
        return any(self._setups[one] for one in self._scenes.related(name))

    def _as_method(self, name: str) -> bool:
        """Whether the axes are set up more than once, so that a method is to do it."""
        calls = self._setups[name]
        return len(calls) > 1 and all(_method_of_self(call) == "setup_axes" for call in calls)

    def _setup_calls(self, name: str) -> list[cst.Call]:
        """Calls in a class, as statements, that have the old scene set its axes up."""
        found = []
        for method, node in self.module.classes[name].methods.items():
            for inside in walk(node):
                call = _only_call(inside) if type(inside) is cst.SimpleStatementLine else None
                if call is None or has_star(call):
                    continue
                if _method_of_self(call) == "setup_axes":
                    if not self._scenes.own_method(name, "setup_axes"):
                        found.append(call)
                elif (
                    method == "setup_axes"
                    and (
                        (
                            _is_super(call, "setup_axes")
                            and not self._scenes.own_method(name, "setup_axes", above=True)
                        )
                        or _is_of_base(call, "setup_axes")
                    )
                ) or _is_of_base(call, "setup_axes"):
                    found.append(call)
        return found

    def _cycle(self, name: str) -> dict[int, cst.BaseExpression]:
        """The colour of each graph that was given none, taken in the order in which they are written."""
        colours = self._scenes.known("default_graph_colors", name)
        if not isinstance(colours, cst.List | cst.Tuple) or not colours.elements:
            return {}
        plain = [
            node
            for node in walk(self.module.classes[name].node)
            if type(node) is cst.Call
            and _method_of_self(node) == "get_graph"
            and argument(node, "color", 1) is None
        ]
        count = len(colours.elements)
        return {id(node): colours.elements[index % count].value for index, node in enumerate(plain)}

    def _class(self) -> str | None:
        """The name of the class at hand if it builds on the old scene."""
        around = self.enclosing_class
        return around.name.value if around is not None and around.name.value in self._scenes.family else None

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
        return _of_axes(laid_out(call, [*args, *rest]), "plot")

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

    def derivative(self, original: cst.Call, call: cst.Call, _: str) -> cst.BaseExpression | None:
        """The old curve was stretched by the unit of the x-axis, which ManimCE's is not."""
        graph = argument(call, "graph", 0)
        if graph is None:
            return None
        self.record(original, Confidence.LOW)
        rest = [
            arg for arg in call.args if arg.keyword is not None and arg.keyword.value not in ("graph", "dx")
        ]
        first = graph.with_changes(keyword=None, equal=cst.MaybeSentinel.DEFAULT)
        return _of_axes(laid_out(call, [first, *rest]), "plot_derivative_graph")

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
        return _of_axes(laid_out(call, [*args, *rest]), "get_riemann_rectangles")

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
        return _of_axes(laid_out(call, [cst.Arg(point), *rest]), "get_vertical_line")

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
        return _of_axes(laid_out(call, args), "get_vertical_lines_to_graph")

    def secant(self, _original: cst.Call, call: cst.Call, _cls: str) -> cst.BaseExpression | None:
        """What was df is dy."""
        named = positionals_as_keywords(call, _SECANT, 2)
        renamed = with_renamed_keywords(named, {"df_line_color": "dy_line_color", "df_label": "dy_label"})
        return _of_axes(renamed, "get_secant_slope_group")

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


_REWRITES: dict[str, Callable[[GraphScenesNow, cst.Call, cst.Call, str], cst.BaseExpression | None]] = {
    "get_graph": GraphScenesNow.graph,
    "get_derivative_graph": GraphScenesNow.derivative,
    "get_riemann_rectangles": GraphScenesNow.rectangles,
    "get_riemann_rectangles_list": GraphScenesNow.rectangles_list,
    "get_area": GraphScenesNow.area,
    "get_vertical_line_to_graph": GraphScenesNow.line,
    "get_vertical_lines_to_graph": GraphScenesNow.lines,
    "get_secant_slope_group": GraphScenesNow.secant,
    "angle_of_tangent": GraphScenesNow.angle,
    "slope_of_tangent": GraphScenesNow.slope,
    "transform_between_riemann_rects": GraphScenesNow.between,
}


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


def _of_axes(call: cst.Call, method: str) -> cst.Call:
    return call.with_changes(func=expression(f"self.axes.{method}"))


def _is_self(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Name) and node.value == "self"


def _method_of_self(call: cst.Call) -> str | None:
    func = call.func
    return func.attr.value if isinstance(func, cst.Attribute) and _is_self(func.value) else None


def _only_call(line: cst.CSTNode) -> cst.Call | None:
    """The call that a line consists of."""
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1:
        return None
    small = line.body[0]
    return small.value if isinstance(small, cst.Expr) and isinstance(small.value, cst.Call) else None


def _is_of_base(call: cst.Call, method: str) -> bool:
    """Whether a call is ``GraphScene.method(self, ...)``."""
    func = call.func
    return (
        isinstance(func, cst.Attribute)
        and func.attr.value == method
        and isinstance(func.value, cst.Name)
        and func.value.value == BASE
        and bool(call.args)
        and _is_self(call.args[0].value)
    )


def _is_super(call: cst.Call, method: str) -> bool:
    func = call.func
    return (
        isinstance(func, cst.Attribute)
        and func.attr.value == method
        and isinstance(func.value, cst.Call)
        and isinstance(func.value.func, cst.Name)
        and func.value.func.value == "super"
    )


def _is_base_setup(call: cst.Call) -> bool:
    return _is_of_base(call, "setup")


def _animated(call: cst.Call) -> bool | None:
    """Whether the axes are to be drawn; None where that is decided while it runs."""
    position = 1 if call.args and _is_self(call.args[0].value) else 0
    told = argument(call, "animate", position)
    if told is None:
        return False
    value = told.value
    if isinstance(value, cst.Name) and value.value in ("True", "False"):
        return value.value == "True"
    return None


def _without_base(bases: object) -> list[cst.Arg]:
    """The bases without the old scene; a plain scene where nothing else is left."""
    assert isinstance(bases, list | tuple)
    left = [base for base in bases if not (isinstance(base.value, cst.Name) and base.value.value == BASE)]
    scenes = [base for base in left if base.keyword is None]
    if not scenes:
        left.insert(0, cst.Arg(cst.Name("Scene")))
    return [
        base.with_changes(comma=cst.MaybeSentinel.DEFAULT) if index == len(left) - 1 else base
        for index, base in enumerate(left)
    ]


def _first_in_class(line: cst.CSTNode) -> cst.CSTNode:
    """A line without the empty ones that set it apart from what is gone."""
    if isinstance(line, cst.FunctionDef | cst.SimpleStatementLine):
        return line.with_changes(leading_lines=[one for one in line.leading_lines if one.comment])
    return line


def _set_apart(line: cst.CSTNode) -> cst.CSTNode:
    """A method with an empty line before it."""
    if isinstance(line, cst.FunctionDef) and not line.leading_lines:
        return line.with_changes(leading_lines=[cst.EmptyLine(indent=False)])
    return line


def _after_docstring(lines: list[cst.CSTNode]) -> int:
    if lines and isinstance(lines[0], cst.SimpleStatementLine):
        first = lines[0].body[0]
        if isinstance(first, cst.Expr) and isinstance(first.value, cst.SimpleString):
            return 1
    return 0


def _first_method(lines: list[cst.CSTNode]) -> int:
    return next((i for i, line in enumerate(lines) if isinstance(line, cst.FunctionDef)), len(lines))

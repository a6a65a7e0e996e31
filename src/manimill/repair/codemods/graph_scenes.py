"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order, Result
from manimill.repair.codemods._graph_calls import REWRITES, GraphCalls, of_axes
from manimill.repair.codemods._graph_scene import AXES, BASE, DEFAULTS, GraphScenes
from manimill.repair.edit import (
    argument,
    expression,
    has_star,
    is_self,
    method_of_self,
    method_of_super,
    only_call,
    statement,
)
from manimill.repair.module import Module, written
from manimill.repair.walk import walk

_MOVED = names("coords_to_point point_to_coords input_to_graph_point get_graph_label")
"""Methods that axes have as the scene had them."""

_OTHERWISE = names("get_derivative_graph")
"""Methods whose curve was stretched by the unit of the x-axis, which that of ManimCE's is not."""

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
        self._calls = GraphCalls(self._scenes)
        self._setups = {name: self._setup_calls(name) for name in self._scenes.family}

    def leave_SimpleStatementLine(
        self, original: cst.SimpleStatementLine, updated: cst.SimpleStatementLine
    ) -> Result:
        """Write the axes out where the scene set them up once."""
        call = only_call(original)
        cls = self._class()
        if call is None or cls is None:
            return updated
        if _is_of_base(call, "setup") and not self._scenes.own_method(cls, "setup", above=True):
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
        method = method_of_self(original)
        if cls is None or method is None or not self._inherited(cls):
            return updated
        if self._scenes.own_method(cls, method):
            return updated
        if method in _GONE:
            self.warn(original, f"axes have no {method}")
            return updated
        if method in _MOVED:
            return of_axes(updated, method)
        rewrite = REWRITES.get(method)
        if rewrite is None:
            return updated
        if has_star(updated):
            self.warn(original, f"what {method} is given stands behind a *")
            return updated
        new = rewrite(self._calls, original, updated, cls)
        if new is None:
            self.warn(original, f"{method} is given something that cannot be read")
            return updated
        if method in _OTHERWISE:
            self.record(original, Confidence.LOW)
        return new

    def leave_Attribute(self, original: cst.Attribute, updated: cst.Attribute) -> cst.BaseExpression:
        """Each axis is part of the axes."""
        name = original.attr.value
        cls = self._class()
        if not is_self(original.value) or cls is None or not self._inherited(cls):
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
        return len(calls) > 1 and all(method_of_self(call) == "setup_axes" for call in calls)

    def _setup_calls(self, name: str) -> list[cst.Call]:
        """Calls in a class, as statements, that have the old scene set its axes up."""
        found = []
        for method, node in self.module.classes[name].methods.items():
            for inside in walk(node):
                call = only_call(inside) if type(inside) is cst.SimpleStatementLine else None
                if call is None or has_star(call):
                    continue
                if method_of_self(call) == "setup_axes":
                    if not self._scenes.own_method(name, "setup_axes"):
                        found.append(call)
                elif _is_of_base(call, "setup_axes") or (
                    method == "setup_axes"
                    and method_of_super(call) == "setup_axes"
                    and not self._scenes.own_method(name, "setup_axes", above=True)
                ):
                    found.append(call)
        return found

    def _class(self) -> str | None:
        """The name of the class at hand if it builds on the old scene."""
        around = self.enclosing_class
        return around.name.value if around is not None and around.name.value in self._scenes.family else None


def _is_of_base(call: cst.Call, method: str) -> bool:
    """Whether a call is ``GraphScene.method(self, ...)``."""
    func = call.func
    return (
        isinstance(func, cst.Attribute)
        and func.attr.value == method
        and isinstance(func.value, cst.Name)
        and func.value.value == BASE
        and bool(call.args)
        and is_self(call.args[0].value)
    )


def _animated(call: cst.Call) -> bool | None:
    """Whether the axes are to be drawn; None where that is decided while it runs."""
    position = 1 if call.args and is_self(call.args[0].value) else 0
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
    left = [base for base in bases if written(base.value).rpartition(".")[2] != BASE]
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

"""What a scene built on the old ``GraphScene`` says about its axes, and the same axes as ManimCE writes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemods._labels import is_nothing, label_of_text
from manimill.repair.codemods._numbers import value_of
from manimill.repair.edit import expression, is_self, parenthesized, statement
from manimill.repair.module import Module
from manimill.repair.walk import walk

BASE = "GraphScene"
DEFAULTS = {
    "x_min": "-1",
    "x_max": "10",
    "x_axis_width": "9",
    "x_tick_frequency": "1",
    "x_leftmost_tick": "None",
    "x_labeled_nums": "None",
    "x_axis_label": '"$x$"',
    "y_min": "-1",
    "y_max": "10",
    "y_axis_height": "6",
    "y_tick_frequency": "1",
    "y_bottom_tick": "None",
    "y_labeled_nums": "None",
    "y_axis_label": '"$y$"',
    "axes_color": "GREY",
    "graph_origin": "2.5 * DOWN + 4 * LEFT",
    "exclude_zero_label": "True",
    "default_graph_colors": "[BLUE, GREEN, YELLOW]",
    "default_derivative_color": "GREEN",
    "default_input_color": "YELLOW",
    "default_riemann_start_color": "BLUE",
    "default_riemann_end_color": "GREEN",
    "area_opacity": "0.8",
    "num_rects": "50",
    # Of the tutorials' own copy of the library.
    "x_label_decimal": "None",
    "y_label_decimal": "None",
    "x_label_direction": "None",
    "y_label_direction": "None",
}
"""What each setting of the scene was if its author said nothing."""

AXES = names("x_axis y_axis")
LABELS = {"x_axis_label_mob": "x", "y_axis_label_mob": "y"}


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that an author made: its value, and the class in whose body or ``CONFIG`` it stands."""

    value: cst.BaseExpression
    owner: str


class GraphScenes:
    """The classes of a module that build on ``GraphScene``."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self._read: dict[str, frozenset[str]] = {}
        self._settings: dict[str, dict[str, list[Setting]]] = {}

    @cached_property
    def family(self) -> tuple[str, ...]:
        """Names of the classes; none if the module has a class of that name itself."""
        if BASE in self.module.classes:
            return ()
        return tuple(name for name in self.module.classes if self.module.leads_to(name, BASE))

    def related(self, cls: str) -> tuple[str, ...]:
        """Those of the classes that have something of the author's in common with one, itself included."""
        mine = set(self.module.lineage(cls)) & set(self.family)
        return tuple(name for name in self.family if mine & set(self.module.lineage(name)))

    def settings(self, cls: str) -> dict[str, list[Setting]]:
        """Settings that a class and those related to it make."""
        if cls not in self._settings:
            found = self._settings[cls] = {}
            for name in self.related(cls):
                for key, value in _settings(self.module.classes[name].node):
                    found.setdefault(key, []).append(Setting(value, name))
        return self._settings[cls]

    def read(self, cls: str) -> frozenset[str]:
        """Names of attributes that are read or set in a class and those related to it, or outside of any scene."""
        if cls not in self._read:
            strangers = {self.module.classes[name].node for name in set(self.family) - set(self.related(cls))}
            found = {
                node.attr.value
                for line in self.module.tree.body
                if line not in strangers
                for node in walk(line)
                if type(node) is cst.Attribute
            }
            self._read[cls] = frozenset(found)
        return self._read[cls]

    def assigned(self, cls: str) -> frozenset[str]:
        """Attributes of ``self`` that methods of a class and those related to it assign."""
        return frozenset(
            attribute
            for name in self.related(cls)
            for node in walk(self.module.classes[name].node)
            if type(node) is cst.AssignTarget
            for attribute in _self_attributes(node.target)
        )

    def own_method(self, cls: str, method: str, *, above: bool = False) -> bool:
        """Whether a class has a method of the author's, its own or one it inherits (only that if ``above``)."""
        lineage = self.module.lineage(cls)[1 if above else 0 :]
        classes = self.module.classes
        return any(base in classes and method in classes[base].methods for base in lineage)

    def inlined(self, key: str, cls: str) -> bool:
        """Whether a setting can be written where it is used: nobody else sets it or asks for it."""
        made = self.settings(cls).get(key, [])
        if key in self.read(cls) or len(made) > 1:
            return False
        return not made or (
            made[0].owner == cls and _stands_alone(made[0].value, self.module.classes[cls].node)
        )

    def value(self, key: str, cls: str) -> cst.BaseExpression:
        """A setting as an expression in a method of a class."""
        if not self.inlined(key, cls):
            return expression(f"self.{key}")
        return self.said(key, cls) or expression(DEFAULTS[key])

    def said(self, key: str, cls: str) -> cst.BaseExpression | None:
        """The value that the author gave a setting, if there is one and one only."""
        made = self.settings(cls).get(key, [])
        return made[0].value.deep_clone() if len(made) == 1 else None

    def known(self, key: str, cls: str) -> cst.BaseExpression | None:
        """The value that a setting has all the time; None where that cannot be told."""
        if key in self.assigned(cls) or len(self.settings(cls).get(key, [])) > 1:
            return None
        return self.said(key, cls) or expression(DEFAULTS[key])

    def missing(self, cls: str) -> Iterator[str]:
        """Settings that are asked for as attributes while no class sets them, in the order of the old class."""
        for key in DEFAULTS:
            if not self.inlined(key, cls) and not any(
                setting.owner in self.module.lineage(cls) for setting in self.settings(cls).get(key, [])
            ):
                yield key

    def setup(self, cls: str, animated: bool | None) -> list[cst.BaseStatement]:
        """Statements that make the axes and show them; both ways if ``animated`` is None."""
        lines: list[cst.BaseStatement] = [self._axes(cls), self._place(cls), *self._labels(cls)]
        if animated is None:
            lines.append(
                statement("if animate:\n    self.play(Write(self.axes))\nelse:\n    self.add(self.axes)\n")
            )
        else:
            lines.append(statement("self.play(Write(self.axes))" if animated else "self.add(self.axes)"))
        return lines

    def _axes(self, cls: str) -> cst.BaseStatement:
        configs = ""
        parts: dict[str, cst.BaseExpression] = {}
        for axis in "xy":
            config = self._config(axis, cls)
            if config is not None:
                configs += f"    {axis}_axis_config={{{axis}_config}},\n"
                parts[f"{axis}_config"] = config
        keys = (
            "x_min x_max x_tick_frequency y_min y_max y_tick_frequency x_axis_width y_axis_height axes_color"
        )
        parts |= {key: self.value(key, cls) for key in keys.split()}
        # Braces of the dictionary would be taken for a part.
        parts["style"] = _mapping({"color": parts.pop("axes_color")})
        return statement(
            "self.axes = Axes(\n"
            "    x_range=[{x_min}, {x_max}, {x_tick_frequency}],\n"
            "    y_range=[{y_min}, {y_max}, {y_tick_frequency}],\n"
            "    x_length={x_axis_width},\n"
            "    y_length={y_axis_height},\n"
            "    axis_config={style},\n" + configs + "    tips=False,\n)",
            **parts,
        )

    def _config(self, axis: str, cls: str) -> cst.Dict | None:
        """What one axis is told besides: the numbers it shows, and how."""
        key = f"{axis}_labeled_nums"
        shown = self.value(key, cls)
        if is_nothing(shown):
            return None
        entries: dict[str, cst.BaseExpression] = {"numbers_to_include": shown}
        decimals = self.value(f"{axis}_label_decimal", cls)
        if not is_nothing(decimals):
            entries["decimal_number_config"] = _mapping({"num_decimal_places": decimals})
        elif _whole(self.known(key, cls)) and not _whole_step(self.known(f"{axis}_tick_frequency", cls)):
            entries["decimal_number_config"] = _mapping({"num_decimal_places": cst.Integer("0")})
        direction = self.value(f"{axis}_label_direction", cls)
        if not is_nothing(direction):
            entries["label_direction"] = direction
        zero = self.known("exclude_zero_label", cls)
        if isinstance(zero, cst.Name) and zero.value == "False":
            entries["numbers_to_exclude"] = cst.List([])
        return _mapping(entries)

    def _place(self, cls: str) -> cst.BaseStatement:
        origin = self.value("graph_origin", cls)
        if isinstance(origin, cst.Name) and origin.value == "ORIGIN":
            return statement("self.axes.shift(-self.axes.c2p(0, 0))")
        if not isinstance(origin, cst.BinaryOperation):
            origin = parenthesized(origin)
        return statement("self.axes.shift({origin} - self.axes.c2p(0, 0))", origin=origin)

    def _labels(self, cls: str) -> list[cst.BaseStatement]:
        labels = {axis: self._label(axis, cls) for axis in "xy"}
        wanted = {axis: label for axis, label in labels.items() if label is not None}
        apart = not self.read(cls).isdisjoint(AXES | set(LABELS))
        if len(wanted) == 2 and not apart:
            # ManimCE's axes are labelled x and y if nothing is said.
            return [statement("self.axes.add(self.axes.get_axis_labels({x}, {y}))", **wanted)]
        lines: list[cst.BaseStatement] = []
        for axis, label in wanted.items():
            holder = f"self.axes.{axis}_axis" if apart else "self.axes"
            made = f"self.axes.get_{axis}_axis_label({{label}})"
            if f"{axis}_axis_label_mob" in self.read(cls):
                lines.append(statement(f"self.{axis}_axis_label_mob = {made}", label=label))
                lines.append(statement(f"{holder}.add(self.{axis}_axis_label_mob)"))
            else:
                lines.append(statement(f"{holder}.add({made})", label=label))
        return lines

    def _label(self, axis: str, cls: str) -> cst.BaseExpression | None:
        value = self.value(f"{axis}_axis_label", cls)
        return None if is_nothing(value) else label_of_text(value)


def _settings(node: cst.ClassDef) -> Iterator[tuple[str, cst.BaseExpression]]:
    """Settings of the old scene that a class body makes, as attributes or in its ``CONFIG``."""
    for line in node.body.body:
        if not isinstance(line, cst.SimpleStatementLine):
            continue
        for small in line.body:
            for key, value in _assigned(small):
                if key in DEFAULTS:
                    yield key, value
                elif key == "CONFIG" and isinstance(value, cst.Dict):
                    for element in value.elements:
                        if (
                            isinstance(element, cst.DictElement)
                            and isinstance(element.key, cst.SimpleString)
                            and element.key.evaluated_value in DEFAULTS
                        ):
                            yield str(element.key.evaluated_value), element.value


def _assigned(small: cst.CSTNode) -> Iterator[tuple[str, cst.BaseExpression]]:
    if isinstance(small, cst.Assign):
        for target in small.targets:
            if isinstance(target.target, cst.Name):
                yield target.target.value, small.value
    elif isinstance(small, cst.AnnAssign) and isinstance(small.target, cst.Name) and small.value is not None:
        yield small.target.value, small.value


def _self_attributes(target: cst.CSTNode) -> Iterator[str]:
    """Attributes of ``self`` that are bound, not those of which something is."""
    if isinstance(target, cst.Tuple | cst.List):
        for element in target.elements:
            yield from _self_attributes(element.value)
    elif isinstance(target, cst.Attribute) and is_self(target.value):
        yield target.attr.value


def _stands_alone(value: cst.BaseExpression, cls: cst.ClassDef) -> bool:
    """Whether a value means the same in a method as in the body of a class."""
    bound = {key for line in cls.body.body if isinstance(line, cst.SimpleStatementLine) for small in line.body
             for key, _ in _assigned(small)}  # fmt: skip
    return not any(type(node) is cst.Name and node.value in bound for node in walk(value))


def _mapping(entries: dict[str, cst.BaseExpression]) -> cst.Dict:
    return cst.Dict([cst.DictElement(cst.SimpleString(f'"{key}"'), value) for key, value in entries.items()])


def _whole(value: cst.BaseExpression | None) -> bool:
    """Whether all numbers of a sequence are whole, as far as it can be read."""
    if isinstance(value, cst.List | cst.Tuple):
        return all(isinstance(element.value, cst.Integer) for element in value.elements)
    if isinstance(value, cst.Call) and isinstance(value.func, cst.Name):
        if value.func.value == "list" and len(value.args) == 1:
            return _whole(value.args[0].value)
        return value.func.value == "range"
    return False


def _whole_step(value: cst.BaseExpression | None) -> bool:
    known = value_of(value)
    return known is not None and known == int(known)

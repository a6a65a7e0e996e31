"""Axes and planes as older Manims were told of them, on their way to today's."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import CE, GL, LEGACY
from manimill.repair.codemods._axis_config import OLD_KEYS, entries, modern
from manimill.repair.codemods._layout import laid_out
from manimill.repair.codemods._numbers import number
from manimill.repair.codemods._ranges import Range, added
from manimill.repair.edit import (
    as_keyword,
    expression,
    has_star,
    keyword,
    map_args,
    positionals,
    positionals_as_keywords,
    renamed_keyword,
)

_PLANES = names("NumberPlane ComplexPlane")
SYSTEMS = _PLANES | names("Axes ThreeDAxes")

_ENDS = {axis: (f"{axis}_min", f"{axis}_max") for axis in "xyz"}
_ENDS_OF_ONE = ("x_min", "x_max")
"""What a number line, as which an axis was told of itself, called its ends."""

_LEGACY = names(
    "x_min x_max y_min y_max z_min z_max number_line_config center_point x_line_frequency y_line_frequency "
    "x_radius y_radius x_tick_frequency y_tick_frequency"
)
_GL = names("width height depth unit_size")
_DIRECTIONS = {"x": "RIGHT", "y": "UP", "z": "OUT"}
_LENGTHS = {"x": "width", "y": "height", "z": "depth"}
_POSITIONS = {
    "Axes": [
        "x_range",
        "y_range",
        "axis_config",
        "x_axis_config",
        "y_axis_config",
        "height",
        "width",
        "unit_size",
    ],
    "ThreeDAxes": ["x_range", "y_range", "z_range", "z_axis_config", "z_normal", "depth"],
}
_POSITIONS |= {
    plane: ["x_range", "y_range", "background_line_style", "faded_line_style", "faded_line_ratio"]
    for plane in _PLANES
}
_DEFAULTS: dict[tuple[str, str], dict[str, tuple[float, float]]] = {
    (LEGACY, "Axes"): {"x": (-7, 7), "y": (-4, 4)},
    (LEGACY, "ThreeDAxes"): {"x": (-5.5, 5.5), "y": (-5.5, 5.5), "z": (-3.5, 3.5)},
    (GL, "Axes"): {"x": (-8, 8), "y": (-4, 4)},
    (GL, "ThreeDAxes"): {"x": (-6, 6), "y": (-5, 5), "z": (-4, 4)},
}
"""From where to where axes go if nothing is said, where ManimCE squeezes them."""


class Unclear(Exception):
    """What a coordinate system was told cannot be read; the message says what of it."""


def todays_system(name: str, flavour: str, call: cst.Call) -> cst.BaseExpression:
    """Today's form of a call of one of `SYSTEMS`; the call itself where nothing has to change.

    Raises:
        Unclear: It is told something of the old kind that cannot be read.
    """
    told = {arg.keyword.value for arg in call.args if arg.keyword is not None}
    old = not told.isdisjoint(_LEGACY)
    if not told.isdisjoint(("x_length", "y_length")) or (flavour == CE and not old):
        return _with_todays_keys(call)
    if has_star(call):
        if old or flavour == LEGACY or not told.isdisjoint(_GL):
            raise Unclear(f"what {name} is given stands behind a *")
        return call
    given = call
    if flavour == GL and not old:
        given = positionals_as_keywords(call, _POSITIONS[name][2:], 2)
        if len(positionals(given)) > 2:
            raise Unclear(f"{name} is given more than can be read")
    elif positionals(call):
        return call
    if flavour == LEGACY and "x_range" in told and not old:
        return _with_todays_keys(call)
    return _System(name, flavour, given, old or flavour == LEGACY).today()


def _with_todays_keys(call: cst.Call) -> cst.Call:
    """The call with today's keys in what its axes are told, where ranges and lengths are today's already."""

    def changed(arg: cst.Arg) -> cst.Arg:
        if arg.keyword is None or not arg.keyword.value.endswith("axis_config"):
            return arg
        if OLD_KEYS.isdisjoint(key for key, _, _ in entries(arg.value) or ()):
            return arg
        value, _ = modern(arg.value, frozenset())
        return arg if value is arg.value else arg.with_changes(value=value)

    return map_args(call, changed)


class _System:
    """One coordinate system as it was called, on its way to today's call."""

    def __init__(self, name: str, flavour: str, call: cst.Call, legacy: bool) -> None:
        self.name = name
        self.flavour = flavour
        self.call = call
        self.legacy = legacy
        self.axes = "xyz" if name == "ThreeDAxes" else "xy"
        self.plane = name in _PLANES
        self.configs: dict[str, cst.BaseExpression] = {}
        self.taken: dict[str, dict[str, cst.BaseExpression]] = {}
        self._configure()

    def today(self) -> cst.BaseExpression:
        """The call as it is written now."""
        ranges = {axis: self._range(axis) for axis in self.axes}
        args: list[cst.Arg] = []
        positional = positionals(self.call)
        for index, axis in enumerate(self.axes):
            if index < len(positional):
                args.append(positional[index])
            elif ranges[axis] is not None:
                args.append(self._as_range(axis, ranges[axis]))
        args += self._lengths(ranges)
        seen: set[str] = set()
        for arg in self.call.args[len(positional) :]:
            new = self._other(arg)
            if new is not None and new.keyword is not None and new.keyword.value not in seen:
                seen.add(new.keyword.value)
                args.append(new)
        args += self._units(seen)
        if self._same(args):
            return self.call
        call = laid_out(self.call, args)
        shift = self._shift(ranges)
        return call if shift is None else expression("{call}.shift({shift})", call=call, shift=shift)

    def _same(self, args: list[cst.Arg]) -> bool:
        """Whether nothing changed but the order of arguments, which does not matter."""
        old = list(self.call.args)
        return len(args) == len(old) and all(any(new is one for one in old) for new in args)

    def _configure(self) -> None:
        """Read what axes are told; what belongs to ranges and lengths is taken out."""
        for arg in self.call.args:
            name = arg.keyword.value if arg.keyword is not None else ""
            if name == "number_line_config":
                name = "axis_config"
            if name.endswith("axis_config"):
                taken = (
                    frozenset({"tick_frequency"})
                    if self.plane
                    else frozenset({"tick_frequency", "unit_size"})
                )
                if name != "axis_config":
                    taken |= set(_ENDS_OF_ONE)
                if not self.legacy:
                    taken = frozenset()
                self.configs[name], self.taken[name] = modern(arg.value, taken)

    def _said(self, axis: str, key: str) -> cst.BaseExpression | None:
        """What one axis is told, by itself or with the others."""
        for config in (f"{axis}_axis_config", "axis_config"):
            value = self.taken.get(config, {}).get(key)
            if value is not None:
                return value
        return None

    def _value(self, name: str) -> cst.BaseExpression | None:
        arg = keyword(self.call, name)
        return None if arg is None else arg.value

    def _unit(self, axis: str) -> cst.BaseExpression | None:
        return self._value("unit_size") or self._said(axis, "unit_size")

    def _range(self, axis: str) -> Range | None:
        """The range of an axis as far as it can be read, the default one where ManimCE has another."""
        if not self.legacy:
            given = self._value(f"{axis}_range")
            index = "xyz".index(axis)
            if given is None and index < len(positionals(self.call)):
                given = positionals(self.call)[index].value
            return Range.read(given) if given is not None else self._default(axis, GL)
        # An axis by itself has the last word about where it ends.
        own = self.taken.get(f"{axis}_axis_config", {})
        low, high = (
            own.get(one, self._value(end)) for one, end in zip(_ENDS_OF_ONE, _ENDS[axis], strict=True)
        )
        radius = self._value(f"{axis}_radius")
        if radius is not None:
            low, high = cst.UnaryOperation(cst.Minus(cst.SimpleWhitespace("")), radius), radius
        step = (
            self._value(f"{axis}_line_frequency")
            or self._value(f"{axis}_tick_frequency")
            or self._said(axis, "tick_frequency")
        )
        written = Range.read(self._value(f"{axis}_range"))
        if written is not None and low is None and high is None:
            return written
        default = self._default(axis, LEGACY)
        if low is None and high is None and step is None:
            return default
        if default is None:
            default = Range(*(number(end) for end in _DEFAULTS[LEGACY, "Axes"][axis]))
        return Range(low or default.low, high or default.high, step)

    def _default(self, axis: str, flavour: str) -> Range | None:
        ends = _DEFAULTS.get((flavour, self.name), {}).get(axis)
        if self.plane and self._value(_LENGTHS[axis]) is not None and not self.legacy:
            ends = _DEFAULTS[GL, "Axes"][axis]
        return None if ends is None else Range(number(ends[0]), number(ends[1]))

    def _as_range(self, axis: str, span: Range | None) -> cst.Arg:
        given = keyword(self.call, f"{axis}_range")
        if given is not None:
            return given
        assert span is not None
        low = keyword(self.call, f"{axis}_min")
        new = as_keyword(f"{axis}_range", span.written())
        return new if low is None else new.with_changes(comma=low.comma)

    def _lengths(self, ranges: dict[str, Range | None]) -> list[cst.Arg]:
        found = []
        for axis in self.axes:
            given = keyword(self.call, _LENGTHS[axis])
            if given is not None and not self.legacy:
                found.append(renamed_keyword(given, f"{axis}_length"))
            elif not self.plane:
                span = ranges[axis]
                length = None if span is None else span.length(self._unit(axis))
                # Without a length ManimCE's axes have one unit of the screen for each of theirs, too.
                found.append(as_keyword(f"{axis}_length", length or cst.Name("None")))
        return found

    def _units(self, seen: set[str]) -> list[cst.Arg]:
        """Units of a size that no length tells of."""
        unit = self._value("unit_size")
        if unit is None or not self.plane or "axis_config" in seen:
            return []
        entry = cst.DictElement(cst.SimpleString('"unit_size"'), unit)
        return [as_keyword("axis_config", cst.Dict([entry]))]

    def _other(self, arg: cst.Arg) -> cst.Arg | None:
        """Any other argument as it is today, None if it has become part of another."""
        assert arg.keyword is not None
        name = arg.keyword.value
        if name in _LEGACY - {"number_line_config"} or name == "unit_size":
            return None
        if name.endswith("_range") or (name in _LENGTHS.values() and not self.legacy):
            return None
        if name == "number_line_config":
            name = "axis_config"
            arg = renamed_keyword(arg, name)
        if name in self.configs:
            value = self.configs[name]
            if value is not arg.value and entries(value) == []:
                return None
            return arg if value is arg.value else arg.with_changes(value=value)
        return arg

    def _shift(self, ranges: dict[str, Range | None]) -> cst.BaseExpression | None:
        """From the middle, where ManimCE has axes, to where the origin was."""
        if not self.legacy:
            return None
        vectors = []
        for axis, span in ranges.items():
            unit = self._unit(axis)
            way = None if span is None else span.middle(unit, _DIRECTIONS[axis])
            if way is not None:
                vectors.append(way)
        centre = self._value("center_point")
        if centre is not None and not (isinstance(centre, cst.Name) and centre.value == "ORIGIN"):
            vectors.append(centre)
        return added(vectors)

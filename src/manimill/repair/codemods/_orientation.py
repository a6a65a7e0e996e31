"""What the methods of a frame that is turned in space say of the camera's orientation."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from manimill.repair.codemods._numbers import number, plain, value_of
from manimill.repair.edit import argument, as_keyword, expression, has_star, negated, parenthesized
from manimill.repair.module import written

Settings = dict[str, cst.BaseExpression]
Calls = list[tuple[str, cst.Call]]
"""Methods called one after the other, by their names."""
Reader = Callable[[cst.Call, Settings], bool]
"""Takes from one method what it says of the camera; false where it cannot be told."""
Readers = dict[str, Reader]

_ORDER = ("phi", "theta", "gamma", "zoom", "frame_center")
_EULER = ("theta", "phi", "gamma")


def orientation(chain: Calls, readers: Readers | None = None) -> Settings | None:
    """What a chain of methods of a frame says of the camera, None if not all of it can be read."""
    settings: Settings = {}
    for name, call in chain:
        reader = (readers or _READERS).get(name)
        if reader is None or has_star(call) or not reader(call, settings):
            return None
    return settings


def as_arguments(settings: Settings) -> list[cst.Arg]:
    """Settings of the camera as keywords, in one order always."""
    return [as_keyword(name, settings[name]) for name in _ORDER if name in settings]


def ambient_rate(call: cst.Call) -> cst.BaseExpression | None:
    """How fast an updater turns the frame: what it is given times the time that went by."""
    if not call.args or not isinstance(call.args[0].value, cst.Lambda):
        return None
    function = call.args[0].value
    parameters = [parameter.name.value for parameter in function.params.params]
    turned = function.body
    if len(parameters) != 2 or not isinstance(turned, cst.Call) or not isinstance(turned.func, cst.Attribute):
        return None
    if turned.func.attr.value != "increment_theta" or len(turned.args) != 1:
        return None
    owner, by = turned.func.value, turned.args[0].value
    if not isinstance(owner, cst.Name) or owner.value != parameters[0]:
        return None
    if isinstance(by, cst.UnaryOperation) and isinstance(by.operator, cst.Minus):
        inside = _factor(by.expression, parameters[1])
        return None if inside is None else negated(inside)
    return _factor(by, parameters[1])


def _factor(node: cst.BaseExpression, time: str) -> cst.BaseExpression | None:
    if isinstance(node, cst.Name) and node.value == time:
        return cst.Integer("1")
    if not isinstance(node, cst.BinaryOperation) or not isinstance(node.operator, cst.Multiply):
        return None
    for one, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(one, cst.Name) and one.value == time:
            return other
    return None


def _plus(before: cst.BaseExpression, way: cst.BaseExpression) -> cst.BinaryOperation:
    """A sum, written as a difference where what is added is negative."""
    if isinstance(way, cst.UnaryOperation) and isinstance(way.operator, cst.Minus):
        return cst.BinaryOperation(before, cst.Subtract(), way.expression)
    if isinstance(way, cst.BinaryOperation) and isinstance(way.operator, cst.Multiply):
        left = way.left
        if isinstance(left, cst.UnaryOperation) and isinstance(left.operator, cst.Minus):
            return cst.BinaryOperation(before, cst.Subtract(), way.with_changes(left=left.expression))
    return cst.BinaryOperation(before, cst.Add(), way)


def _angles(call: cst.Call, settings: Settings) -> bool:
    units = argument(call, "units", 3)
    degrees = (
        units is not None and isinstance(units.value, cst.Name) and units.value.value in ("DEGREES", "DEG")
    )
    if units is not None and not degrees:
        return False
    for place, name in enumerate(_EULER):
        given = argument(call, name, place)
        if given is not None:
            _angle(name, given.value, degrees, settings)
    return True


def _reorient(call: cst.Call, settings: Settings) -> bool:
    for place, name in enumerate(_EULER):
        given = argument(call, f"{name}_degrees", place)
        if given is not None:
            _angle(name, given.value, True, settings)
    centre, height = argument(call, "center", 3), argument(call, "height", 4)
    if centre is not None and not _is_none(centre.value):
        settings["frame_center"] = centre.value
    if height is not None and not _is_none(height.value):
        settings["zoom"] = _divided("8", height.value)
    return True


def _angle(name: str, value: cst.BaseExpression, degrees: bool, settings: Settings) -> None:
    """One angle; the camera turns about its own axis the other way round than the frame did."""
    if _is_none(value):
        return
    if not degrees and _in_degrees(value):
        value, degrees = value.left, True  # type: ignore[attr-defined]
    known = value_of(value)
    if degrees:
        if known is not None:
            turned = {"theta": known - 90, "phi": known, "gamma": -known}[name]
            settings[name] = (
                expression("{number} * DEGREES", number=number(turned)) if turned else cst.Integer("0")
            )
            return
        value = expression("{value} * DEGREES", value=parenthesized(value))
    if name == "theta":
        value = cst.BinaryOperation(value, cst.Subtract(), expression("PI / 2"))
        if known == 0:
            value = expression("-90 * DEGREES")
    elif name == "gamma":
        value = negated(value)
    settings[name] = value


def _in_degrees(value: cst.BaseExpression) -> bool:
    """Whether an angle is a number of degrees as it stands."""
    return (
        isinstance(value, cst.BinaryOperation)
        and isinstance(value.operator, cst.Multiply)
        and isinstance(value.right, cst.Name)
        and value.right.value in ("DEGREES", "DEG")
        and plain(value.left)
    )


def _set(name: str) -> Reader:
    def read(call: cst.Call, settings: Settings) -> bool:
        given = argument(call, name, 0)
        if given is None:
            return False
        _angle(name, given.value, False, settings)
        return True

    return read


def _increment(name: str) -> Reader:
    def read(call: cst.Call, settings: Settings) -> bool:
        given = argument(call, f"d{name}", 0)
        if given is None or len(call.args) != 1:
            return False
        before = settings.get(name) or expression(f"self.camera.get_{name}()")
        settings[name] = _plus(before, negated(given.value) if name == "gamma" else given.value)
        return True

    return read


def _size(of: str) -> Reader:
    def read(call: cst.Call, settings: Settings) -> bool:
        size = _only(call)
        if size is None:
            return False
        settings["zoom"] = _divided(of, size)
        return True

    return read


def _shape(call: cst.Call, settings: Settings) -> bool:
    """The frame's width and height, of which the width follows from the height."""
    height = argument(call, "height", 1)
    if height is None:
        return False
    settings["zoom"] = _divided("8", height.value)
    return True


def _scale(call: cst.Call, settings: Settings) -> bool:
    factor = _only(call)
    if factor is None:
        return False
    before = settings.get("zoom") or expression("self.camera.get_zoom()")
    settings["zoom"] = cst.BinaryOperation(before, cst.Divide(), parenthesized(factor))
    return True


def _shift(call: cst.Call, settings: Settings) -> bool:
    way = _only(call)
    if way is None:
        return False
    before = settings.get("frame_center") or expression("self.camera.frame_center")
    settings["frame_center"] = _plus(before, way)
    return True


def _default(_: cst.Call, settings: Settings) -> bool:
    settings |= {
        "phi": cst.Integer("0"),
        "theta": expression("-90 * DEGREES"),
        "gamma": cst.Integer("0"),
        "zoom": cst.Integer("1"),
        "frame_center": cst.Name("ORIGIN"),
    }
    return True


def _centre(_: cst.Call, settings: Settings) -> bool:
    settings["frame_center"] = cst.Name("ORIGIN")
    return True


def _as_they_are(call: cst.Call, settings: Settings) -> bool:
    """Angles that are counted as ManimCE's camera counts them."""
    if not call.args or any(arg.keyword is None or arg.keyword.value not in _EULER for arg in call.args):
        return False
    settings |= {arg.keyword.value: arg.value for arg in call.args if arg.keyword is not None}
    return True


def _given(name: str) -> Reader:
    def read(call: cst.Call, settings: Settings) -> bool:
        value = _only(call)
        if value is None:
            return False
        settings[name] = value
        return True

    return read


CAMERA: Readers = {
    "set_euler_angles": _as_they_are,
    **{f"set_{name}": _given(name) for name in ("theta", "phi", "gamma", "zoom")},
}
"""What today's code asks of a camera in space as if it were turned and moved as a mobject is."""

_READERS: Readers = {
    "set_euler_angles": _angles,
    "reorient": _reorient,
    "set_theta": _set("theta"),
    "set_phi": _set("phi"),
    "set_gamma": _set("gamma"),
    "increment_theta": _increment("theta"),
    "increment_phi": _increment("phi"),
    "increment_gamma": _increment("gamma"),
    "set_height": _size("8"),
    "set_width": _size("config.frame_width"),
    "set_shape": _shape,
    "scale": _scale,
    "move_to": _given("frame_center"),
    "shift": _shift,
    "center": _centre,
    "to_default_state": _default,
}


FRAME: Readers = CAMERA | {
    name: _READERS[name] for name in ("set_height", "set_width", "scale", "move_to", "shift", "center")
}
"""The same of the camera's frame, which such a camera has not."""


def _divided(of: str, by: cst.BaseExpression) -> cst.BaseExpression:
    known = value_of(by)
    if known and of == "8":
        return number(round(8 / known, 3))
    return expression(f"{of} / {{by}}", by=parenthesized(by))


def _only(call: cst.Call) -> cst.BaseExpression | None:
    """What a call is given in the first place, if that is all it is given."""
    return call.args[0].value if len(call.args) == 1 and call.args[0].keyword is None else None


def _is_none(node: cst.BaseExpression) -> bool:
    return written(node) == "None"

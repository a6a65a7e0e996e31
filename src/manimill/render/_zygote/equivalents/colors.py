"""Colours, and the arrays of them that every mobject has three of."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import BLACK, ManimColor, Mobject, VMobject

from .arrays import ONE_COLOR, is_array
from .classes import Members, assigned_by_descriptor
from .standing_in import Function, StandIn

_NUMBERS = (float, int, np.float64)
_COMPUTES = Members(VMobject, "generate_rgbas_array", "get_sheen_factor", "__setattr__", "__getattribute__")
_COLORS = Members(
    VMobject,
    *("set_fill", "set_stroke", "set_background_stroke", "set_sheen", "set_sheen_direction"),
    *("update_rgbas_array", "generate_rgbas_array", "get_sheen_factor", "fill_color", "stroke_color"),
    *("get_fill_colors", "get_stroke_colors", "get_fill_rgbas", "get_stroke_rgbas"),
    *("__setattr__", "__getattribute__"),
)
_COLOR_ATTRIBUTES = frozenset(
    [
        *("fill_rgbas", "stroke_rgbas", "background_stroke_rgbas"),
        *("fill_opacity", "stroke_opacity", "background_stroke_opacity"),
        *("stroke_width", "background_stroke_width", "background_stroke_color"),
        *("sheen_factor", "sheen_direction", "submobjects"),
    ]
)


def _init(original: Function) -> Function:
    def init(self: Any, value: Any, alpha: float = 1.0) -> None:
        if type(value) is ManimColor is type(self):
            self._ManimColor__value = value._ManimColor__value  # type: ignore[attr-defined]
        elif type(value) is not np.ndarray or value.dtype != np.float64 or type(self) is not ManimColor:
            original(self, value, alpha)
        # Their numbers pass for three or four floats, one by one.
        elif value.shape == (4,):
            self._ManimColor__value = value  # type: ignore[attr-defined]
        elif value.shape == (3,) and type(alpha) in _NUMBERS:
            rgba = np.empty(4)
            rgba[:3] = value
            rgba[3] = alpha
            self._ManimColor__value = rgba  # type: ignore[attr-defined]
        else:
            original(self, value, alpha)

    return init


def _generate_rgbas_array(original: Function) -> Function:
    def generate_rgbas_array(self: Any, color: Any, opacity: Any) -> Any:
        if color is None:
            color = BLACK
        if opacity is None:
            opacity = 0.0
        if type(color) is not ManimColor or type(opacity) not in _NUMBERS:
            return original(self, color, opacity)
        sheen_factor = self.get_sheen_factor()
        rgbas = np.empty((1 if sheen_factor == 0 else 2, 4))
        rgbas[:] = color._ManimColor__value  # type: ignore[attr-defined]
        rgbas[:, 3] = opacity
        if sheen_factor != 0:
            rgbas[1, :3] += sheen_factor
            np.clip(rgbas[1], 0, 1, out=rgbas[1])
        return rgbas

    return generate_rgbas_array


def _update_rgbas_array(original: Function) -> Function:
    def update_rgbas_array(self: Any, array_name: str, color: Any = None, opacity: Any = None) -> Any:
        own = self.__dict__
        current = own.get(array_name)
        if current is None:
            if hasattr(type(self), array_name) or type(self).__getattr__ is not Mobject.__getattr__:
                return original(self, array_name, color, opacity)
            setattr(self, array_name, self.generate_rgbas_array(color, opacity))
            return self
        if not (
            is_array(current, ONE_COLOR)
            and (color is None or type(color) is ManimColor)
            and (opacity is None or type(opacity) in _NUMBERS)
            and _is_zero(own.get("sheen_factor"))
            and _COMPUTES.are_those_of(type(self))
        ):
            return original(self, array_name, color, opacity)
        if color is not None:
            current[0, :3] = color._ManimColor__value[:3]  # type: ignore[attr-defined]
        if opacity is not None:
            current[0, 3] = opacity
        return self

    return update_rgbas_array


def _init_colors(original: Function) -> Function:
    def init_colors(self: Any, propagate_colors: bool = True) -> Any:
        own = self.__dict__
        fill, stroke = own.get("fill_rgbas"), own.get("stroke_rgbas")
        opacities = own.get("fill_opacity"), own.get("stroke_opacity"), own.get("background_stroke_opacity")
        background, direction = own.get("background_stroke_color"), own.get("sheen_direction")
        if not (
            propagate_colors is True
            and is_array(fill, ONE_COLOR)
            and is_array(stroke, ONE_COLOR)
            and all(type(opacity) in _NUMBERS for opacity in opacities)
            and type(background) is ManimColor
            and type(direction) is np.ndarray
            and "background_stroke_rgbas" not in own
            and "stroke_width" in own
            and "background_stroke_width" in own
            and _is_zero(own.get("sheen_factor"))
            and own.get("submobjects") == []
            and _COLORS.are_those_of(type(self))
            and assigned_by_descriptor(type(self)).isdisjoint(_COLOR_ATTRIBUTES)
            and type(self).__getattr__ is Mobject.__getattr__
            and not hasattr(type(self), "background_stroke_rgbas")
        ):
            return original(self, propagate_colors)
        # Fill and stroke keep the colours they have, since it is these that they would be given.
        fill[0, 3], stroke[0, 3], behind = opacities
        rgbas = own["background_stroke_rgbas"] = np.empty((1, 4))
        rgbas[0] = background._ManimColor__value  # type: ignore[attr-defined]
        rgbas[0, 3] = behind
        # An equal one, as assigning a colour makes it.
        own["background_stroke_color"] = ManimColor(background)
        own["sheen_direction"] = direction.copy()
        return self

    return init_colors


def _is_zero(factor: Any) -> bool:
    return type(factor) in _NUMBERS and bool(factor == 0)


STAND_INS = (
    StandIn(ManimColor, "__init__", _init),
    StandIn(VMobject, "generate_rgbas_array", _generate_rgbas_array),
    StandIn(VMobject, "update_rgbas_array", _update_rgbas_array),
    StandIn(VMobject, "init_colors", _init_colors),
)

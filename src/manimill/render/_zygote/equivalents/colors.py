"""Colours, and the arrays of them that every mobject has three of."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import BLACK, ManimColor, Mobject, VMobject

from .standing_in import Function, StandIn

_NUMBERS = (float, int, np.float64)


def _init(original: Function) -> Function:
    def init(self: Any, value: Any, alpha: float = 1.0) -> None:
        if type(value) is ManimColor is type(self):
            self._ManimColor__value = value._ManimColor__value  # type: ignore[attr-defined]
        elif type(value) is np.ndarray and value.shape == (3,) and value.dtype == np.float64:
            # These pass for three floats, one by one.
            self._internal_value = ManimColor._internal_from_rgb(value, alpha)
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
        current = self.__dict__.get(array_name)
        if current is None:
            if hasattr(type(self), array_name) or type(self).__getattr__ is not Mobject.__getattr__:
                return original(self, array_name, color, opacity)
            setattr(self, array_name, self.generate_rgbas_array(color, opacity))
            return self
        if color is None and opacity is None and type(current) is np.ndarray:
            # The original works out an array and then takes nothing from it, but may make the present one longer.
            if len(current) > 1 or (len(current) == 1 and self.get_sheen_factor() == 0):
                return self
            return original(self, array_name, color, opacity)
        rgbas = self.generate_rgbas_array(color, opacity)
        if len(current) != len(rgbas):
            return original(self, array_name, color, opacity)
        if color is not None:
            current[:, :3] = rgbas[:, :3]
        if opacity is not None:
            current[:, 3] = rgbas[:, 3]
        return self

    return update_rgbas_array


STAND_INS = (
    StandIn(ManimColor, "__init__", _init),
    StandIn(VMobject, "generate_rgbas_array", _generate_rgbas_array),
    StandIn(VMobject, "update_rgbas_array", _update_rgbas_array),
)

"""Where a mobject begins and ends, by which everything is placed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import Mobject, TipableVMobject, VMobject

from .arrays import POINTS_OF_A_CURVE
from .standing_in import Function, StandIn

_EXTREMUM = Mobject.get_extremum_along_dim
_NUMBERS = (float, int)


def _get_points_defining_boundary(original: Function) -> Function:
    anchors_of = VMobject.get_anchors

    def get_points_defining_boundary(self: Any) -> Any:
        parts = []
        for part in self.get_family():
            if getattr(getattr(part, "get_anchors", None), "__func__", None) is not anchors_of:
                return original(self)
            points = part.points
            if not len(points):
                continue
            if (
                type(points) is not np.ndarray
                or points.dtype != np.float64
                or points.ndim != 2
                or points.shape[1] != 3
                or points.shape[0] % POINTS_OF_A_CURVE
                or part.n_points_per_cubic_curve != POINTS_OF_A_CURVE
            ):
                return original(self)
            parts.append(points)
        if not parts:
            return original(self)
        points = parts[0] if len(parts) == 1 else np.concatenate(parts)
        # The first and the last of each four.
        anchors = np.empty((len(points) // 2, 3))
        anchors[::2] = points[::4]
        anchors[1::2] = points[3::4]
        return anchors

    return get_points_defining_boundary


def _get_critical_point(original: Function) -> Function:
    def get_critical_point(self: Any, direction: Any) -> Any:
        if (
            type(direction) is np.ndarray
            and direction.shape == (3,)
            and direction.dtype in (np.float64, np.int64)
            and self.dim == 3
            and getattr(self.get_extremum_along_dim, "__func__", None) is _EXTREMUM
        ):
            points = self.get_points_defining_boundary()
            if (
                type(points) is not np.ndarray
                or points.dtype != np.float64
                or points.ndim != 2
                or not len(points)
            ):
                return original(self, direction)
            if points.shape[1] != 3:
                return original(self, direction)
            low, high = points.min(axis=0).tolist(), points.max(axis=0).tolist()
            result = np.zeros(3)
            for dim, key in enumerate(direction.tolist()):
                if key < 0:
                    result[dim] = low[dim]
                elif key == 0:
                    result[dim] = (low[dim] + high[dim]) / 2
                else:
                    result[dim] = high[dim]
            return result
        return original(self, direction)

    return get_critical_point


def _has_tip(name: str) -> Callable[[Function], Function]:
    def make(original: Function) -> Function:
        def has_tip(self: Any) -> bool:
            if (
                name not in self.__dict__
                and not hasattr(type(self), name)
                and type(self).__getattr__ is Mobject.__getattr__
            ):
                # Otherwise an error is raised, and caught, to find out.
                return False
            return original(self)  # type: ignore[no-any-return]

        return has_tip

    return make


STAND_INS = (
    StandIn(TipableVMobject, "has_tip", _has_tip("tip")),
    StandIn(TipableVMobject, "has_start_tip", _has_tip("start_tip")),
    StandIn(VMobject, "get_points_defining_boundary", _get_points_defining_boundary),
    StandIn(Mobject, "get_critical_point", _get_critical_point),
)

"""The curves of a mobject, and whether one goes on where another one ends."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from manim import ORIGIN, Mobject, VMobject

from .arrays import are_close, is_array
from .standing_in import Function, StandIn


def _consider_points_equals(original: Function) -> Function:
    def consider_points_equals(self: Any, p0: Any, p1: Any) -> bool:
        if not (is_array(p0, (3,)) and is_array(p1, (3,))):
            return original(self, p0, p1)  # type: ignore[no-any-return]
        return are_close(p0.tolist(), p1.tolist(), float(self.tolerance_for_point_equality))

    return consider_points_equals


def _apply_function(_original: Function) -> Function:
    def apply_function(self: Any, function: Any, *, about_point: Any = None, about_edge: Any = None) -> Any:
        if about_point is None and about_edge is None:
            about_point = ORIGIN
        self.apply_points_function_about_point(partial(_applied, function), about_point, about_edge)
        return self

    return apply_function


def _applied(function: Any, points: Any) -> Any:
    """What `numpy.apply_along_axis` makes of points, one row each."""
    if type(points) is not np.ndarray or points.ndim != 2 or not len(points):
        return np.apply_along_axis(function, 1, points)
    results = [function(row) for row in points]
    if all(is_array(result, (3,)) for result in results):
        return np.array(results)
    first = np.asanyarray(results[0])
    # The first result decides what becomes of the others.
    made = np.zeros((len(results), *first.shape), first.dtype)
    for number, result in enumerate(results):
        made[number] = result
    return made


STAND_INS = (
    StandIn(VMobject, "consider_points_equals", _consider_points_equals),
    StandIn(Mobject, "apply_function", _apply_function),
)

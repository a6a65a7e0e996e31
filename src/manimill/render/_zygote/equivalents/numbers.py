"""Arithmetic that libraries wrap in more than it costs."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import UP
from manim.mobject.three_d import three_d_utils
from manim.utils import space_ops

from .arrays import POINTS_OF_A_CURVE, is_array
from .standing_in import Function, StandIn

_MOST_STEPS = 64


def _rotation_matrix(original: Function) -> Function:
    from scipy.spatial.transform import _rotation_cy

    normalize = space_ops.normalize

    def rotation_matrix(angle: Any, axis: Any, homogeneous: bool = False) -> Any:
        if homogeneous or type(axis) is not np.ndarray or axis.shape != (3,):
            return original(angle, axis, homogeneous)
        vector = np.asarray(angle * normalize(axis))
        if vector.shape != (3,) or vector.dtype != np.float64:
            return original(angle, axis, homogeneous)
        # What scipy's `Rotation` comes to after it has looked for other libraries' arrays.
        return _rotation_cy.as_matrix(_rotation_cy.from_rotvec(vector.reshape(1, 3)))[0]

    return rotation_matrix


def _get_unit_normal(original: Function) -> Function:
    def get_unit_normal(v1: Any, v2: Any, tol: float = 1e-6) -> Any:
        if is_array(v1, (3,)) and is_array(v2, (3,)):
            (a, b, c), (d, e, f) = v1.tolist(), v2.tolist()
            longest, other = max(abs(a), abs(b), abs(c)), max(abs(d), abs(e), abs(f))
            if longest != 0.0 and other != 0.0:
                a, b, c = a / longest, b / longest, c / longest
                d, e, f = d / other, e / other, f / other
                product = np.array([b * f - c * e, c * d - a * f, a * e - b * d])
                length = np.sqrt(np.dot(product, product))
                if length > tol:
                    return product / length
        return original(v1, v2, tol)

    return get_unit_normal


def _get_3d_vmob_unit_normal(original: Function) -> Function:
    def get_3d_vmob_unit_normal(vmob: Any, point_index: int) -> Any:
        points = vmob.points
        count = len(points)
        if (
            count <= POINTS_OF_A_CURVE
            or count % POINTS_OF_A_CURVE
            or vmob.n_points_per_cubic_curve != POINTS_OF_A_CURVE
        ):
            return original(vmob, point_index)
        before = point_index - 3 if point_index > 2 else count - 4
        after = point_index + 3 if point_index < count - 3 else 3
        here = points[point_index]
        # The one that is there now, which may be a stand-in.
        normal = vars(three_d_utils)["get_unit_normal"](points[after] - here, points[before] - here)
        return np.array(UP) if np.linalg.norm(normal) == 0 else normal

    return get_3d_vmob_unit_normal


def _linspace(original: Function) -> Function:
    steps = {num: original(0, 1, num) for num in range(2, _MOST_STEPS)}

    def linspace(start: Any, stop: Any, num: Any = 50, *args: Any, **kwargs: Any) -> Any:
        if not args and not kwargs and type(start) is int and type(stop) is int and (start, stop) == (0, 1):
            known = steps.get(num) if type(num) is int else None
            if known is not None:
                return known.copy()
        return original(start, stop, num, *args, **kwargs)

    return linspace


def _norm(original: Function) -> Function:
    def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: Any = False) -> Any:
        plain = ord is None and axis is None and keepdims is False
        if plain and type(x) is np.ndarray and x.ndim == 1 and x.dtype == np.float64:
            # Side by side in memory, which decides how they are added up.
            row = x.ravel("K")
            return np.sqrt(row.dot(row))
        return original(x, ord=ord, axis=axis, keepdims=keepdims)

    return norm


STAND_INS = (
    StandIn(space_ops, "get_unit_normal", _get_unit_normal),
    StandIn(three_d_utils, "get_3d_vmob_unit_normal", _get_3d_vmob_unit_normal),
    StandIn(space_ops, "rotation_matrix", _rotation_matrix, relies_on=("scipy",)),
    StandIn(np, "linspace", _linspace),
    StandIn(np.linalg, "norm", _norm),
)

"""Arithmetic that libraries wrap in more than it costs."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim.utils import space_ops
from scipy.spatial.transform import _rotation_cy

from .standing_in import Function, StandIn

_MOST_STEPS = 64


def _rotation_matrix(original: Function) -> Function:
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


def _linspace(original: Function) -> Function:
    steps = {num: original(0, 1, num) for num in range(2, _MOST_STEPS)}

    def linspace(start: Any, stop: Any, num: Any = 50, *args: Any, **kwargs: Any) -> Any:
        if not args and not kwargs and type(start) is int and type(stop) is int and (start, stop) == (0, 1):
            known = steps.get(num) if type(num) is int else None
            if known is not None:
                return known.copy()
        return original(start, stop, num, *args, **kwargs)

    return linspace


STAND_INS = (
    StandIn(space_ops, "rotation_matrix", _rotation_matrix),
    StandIn(np, "linspace", _linspace),
)

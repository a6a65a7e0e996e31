"""What stand-ins ask of the numbers they are given."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import Any

import numpy as np

POINTS_OF_A_CURVE = 4

ONE_COLOR = (1, 4)
"""The shape of a mobject's colours where there is one, and no gradient."""

_RELATIVE = 1e-5
"""What `numpy.isclose` takes where it is not told otherwise, and manim everywhere."""


def is_array(value: Any, shape: tuple[int, ...]) -> bool:
    """Whether this is an array of floats of that shape, and nothing derived from one."""
    return type(value) is np.ndarray and value.shape == shape and value.dtype == np.float64


def are_close(one: Iterable[float], other: Iterable[float], tolerance: float) -> bool:
    """Whether two points pass for one, as `numpy.isclose` has it of each coordinate."""
    for a, b in zip(one, other, strict=True):
        if a != b:
            apart = abs(a - b)
            # Infinite numbers are close to equal ones only; a comparison with nan is false.
            if not (apart <= tolerance + _RELATIVE * abs(b) and isfinite(apart)):
                return False
    return True

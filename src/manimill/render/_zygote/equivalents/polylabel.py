"""Whether a point lies in a polygon, asked ten thousand times to place one label."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim.utils import polylabel

from .standing_in import Function, StandIn

_CLOSE_TO_ZERO = 1e-8
"""What `numpy.isclose` takes for zero."""


def _inside(original: Function) -> Function:
    def inside(self: Any, point: Any) -> bool:
        if type(point) is not np.ndarray or point.shape != (2,) or point.dtype != np.float64:
            return original(self, point)  # type: ignore[no-any-return]
        segments = self.__dict__.get("_segments_as_numbers")
        if segments is None:
            if self.start.dtype != np.float64 or self.stop.dtype != np.float64:
                return original(self, point)  # type: ignore[no-any-return]
            ends = np.hstack([self.start[:, :2], self.stop[:, :2]]).tolist()
            segments = self._segments_as_numbers = ends
        x, y = point.tolist()
        odd = False
        for x0, y0, x1, y1 in segments:
            if (x0 <= x <= x1 or x1 <= x <= x0) and (y0 <= y <= y1 or y1 <= y <= y0):
                cross = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)
                if abs(cross) <= _CLOSE_TO_ZERO:
                    return True
            if (y0 > y) != (y1 > y) and x < (x1 - x0) / (y1 - y0) * (y - y0) + x0:
                odd = not odd
        return odd

    return inside


STAND_INS = (StandIn(polylabel.Polygon, "inside", _inside),)

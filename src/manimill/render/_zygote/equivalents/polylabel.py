"""How far a point lies inside a polygon, asked ten thousand times to place one label."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim.utils import polylabel

from .arrays import is_array
from .standing_in import Function, StandIn

_CLOSE_TO_ZERO = 1e-8
"""What `numpy.isclose` takes for zero."""


def _inside(original: Function) -> Function:
    def inside(self: Any, point: Any) -> bool:
        if not is_array(point, (2,)):
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


def _compute_distance(original: Function) -> Function:
    # What `numpy.clip` comes to.
    from numpy._core.umath import clip  # type: ignore[attr-defined]

    def compute_distance(self: Any, point: Any) -> Any:
        start, diff, norm = self.start, self.diff, self.norm
        if not all(_is_plane(value) for value in (start, diff, norm)) or not is_array(point, (2,)):
            return original(self, point)
        shares = clip(np.einsum("ij,ij->i", norm, point - start), 0, 1).reshape(-1, 1)
        apart = start + diff * shares - point
        nearest = np.minimum.reduce(np.sqrt(np.add.reduce(apart * apart, axis=1)))
        return nearest if self.inside(point) else -nearest

    return compute_distance


def _is_plane(value: Any) -> bool:
    return type(value) is np.ndarray and value.ndim == 2 and len(value) > 0 and value.dtype == np.float64


STAND_INS = (
    StandIn(polylabel.Polygon, "inside", _inside),
    StandIn(polylabel.Polygon, "compute_distance", _compute_distance, relies_on=("numpy",)),
)

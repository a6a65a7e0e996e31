"""What the camera paints on, and how it tells cairo what to paint."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Camera, ThreeDCamera, VMobject
from manim.utils.color import color_to_int_rgba

from .arrays import ONE_COLOR, POINTS_OF_A_CURVE, are_close, is_array
from .classes import Members
from .standing_in import Function, StandIn

_FEW_CURVES = 64
"""So many are gone through one by one in less time than numpy needs to begin."""

_USUAL = (480, 854, int(np.array([0, 0, 0, 255], np.uint8).view(np.uint32)[0]))
"""Height, width and the colour of each pixel, in its four bytes, of what scenes are nearly always painted on."""

_SPLITS = Members(VMobject, "get_subpath_split_indices_from_points", "consider_points_equals_2d")


def _init_background(original: Function) -> Function:
    # Made before the fork, so that a scene has it without touching a megabyte of its own. Only one camera gets
    # it: what draws on its background draws on nobody else's.
    unused = {shape: _plain(*shape) for shape in (_USUAL,)}

    def init_background(self: Any) -> None:
        if self.background_image is not None or self.pixel_array_dtype != "uint8" or self.n_channels != 4:
            original(self)
            return
        rgba = color_to_int_rgba(self.background_color, self.background_opacity)
        # Four bytes at a time.
        pixel = int(np.asarray(rgba).astype(np.uint8).view(np.uint32)[0])
        shape = (self.pixel_height, self.pixel_width, pixel)
        usual = unused.pop(shape, None)
        self.background = _plain(*shape) if usual is None else usual

    return init_background


def _plain(height: int, width: int, pixel: int) -> Any:
    return np.full((height, width), pixel, np.uint32).view(np.uint8).reshape(height, width, 4)


def _set_cairo_context_path(original: Function) -> Function:
    def set_cairo_context_path(self: Any, ctx: Any, vmobject: Any) -> Any:
        if not _is_path(getattr(vmobject, "points", None)) or not _is_plain(vmobject):
            return original(self, ctx, vmobject)
        points = self.transform_points_pre_display(vmobject, vmobject.points)
        if not _is_path(points):
            if len(points) >= POINTS_OF_A_CURVE:
                return original(self, ctx, vmobject)
            # One point, which stands for a path that goes to infinity.
            if len(points):
                ctx.new_path()
            return self
        ctx.new_path()
        tolerance = vmobject.tolerance_for_point_equality
        flat = points[:, :2].tolist()
        curve_to, end = ctx.curve_to, len(flat)
        start = 0
        while start < end:
            ctx.new_sub_path()
            first = flat[start]
            ctx.move_to(*first)
            index = start
            while True:
                _, (a, b), (c, d), last = flat[index : index + POINTS_OF_A_CURVE]
                curve_to(a, b, c, d, *last)
                index += POINTS_OF_A_CURVE
                if index >= end or not are_close(last, flat[index], tolerance):
                    break
            if are_close(first, last, tolerance):
                ctx.close_path()
            start = index
        return self

    return set_cairo_context_path


def _project_points(original: Function) -> Function:
    def project_points(self: Any, points: Any) -> Any:
        if self.exponential_projection:
            return original(self, points)
        frame_center = self.frame_center
        focal_distance = self.get_focal_distance()
        zoom = self.get_zoom()
        points = np.dot(points - frame_center, self.get_rotation_matrix().T)
        # Worked out once, not once for each of two columns.
        behind = focal_distance - points[:, 2]
        factor = focal_distance / behind
        factor[behind < 0] = 10**6
        scale = factor * zoom
        points[:, 0] *= scale
        points[:, 1] *= scale
        return points

    return project_points


def _set_cairo_context_color(original: Function) -> Function:
    def set_cairo_context_color(self: Any, ctx: Any, rgbas: Any, vmobject: Any) -> Any:
        if not is_array(rgbas, ONE_COLOR):
            return original(self, ctx, rgbas, vmobject)
        red, green, blue, alpha = rgbas[0].tolist()
        ctx.set_source_rgba(blue, green, red, alpha)
        return self

    return set_cairo_context_color


def _is_path(points: Any) -> bool:
    """Whether these are a few whole curves in space."""
    return (
        type(points) is np.ndarray
        and points.dtype == np.float64
        and points.ndim == 2
        and points.shape[1] == 3
        and 0 < points.shape[0] <= _FEW_CURVES * POINTS_OF_A_CURVE
        and points.shape[0] % POINTS_OF_A_CURVE == 0
    )


def _is_plain(vmobject: Any) -> bool:
    return (
        isinstance(vmobject, VMobject)
        and _SPLITS.are_those_of(type(vmobject))
        and vmobject.n_points_per_cubic_curve == POINTS_OF_A_CURVE
        and type(vmobject.tolerance_for_point_equality) in (float, int)
    )


STAND_INS = (
    StandIn(Camera, "init_background", _init_background),
    StandIn(Camera, "set_cairo_context_path", _set_cairo_context_path),
    StandIn(Camera, "set_cairo_context_color", _set_cairo_context_color),
    StandIn(ThreeDCamera, "project_points", _project_points),
)

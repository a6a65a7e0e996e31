"""What the camera paints on."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Camera
from manim.utils.color import color_to_int_rgba

from .standing_in import Function, StandIn


def _init_background(original: Function) -> Function:
    def init_background(self: Any) -> None:
        if self.background_image is not None or self.pixel_array_dtype != "uint8" or self.n_channels != 4:
            original(self)
            return
        rgba = color_to_int_rgba(self.background_color, self.background_opacity)
        # Four bytes at a time.
        pixel = np.asarray(rgba).astype(np.uint8).view(np.uint32)
        whole = np.full((self.pixel_height, self.pixel_width), pixel[0], np.uint32)
        self.background = whole.view(np.uint8).reshape(self.pixel_height, self.pixel_width, 4)

    return init_background


STAND_INS = (StandIn(Camera, "init_background", _init_background),)

"""See the codemod."""

from __future__ import annotations

from manimill.repair.codemod import CE, GL, LEGACY, Order, Rename


class FrameConstants(Rename):
    """Constants about the frame are read from `config`: `FRAME_WIDTH` is `config.frame_width`."""

    flavours = frozenset({CE, GL, LEGACY})
    order = Order.NAMES
    renames = {
        "FRAME_WIDTH": "config.frame_width",
        "FRAME_HEIGHT": "config.frame_height",
        "FRAME_X_RADIUS": "config.frame_x_radius",
        "FRAME_Y_RADIUS": "config.frame_y_radius",
        "SPACE_WIDTH": "config.frame_x_radius",
        "SPACE_HEIGHT": "config.frame_y_radius",
        "TOP": "config.top",
        "BOTTOM": "config.bottom",
        "LEFT_SIDE": "config.left_side",
        "RIGHT_SIDE": "config.right_side",
        "ASPECT_RATIO": "config.aspect_ratio",
        "DEFAULT_PIXEL_WIDTH": "config.pixel_width",
        "DEFAULT_PIXEL_HEIGHT": "config.pixel_height",
        "DEFAULT_FRAME_RATE": "config.frame_rate",
    }

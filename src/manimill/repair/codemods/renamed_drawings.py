"""See the codemod."""

from __future__ import annotations

from manimill.repair.codemod import ALL, Order, Rename


class RenamedDrawings(Rename):
    """Drawn things that only have another name now get it: `StrokeArrow` is `Arrow`."""

    flavours = ALL
    order = Order.ARGUMENTS
    renames = {
        "StrokeArrow": "Arrow",
        "FillArrow": "Arrow",
        "FullscreenRectangle": "FullScreenRectangle",
        "TexMatrix": "Matrix",
    }

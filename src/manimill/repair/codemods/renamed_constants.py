"""See the codemod."""

from __future__ import annotations

from manimill.repair.codemod import GL, LEGACY, Order, Rename


class RenamedConstants(Rename):
    """Constants that only have another name now get it: `DEG` is `DEGREES`."""

    flavours = frozenset({GL, LEGACY})
    order = Order.NAMES
    renames = {
        "DEG": "DEGREES",
        "DEFAULT_MOBJECT_TO_EDGE_BUFF": "DEFAULT_MOBJECT_TO_EDGE_BUFFER",
        "DEFAULT_MOBJECT_TO_MOBJECT_BUFF": "DEFAULT_MOBJECT_TO_MOBJECT_BUFFER",
        "YELLOW_C": "PURE_YELLOW",
        "X_COLOR": "GREEN_C",
        "Y_COLOR": "RED_C",
        "Z_COLOR": "BLUE_D",
    }

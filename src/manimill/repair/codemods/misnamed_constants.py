"""See the codemod."""

from __future__ import annotations

from manimill.repair.codemod import CE, Order, Rename


class MisnamedConstants(Rename):
    """Directions and units under names that Manim never had, but that can mean one thing only, get their right ones."""

    flavours = frozenset({CE})
    order = Order.NAMES
    renames = {
        "CENTER": "ORIGIN",
        "DEGREE": "DEGREES",
        **{f"UP{between}LEFT": "UL" for between in ("", "_")},
        **{f"UP{between}RIGHT": "UR" for between in ("", "_")},
        **{f"DOWN{between}LEFT": "DL" for between in ("", "_")},
        **{f"DOWN{between}RIGHT": "DR" for between in ("", "_")},
    }

"""See the codemod."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, LEGACY, Codemod, Confidence, Order
from manimill.repair.edit import expression, key_of

_COLOURS: Mapping[str, str] = {
    "BLUE_E": 'ManimColor("#1C758A")',
    "GREEN_SCREEN": 'ManimColor("#00FF00")',
    "COLORMAP_3B1B": '[ManimColor("#1C758A"), GREEN, YELLOW, RED]',
}


class OldColours(Codemod):
    """Colours that ManimCE has not, or has another shade of, are written as what they were."""

    flavours = frozenset({GL, LEGACY})
    order = Order.NAMES
    confidence = Confidence.HIGH
    triggers = names(*_COLOURS, "COLOR_MAP")

    def leave_Name(self, original: cst.Name, updated: cst.Name) -> cst.BaseExpression:
        """Write the colour."""
        new = _COLOURS.get(original.value)
        if new is None or not self.is_use(original) or self.manim_name(original) != original.value:
            return updated
        if isinstance(self.parents[-1], cst.ImportAlias):
            return updated
        return expression(new)

    def leave_Subscript(self, original: cst.Subscript, updated: cst.Subscript) -> cst.BaseExpression:
        """A colour looked up by its name is that name."""
        key = key_of(original)
        if key is None or not key.isidentifier() or self.manim_name(original.value) != "COLOR_MAP":
            return updated
        return expression(_COLOURS.get(key, key))

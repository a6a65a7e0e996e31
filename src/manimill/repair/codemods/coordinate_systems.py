"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.codemods._systems import SYSTEMS, Unclear, todays_system


class CoordinateSystems(Codemod):
    """Axes and planes of older Manims get ranges, and lengths that keep one unit of the screen for each of theirs."""

    flavours = ALL
    order = Order.ARGUMENTS
    confidence = Confidence.HIGH
    triggers = SYSTEMS

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Give ranges, lengths and the settings of axes their names of today."""
        name = self.manim_name(original.func)
        if name is None or name not in SYSTEMS:
            return updated
        try:
            return todays_system(name, self.module.flavour, updated)
        except Unclear as unclear:
            self.warn(original, str(unclear))
            return updated

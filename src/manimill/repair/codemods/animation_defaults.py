"""See the codemod."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, LEGACY, Codemod, Confidence, Order

_VALUES: Mapping[str, str] = {
    "DEFAULT_ANIMATION_RUN_TIME": "1.0",
    "DEFAULT_ANIMATION_LAG_RATIO": "0.0",
    "DEFAULT_LAGGED_START_LAG_RATIO": "0.05",
}


class AnimationDefaults(Codemod):
    """What an animation took by default, for which the star import had names, is written as the number it was."""

    flavours = frozenset({GL, LEGACY})
    order = Order.NAMES
    confidence = Confidence.HIGH
    triggers = names(*_VALUES)

    def leave_Name(self, original: cst.Name, updated: cst.Name) -> cst.BaseExpression:
        """Write the number."""
        value = _VALUES.get(original.value)
        if value is None or not self.is_use(original) or self.manim_name(original) != original.value:
            return updated
        if isinstance(self.parents[-1], cst.ImportAlias):
            return updated
        return cst.Float(value, lpar=updated.lpar, rpar=updated.rpar)

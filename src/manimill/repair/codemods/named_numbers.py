"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.repair.codemod import OLD, Codemod, Confidence, Order

_NUMBERS = {
    "DEFAULT_ANIMATION_RUN_TIME": "1.0",
    "DEFAULT_ANIMATION_LAG_RATIO": "0",
    "DEFAULT_FADE_LAG_RATIO": "0",
    "DEFAULT_LAGGED_START_LAG_RATIO": "0.05",
    "DEFAULT_COUNT_RUN_TIME": "5.0",
    "STRAIGHT_PATH_THRESHOLD": "0.01",
    "VECTOR_LABEL_SCALE_FACTOR": "0.8",
    "TEX_MOB_SCALE_FACTOR": "0.05",
}


class NamedNumbers(Codemod):
    """Numbers that older Manims had names for, such as `DEFAULT_ANIMATION_RUN_TIME`, are written out."""

    flavours = OLD
    order = Order.NAMES
    confidence = Confidence.HIGH
    triggers = frozenset(_NUMBERS)

    def leave_Name(self, original: cst.Name, updated: cst.Name) -> cst.BaseExpression:
        """Write the number, unless the name is only imported here."""
        value = _NUMBERS.get(original.value)
        if value is None or isinstance(self.parents[-1], cst.ImportAlias) or not self.is_use(original):
            return updated
        if self.manim_name(original) != original.value:
            return updated
        return cst.parse_expression(value).with_changes(lpar=updated.lpar, rpar=updated.rpar)

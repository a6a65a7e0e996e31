"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.edit import (
    argument,
    as_keyword,
    expression,
    has_star,
    mobject_first,
    negated,
    positionals,
    renamed_function,
    renamed_keyword,
    with_args,
)


class FadeInFrom(Codemod):
    """`FadeInFrom(m, direction)` comes from a direction; `FadeIn(m, shift=...)` goes into one, the opposite."""

    flavours = ALL
    order = Order.ANIMATIONS
    confidence = Confidence.HIGH
    triggers = names("FadeInFrom")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Turn the direction around; without one it came from below."""
        if self.manim_name(original.func) != "FadeInFrom":
            return updated
        if has_star(updated) or len(positionals(updated)) > 2:
            self.warn(original, "the direction it comes from stands behind a *")
            return updated
        direction = argument(updated, "direction", 1)
        if direction is None:
            call = with_args(updated, [*updated.args, as_keyword("shift", expression("UP"))])
        else:
            shift = renamed_keyword(direction.with_changes(value=negated(direction.value)), "shift")
            call = with_args(updated, [shift if arg is direction else arg for arg in updated.args])
        return renamed_function(mobject_first(call), "FadeIn")

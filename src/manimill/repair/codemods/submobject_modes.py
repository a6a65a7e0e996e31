"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import LEGACY, Codemod, Confidence, Order
from manimill.repair.codemods._owners import is_repeatable
from manimill.repair.edit import as_keyword, expression, has_star, keyword, map_args, positionals

_RATIOS = {"all_at_once": "0", "one_at_a_time": "1"}
_LAGGED = names("lagged_start smoothed_lagged_start")


class SubmobjectModes(Codemod):
    """How an animation went through the parts of a mobject, its `submobject_mode`, is a `lag_ratio`."""

    flavours = frozenset({LEGACY})
    order = Order.SCENES
    confidence = Confidence.HIGH
    triggers = names("submobject_mode")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Give the ratio of a mode; parts that started one after the other overlapped all but one's share."""
        given = keyword(updated, "submobject_mode")
        if given is None or self.manim_name(original.func) is None or has_star(updated):
            return updated
        mode = given.value.evaluated_value if isinstance(given.value, cst.SimpleString) else None
        if isinstance(mode, str) and mode in _RATIOS:
            ratio = expression(_RATIOS[mode])
        elif mode in _LAGGED and keyword(updated, "lag_factor") is None and _has_name(updated):
            # Each of n parts took half of the time, and started a share of the other half after the one before.
            ratio = expression("1 / len({parts})", parts=positionals(updated)[0].value.deep_clone())
            self.record(original, Confidence.LOW)
        else:
            self.warn(original, "how it went through the parts cannot be read")
            return updated
        new = as_keyword("lag_ratio", ratio)
        return map_args(
            updated,
            lambda arg: (
                new.with_changes(comma=arg.comma, whitespace_after_arg=arg.whitespace_after_arg)
                if arg is given
                else arg
            ),
        )


def _has_name(call: cst.Call) -> bool:
    return bool(positionals(call)) and is_repeatable(positionals(call)[0].value)

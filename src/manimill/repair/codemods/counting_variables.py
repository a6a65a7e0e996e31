"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.edit import expression, method_of_self


class CountingVariables(Codemod):
    """A `Variable` moved while its tracker counts is updated on its way: a digit more or less is an error now."""

    flavours = ALL
    order = Order.ANIMATIONS
    confidence = Confidence.MEDIUM
    local = False
    triggers = names("Variable")
    beside = names("animate")

    def leave_Attribute(self, original: cst.Attribute, updated: cst.Attribute) -> cst.BaseExpression:
        """Let what is moved be updated on its way, where a tracker is played beside it."""
        around = self.parents[-1] if self.parents else None
        if original.attr.value != "animate" or (isinstance(around, cst.Call) and around.func is original):
            return updated
        if self.kind(original.value) != "Variable" or not self._counts():
            return updated
        return expression("{animate}(suspend_mobject_updating=False)", animate=updated)

    def _counts(self) -> bool:
        """Whether the play around it animates a tracker too."""
        play = next(
            (one for one in reversed(self.parents) if isinstance(one, cst.Call) and method_of_self(one)), None
        )
        if play is None or method_of_self(play) != "play":
            return False
        return any(self.kind(arg.value) == "ValueTracker" for arg in play.args if arg.keyword is None)

"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import CE, Codemod, Confidence, Order
from manimill.repair.edit import method_of, positionals, with_args
from manimill.repair.walk import walk


class NumbersSetToThemselves(Codemod):
    """A number that is animated is no longer set to its own value meanwhile, which now stops the scene.

    ``UpdateFromFunc(n, lambda m: m.set_value(n.get_value()))`` gives the number new digits on every frame, beside
    an animation of the digits it began with; since ManimCE insists that these are as many, it fails.
    """

    flavours = frozenset({CE})
    order = Order.ANIMATIONS
    confidence = Confidence.LOW
    triggers = names("UpdateFromFunc")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.Call:
        """Leave the update out of a play in which the same number is animated."""
        if method_of(original) != "play":
            return updated
        animated = [_animated(arg.value) for arg in original.args]
        kept = [
            new
            for old, new in zip(original.args, updated.args, strict=True)
            if not any(one is not None and self._refreshes(old.value, one) for one in animated)
        ]
        return updated if len(kept) == len(updated.args) else with_args(updated, kept)

    def _refreshes(self, animation: cst.BaseExpression, number: cst.BaseExpression) -> bool:
        """Whether an animation does nothing but set a number to its own value."""
        if not isinstance(animation, cst.Call) or self.manim_name(animation.func) != "UpdateFromFunc":
            return False
        given = positionals(animation)
        if len(given) != 2 or len(animation.args) != 2 or not given[0].value.deep_equals(number):
            return False
        update = given[1].value
        if not isinstance(update, cst.Lambda) or len(update.params.params) != 1:
            return False
        setting, parameter = update.body, update.params.params[0].name
        if not isinstance(setting, cst.Call) or method_of(setting) != "set_value" or len(setting.args) != 1:
            return False
        reading = setting.args[0].value
        if not isinstance(reading, cst.Call) or method_of(reading) != "get_value" or reading.args:
            return False
        owners = [call.func.value for call in (setting, reading)]  # type: ignore[attr-defined]
        return owners[0].deep_equals(parameter) and any(
            owners[1].deep_equals(one) for one in (parameter, number)
        )


def _animated(animation: cst.BaseExpression) -> cst.BaseExpression | None:
    """What ``m.animate`` with a new value in it animates."""
    if not any(isinstance(node, cst.Name) and node.value == "set_value" for node in walk(animation)):
        return None
    node: cst.CSTNode = animation
    while isinstance(node, cst.Call | cst.Attribute):
        if isinstance(node, cst.Attribute) and node.attr.value == "animate":
            return node.value
        node = node.func if isinstance(node, cst.Call) else node.value
    return None

"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import CE, Codemod, Confidence, Order
from manimill.repair.edit import expression, method_of, positionals, with_args


class NumbersSetToThemselves(Codemod):
    """A number that is animated is no longer set to its own value meanwhile, which now stops the scene.

    ``UpdateFromFunc(n, lambda m: m.set_value(n.get_value()))`` gives the number new digits on every frame, beside
    an animation of the digits it began with; since ManimCE insists that these are as many, it fails. So does
    ``n.animate.set_value(...)`` where digits become fewer, but not a transformation into a copy of the new value.
    """

    flavours = frozenset({CE})
    order = Order.ANIMATIONS
    confidence = Confidence.LOW
    triggers = names("UpdateFromFunc")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.Call:
        """Leave the update out of a play in which the same number is animated, and transform the number there."""
        if method_of(original) != "play":
            return updated
        animated = [_animated(arg.value) for arg in original.args]
        numbers = [attribute.value for attribute in animated if attribute is not None]
        refreshed = [
            number for number in numbers if any(self._refreshes(arg.value, number) for arg in original.args)
        ]
        if not refreshed or not self.module.star:
            return updated
        kept = []
        for old, new, attribute in zip(original.args, updated.args, animated, strict=True):
            if any(self._refreshes(old.value, number) for number in refreshed):
                continue
            if attribute is not None and any(attribute.value.deep_equals(number) for number in refreshed):
                kept.append(new.with_changes(value=_transformed(new.value)))
            else:
                kept.append(new)
        return with_args(updated, kept)

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


def _animated(animation: cst.BaseExpression) -> cst.Attribute | None:
    """The ``m.animate`` at the root of an animation that gives a number a new value; none if it has arguments."""
    node: cst.CSTNode = animation
    called = ""
    sets = False
    while isinstance(node, cst.Call | cst.Attribute):
        if isinstance(node, cst.Attribute):
            if node.attr.value == "animate":
                return node if sets and called else None
            sets = sets or node.attr.value == "set_value"
            called = node.attr.value
            node = node.value
        else:
            called = ""
            node = node.func
    return None


def _transformed(animation: cst.BaseExpression) -> cst.BaseExpression:
    """The transformation of a number into a copy with the new value: its digits may become fewer."""
    attribute = _animated(animation)
    assert attribute is not None
    copy = expression("{number}.copy()", number=attribute.value)
    target = animation.deep_replace(attribute, copy)
    assert isinstance(target, cst.BaseExpression)
    return expression("Transform({number}, {target})", number=attribute.value, target=target)

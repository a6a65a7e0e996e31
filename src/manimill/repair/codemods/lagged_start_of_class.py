"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.edit import renamed_function, with_renamed_keywords

_OLD_ANIMATIONS = names(
    "ShowCreation FadeInFromDown FadeInFrom FadeOutAndShift FadeOutAndShiftDown VFadeIn VFadeOut Indicate "
    "ShowCreationThenDestruction WiggleOutThenIn CircleIndicate FadeInFromLarge"
)


class LaggedStartOfClass(Codemod):
    """`LaggedStart` of a class and a group is `LaggedStartMap`, whose class and group have other keywords now."""

    flavours = OLD
    order = Order.ANIMATIONS
    confidence = Confidence.HIGH
    triggers = names("LaggedStart LaggedStartMap")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Look at the first argument: animations stand there as calls, a class by its name."""
        name = self.manim_name(original.func)
        if name == "LaggedStartMap":
            renames = {
                "AnimationClass": "animation_class",
                "anim_func": "animation_class",
                "group": "mobject",
            }
            return with_renamed_keywords(updated, renames)
        if name != "LaggedStart" or len(original.args) < 2 or original.args[0].star:
            return updated
        first = original.args[0].value
        inner = self.manim_name(first)
        own = isinstance(first, cst.Name) and self.module.leads_to(first.value, "Animation")
        known = inner is not None and (api.is_animation(inner) or inner in _OLD_ANIMATIONS)
        return renamed_function(updated, "LaggedStartMap") if known or own else updated

"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.codemods._numbers import value_of
from manimill.repair.edit import expression, has_star, method_of

_PAIR = 2


class TransformsAtOnce(Codemod):
    """`Transform(a, b).update(1)`, an animation that is at its end at once, is `a.become(b)`."""

    flavours = OLD
    order = Order.SCENES
    confidence = Confidence.HIGH
    triggers = names("Transform ApplyMethod")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Do what the animation comes to."""
        if (
            method_of(original) != "update"
            or len(original.args) != 1
            or value_of(original.args[0].value) != 1
        ):
            return updated
        assert isinstance(original.func, cst.Attribute) and isinstance(updated.func, cst.Attribute)
        animation, new = original.func.value, updated.func.value
        if not isinstance(animation, cst.Call) or not isinstance(new, cst.Call) or has_star(animation):
            return updated
        if any(arg.keyword is not None for arg in animation.args) or not animation.args:
            return updated
        return self._done(original, animation, [arg.value for arg in new.args]) or updated

    def _done(
        self, original: cst.Call, animation: cst.Call, values: list[cst.BaseExpression]
    ) -> cst.BaseExpression | None:
        name = self.manim_name(animation.func)
        if name == "Transform" and len(values) == _PAIR:
            return expression("{one}.become({other})", one=values[0], other=values[1])
        if name != "ApplyMethod" or not isinstance(values[0], cst.Attribute):
            return None
        if any(isinstance(value, cst.Dict) for value in values[1:]):
            self.warn(original, "what its method is given stands in a dictionary")
            return None
        return cst.Call(values[0], [cst.Arg(value) for value in values[1:]])

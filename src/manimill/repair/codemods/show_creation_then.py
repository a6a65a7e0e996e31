"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.codemods._owners import is_repeatable
from manimill.repair.edit import (
    as_keyword,
    expression,
    has_star,
    keyword,
    positionals,
    renamed_function,
    with_args,
    without,
)

_FLASHES = {"ShowCreationThenDestruction": "2", "VShowPassingFlash": "0.3"}
"""Flashes by their old name, and how wide they were if not told."""


class ShowCreationThen(Codemod):
    """What is drawn and goes again is a `ShowPassingFlash` as wide as the curve, or `Create` and `FadeOut` in turn."""

    flavours = ALL
    order = Order.ANIMATIONS
    confidence = Confidence.HIGH
    triggers = names("ShowCreationThenDestruction ShowCreationThenFadeOut VShowPassingFlash")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Rewrite a call, or a class that is named for each of a group."""
        name = self.manim_name(original.func)
        if name == "LaggedStartMap" and original.args:
            inner = self.manim_name(original.args[0].value)
            if inner == "ShowCreationThenFadeOut":
                each = expression("lambda m, **kwargs: Succession(Create(m), FadeOut(m), **kwargs)")
                return updated.with_changes(
                    args=[updated.args[0].with_changes(value=each), *updated.args[1:]]
                )
            if inner is None or inner not in _FLASHES or has_star(original):
                return updated
            first = updated.args[0].with_changes(value=cst.Name("ShowPassingFlash"))
            return _flashing(with_args(updated, [first, *updated.args[1:]]), inner)
        if name is not None and name in _FLASHES:
            return _flashing(renamed_function(updated, "ShowPassingFlash"), name)
        return self._then_faded(original, updated) if name == "ShowCreationThenFadeOut" else updated

    def _then_faded(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        given = positionals(updated)
        if len(given) != 1 or has_star(updated):
            self.warn(original, "what it shows cannot be read")
            return updated
        shown = given[0].value
        if not is_repeatable(shown):
            self.warn(original, "what it shows has no name to be written twice")
            return updated
        create = cst.Arg(expression("Create({m})", m=shown))
        fade = cst.Arg(expression("FadeOut({m})", m=shown))
        kept = [arg for arg in updated.args if arg.keyword is not None and arg.keyword.value != "remover"]
        return with_args(renamed_function(updated, "Succession"), [create, fade, *kept])


def _flashing(call: cst.Call, old: str) -> cst.Call:
    call = without(call, "taper_width")
    if keyword(call, "time_width") is not None or any(arg.star == "**" for arg in call.args):
        return call
    return with_args(call, [*call.args, as_keyword("time_width", expression(_FLASHES[old]))])

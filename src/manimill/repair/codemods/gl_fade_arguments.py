"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.codemods._numbers import number, plain_value
from manimill.repair.edit import (
    expression,
    keyword,
    parenthesized,
    positionals,
    renamed_keyword,
    with_args,
)
from manimill.repair.kinds import VECTOR, is_mobject

_WORDS = ("shift", "scale")


class GlFadeArguments(Codemod):
    """ManimGL's second argument of a fade is its `shift`, and what it scales in by is the inverse of ManimCE's."""

    flavours = frozenset({GL})
    order = Order.ANIMATIONS
    confidence = Confidence.HIGH
    triggers = names("FadeIn FadeOut")
    once = True

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Name what is positional, then turn the scale of a `FadeIn` around."""
        name = self.manim_name(original.func)
        if name == "LaggedStartMap" and original.args and self.manim_name(original.args[0].value) == "FadeIn":
            return _inverted(updated)
        if name not in ("FadeIn", "FadeOut"):
            return updated
        given = positionals(original)
        if len(given) > 1 and not any(arg.star for arg in original.args):
            kind = self.kind(given[1].value)
            if len(given) <= len(("mobject", *_WORDS)) and (kind == VECTOR or not self._drawn(kind)):
                if kind != VECTOR:
                    self.record(original, Confidence.MEDIUM)
                moved = [renamed_keyword(a, w) for a, w in zip(updated.args[1:], _WORDS, strict=False)]
                updated = with_args(
                    updated, [updated.args[0], *moved[: len(given) - 1], *updated.args[len(given) :]]
                )
        return _inverted(updated) if name == "FadeIn" else updated

    def _drawn(self, kind: str | None) -> bool:
        """Whether a kind is of mobjects, which ManimGL would not take in this place."""
        return is_mobject(kind) or (kind is not None and self.module.leads_to(kind, "Mobject"))


def _inverted(call: cst.Call) -> cst.Call:
    """The call with the inverse of its scale: 2 here means that it grows from a half of its size."""
    scale = keyword(call, "scale")
    if scale is None:
        return call
    value = plain_value(scale.value)
    if value == 1:
        return call
    if value and round(1 / value, 4) == 1 / value:
        new = number(1 / value)
    else:
        new = expression("1 / {value}", value=parenthesized(scale.value))
    return with_args(call, [arg.with_changes(value=new) if arg is scale else arg for arg in call.args])

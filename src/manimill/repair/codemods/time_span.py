"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.codemods._numbers import number, plain_value
from manimill.repair.edit import as_keyword, expression, has_star, keyword, with_args, without

_LINEAR = names("Write DrawBorderThenFill AnimationGroup Succession LaggedStart Rotating UpdateFromAlphaFunc")
_LINEAR_NOW = _LINEAR - names("UpdateFromAlphaFunc DrawBorderThenFill")


class TimeSpan(Codemod):
    """An animation that takes a part of the time, `time_span`, lasts to its end with a squished rate function."""

    flavours = frozenset({GL})
    order = Order.ANIMATIONS
    confidence = Confidence.MEDIUM
    triggers = names("time_span")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Work out how long the whole lasts, and which part of it the span is."""
        span = keyword(updated, "time_span")
        if span is None or has_star(updated):
            return updated
        name = self.manim_name(original.func)
        between = _pair(span.value)
        play = self._run_time_of_play()
        own = keyword(original, "run_time")
        known = None if own is None and play is None else plain_value(play or (own.value if own else None))
        if between is None or name == "LaggedStartMap" or (known is None and (own is not None or play)):
            self.warn(original, "how long it lasts cannot be told")
            return updated
        start, end = between
        whole = max(end, known if known is not None else 1.0)
        given = keyword(updated, "rate_func")
        rate = given.value if given is not None else cst.Name("linear" if name in _LINEAR_NOW else "smooth")
        call = without(updated, "time_span", "run_time", "rate_func")
        new = [as_keyword("run_time", number(whole))]
        if (start, end) != (0, whole) or given is not None:
            squished = expression(
                "squish_rate_func({rate}, {start}, {end})",
                rate=rate,
                start=number(start / whole),
                end=number(end / whole),
            )
            new.append(as_keyword("rate_func", squished if (start, end) != (0, whole) else rate))
        return with_args(call, [*call.args, *new])

    def _run_time_of_play(self) -> cst.BaseExpression | None:
        """The run time that the `play` around gives to all its animations."""
        around = next((node for node in reversed(self.parents) if isinstance(node, cst.Call)), None)
        if around is None or not isinstance(around.func, cst.Attribute) or around.func.attr.value != "play":
            return None
        given = keyword(around, "run_time")
        return given.value if given is not None else None


def _pair(node: cst.BaseExpression) -> tuple[float, float] | None:
    if not isinstance(node, cst.Tuple | cst.List) or len(node.elements) != 2:
        return None
    start, end = (plain_value(element.value) for element in node.elements)
    return None if start is None or end is None or end <= start else (start, end)

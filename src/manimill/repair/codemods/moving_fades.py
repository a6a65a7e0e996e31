"""See the codemod."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.codemods._arguments import named
from manimill.repair.edit import (
    as_keyword,
    expression,
    has_star,
    keyword,
    mobject_first,
    negated,
    renamed_function,
    renamed_keyword,
    with_args,
)

_FADES: Mapping[str, tuple[str, str, str, Mapping[str, str]]] = {
    "FadeInFromDown": ("FadeIn", "direction", "-shift", {"shift": "UP"}),
    "FadeOutAndShift": ("FadeOut", "direction", "shift", {"shift": "DOWN"}),
    "FadeOutAndShiftDown": ("FadeOut", "direction", "shift", {"shift": "DOWN"}),
    "FadeInFromLarge": ("FadeIn", "scale_factor", "scale", {"scale": "2"}),
    "FadeInFromPoint": ("FadeIn", "point", "target_position", {"scale": "0"}),
    "FadeOutToPoint": ("FadeOut", "point", "target_position", {"scale": "0"}),
    "VFadeInThenOut": ("FadeIn", "", "", {"rate_func": "there_and_back", "remover": "True"}),
}
"""Fades by their old name: the name now, the old second parameter, the keyword for it now (after a ``-``: with the
opposite sign), and what is to be given where the call does not say it."""


class MovingFades(Codemod):
    """Fades that move or scale are `FadeIn` and `FadeOut` with `shift`, `scale` or `target_position`."""

    flavours = ALL
    order = Order.ANIMATIONS
    confidence = Confidence.HIGH
    triggers = names(*_FADES, "FadeInFrom")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Rewrite the fade itself, or one that is only named for each of a group."""
        if self.manim_name(original.func) == "LaggedStartMap":
            return self._mapped(original, updated)
        if isinstance(original.func, cst.Name) and original.func.value == "map":
            return self._by_map(original, updated)
        old = self.manim_name(original.func)
        if old is None or old not in _FADES:
            return updated
        new, parameter, word, defaults = _FADES[old]
        call = named(updated, [parameter] if parameter else [])
        if call is None or has_star(updated):
            self.warn(original, "where it moves stands behind a *")
            return updated
        if parameter and (given := keyword(call, parameter)) is not None:
            value = negated(given.value) if word[0] == "-" else given.value
            moved = renamed_keyword(given.with_changes(value=value), word.lstrip("-"))
            call = with_args(call, [moved if arg is given else arg for arg in call.args])
        return _with_defaults(renamed_function(mobject_first(call), new), defaults)

    def _by_map(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Python's own ``map`` of a fade, which has no room for keywords, as a list."""
        if len(original.args) != 2 or any(arg.star or arg.keyword for arg in original.args):
            return updated
        old = self.manim_name(original.args[0].value)
        old = "FadeInFromDown" if old == "FadeInFrom" else old
        if old is None or old not in _FADES or old in _TO_A_POINT:
            return updated
        new, _, _, defaults = _FADES[old]
        one = _with_defaults(cst.Call(cst.Name(new), [cst.Arg(cst.Name("each"))]), defaults)
        return expression("[{one} for each in {several}]", one=one, several=updated.args[1].value)

    def _mapped(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        old = self.manim_name(original.args[0].value) if original.args else None
        if old is None or (old not in _FADES and old != "FadeInFrom"):
            return updated
        new, _, word, defaults = _FADES[old if old != "FadeInFrom" else "FadeInFromDown"]
        plain = [arg for arg in updated.args if arg.keyword is None]
        if len(plain) == 3 and not has_star(updated):
            each = _of_each(new, word, plain[1].value, plain[2].value)
            if each is not None:
                kept = _with_defaults(
                    with_args(updated, [cst.Arg(each, star="*"), *updated.args[3:]]), _LAGGED
                )
                return renamed_function(kept, "LaggedStart")
        if len(plain) > 2 or has_star(updated) or old in _TO_A_POINT:
            self.warn(original, f"where each {old} moves is up to a function")
            return updated
        first = updated.args[0].with_changes(value=cst.Name(new))
        return _with_defaults(with_args(updated, [first, *updated.args[1:]]), defaults)


_TO_A_POINT = names("FadeInFromPoint FadeOutToPoint")
_LAGGED = {"run_time": "2"}


def _of_each(
    new: str, word: str, group: cst.BaseExpression, arguments: cst.BaseExpression
) -> cst.BaseExpression | None:
    """A fade for each of a group, whose direction a lambda gave as the second of a pair."""
    if not word or not isinstance(arguments, cst.Lambda) or len(arguments.params.params) != 1:
        return None
    pair = arguments.body
    if not isinstance(pair, cst.Tuple) or len(pair.elements) != 2:
        return None
    one, where = (element.value for element in pair.elements)
    return expression(
        f"[{new}({{one}}, {word.lstrip('-')}={{where}}) for {arguments.params.params[0].name.value} in {{group}}]",
        one=one,
        where=negated(where) if word[0] == "-" else where,
        group=group,
    )


def _with_defaults(call: cst.Call, defaults: Mapping[str, str]) -> cst.Call:
    for word, value in defaults.items():
        if keyword(call, word) is None:
            call = with_args(call, [*call.args, as_keyword(word, expression(value))])
    return call

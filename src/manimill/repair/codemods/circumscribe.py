"""See the codemod."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.codemods._arguments import dict_items, named
from manimill.repair.edit import (
    as_keyword,
    expression,
    has_star,
    keyword,
    renamed_function,
    with_args,
    with_renamed_keywords,
    without,
)

_AROUND: Mapping[str, tuple[tuple[str, ...], Mapping[str, str]]] = {
    "ShowPassingFlashAround": ((), {"time_width": "0.1"}),
    "ShowCreationThenDestructionAround": ((), {"time_width": "2"}),
    "ShowCreationThenFadeAround": ((), {"fade_out": "True", "run_time": "2"}),
    "FlashAround": (("time_width", "taper_width", "stroke_width", "color", "buff"), {"time_width": "1"}),
    "CircleIndicate": (("scale_factor",), {"shape": "Circle"}),
}
"""Animations around a mobject: their parameters after it, and what says the same to `Circumscribe`."""

_LOST = names("taper_width n_inserted_curves scale_factor remover")
_KNOWN = names("color buff stroke_width stroke_color")
_NONE = cst.MaybeSentinel.DEFAULT


class Circumscribe(Codemod):
    """Animations of a frame around a mobject are kinds of `Circumscribe`, of a line under it a `ShowPassingFlash`."""

    flavours = ALL
    order = Order.ANIMATIONS
    confidence = Confidence.MEDIUM
    triggers = names(*_AROUND, "FlashUnder")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:  # noqa: PLR0911 (one case after the other)
        """Rename the animation, say what it did by itself, and leave out what there is no more."""
        name = self.manim_name(original.func)
        if name == "LaggedStartMap" and original.args:
            inner = self.manim_name(original.args[0].value)
            if inner is None or inner not in _AROUND or has_star(original):
                return updated
            first = updated.args[0].with_changes(value=cst.Name("Circumscribe"))
            return _rewritten(with_args(updated, [first, *updated.args[1:]]), inner, mapped=True)
        if name == "FlashUnder":
            return self._under(original, updated)
        if name is None or name not in _AROUND:
            return updated
        parameters, _ = _AROUND[name]
        call = named(updated, parameters)
        if call is None or has_star(updated):
            self.warn(original, "its arguments cannot be read")
            return updated
        opened = _opened(call)
        if opened is None:
            self.warn(original, "what its rectangle is made with cannot be read")
            return updated
        self.record(original, Confidence.LOW if name == "CircleIndicate" else None)
        return _rewritten(renamed_function(opened, "Circumscribe"), name)

    def _under(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """A light that passes under a mobject: some of what it is given is the line's, the rest the animation's."""
        call = named(updated, _AROUND["FlashAround"][0])
        if call is None or has_star(updated):
            self.warn(original, "its arguments cannot be read")
            return updated
        kept = without(call, *_LOST)
        line, rest = (
            [
                arg
                for arg in kept.args[1:]
                if (arg.keyword is not None and arg.keyword.value in _KNOWN) is known
            ]
            for known in (True, False)
        )
        under = cst.Call(cst.Name("Underline"))
        under = with_args(
            under, [cst.Arg(kept.args[0].value), *(arg.with_changes(comma=_NONE) for arg in line)]
        )
        if keyword(under, "color") is None and keyword(under, "stroke_color") is None:
            under = with_args(under, [*under.args, as_keyword("color", cst.Name("YELLOW"))])
        new = with_args(kept, [kept.args[0].with_changes(value=under), *rest])
        if keyword(new, "time_width") is None:
            new = with_args(new, [*new.args, as_keyword("time_width", cst.Integer("1"))])
        return renamed_function(new, "ShowPassingFlash")


def _rewritten(call: cst.Call, name: str, *, mapped: bool = False) -> cst.Call:
    call = with_renamed_keywords(without(call, *_LOST), {"stroke_color": "color"})
    for word, value in _AROUND[name][1].items():
        if keyword(call, word) is None and not (mapped and word == "run_time"):
            call = with_args(call, [*call.args, as_keyword(word, expression(value))])
    return call


def _opened(call: cst.Call) -> cst.Call | None:
    """The call with what a dict says about the frame as keywords; None where the dict says more than can be said."""
    for word in ("surrounding_rectangle_config", "circle_config"):
        config = keyword(call, word)
        if config is None:
            continue
        items = dict_items(config.value)
        if items is None or not _KNOWN.issuperset(items):
            return None
        new = [as_keyword(key, value) for key, value in items.items()]
        at = call.args.index(config)
        call = with_args(call, [*call.args[:at], *new, *call.args[at + 1 :]])
    return call

"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, CE, GL, LEGACY, Codemod, Confidence, Order
from manimill.repair.codemods._axis_config import OLD_KEYS, Entry, today
from manimill.repair.codemods._layout import laid_out
from manimill.repair.codemods._numbers import number, value_of
from manimill.repair.codemods._ranges import Range
from manimill.repair.edit import (
    argument,
    as_keyword,
    expression,
    has_star,
    keyword,
    positionals,
    renamed_keyword,
)

_OLD = OLD_KEYS | names("x_min x_max width number_at_center")
_TAKEN = names("x_min x_max x_range tick_frequency number_at_center")


class NumberLines(Codemod):
    """Number lines of older Manims get a range, and their settings today's names."""

    flavours = ALL
    order = Order.ARGUMENTS
    confidence = Confidence.HIGH
    triggers = names("NumberLine")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Rewrite what makes a number line."""
        if self.manim_name(original.func) != "NumberLine":
            return updated
        flavour = self.module.flavour
        told = {arg.keyword.value for arg in updated.args if arg.keyword is not None}
        old = not told.isdisjoint(_OLD - ({"width"} if flavour == CE else set()))
        if flavour == CE and not old:
            return updated
        if has_star(updated):
            if old:
                self.warn(original, "what NumberLine is given stands behind a *")
            return updated
        given = positionals(updated)
        if len(given) > 1:
            self.warn(original, "NumberLine is given more than a range in place")
            return updated
        return self._today(updated, told)

    def _today(self, call: cst.Call, told: set[str]) -> cst.BaseExpression:
        given = argument(call, "x_range", 0)
        legacy = not told.isdisjoint(("x_min", "x_max", "tick_frequency", "number_at_center"))
        legacy = legacy or (self.module.flavour == LEGACY and given is None)
        span = Range.read(given.value) if given is not None else self._range(call, legacy)
        args: list[cst.Arg] = []
        if given is not None:
            args.append(given)
        elif span is not None:
            new = as_keyword("x_range", span.written())
            first = keyword(call, "x_min")
            args.append(new if first is None else new.with_changes(comma=first.comma))
        args += self._rest(call, told, bool(positionals(call)))
        if len(args) == len(call.args) and all(any(new is one for one in call.args) for new in args):
            return call
        new_call = laid_out(call, args)
        shift = self._shift(call, span) if legacy and given is None else None
        return new_call if shift is None else expression("{call}.shift({shift})", call=new_call, shift=shift)

    def _range(self, call: cst.Call, legacy: bool) -> Range | None:
        low, high, step = (keyword(call, key) for key in ("x_min", "x_max", "tick_frequency"))
        if not legacy:
            return Range(number(-8), number(8)) if self.module.flavour == GL else None
        if low is None and high is None and step is None:
            return None
        return Range(
            low.value if low else number(-7), high.value if high else number(7), step.value if step else None
        )

    def _rest(self, call: cst.Call, told: set[str], positional: bool) -> list[cst.Arg]:
        found: list[cst.Arg] = []
        for arg in call.args[1 if positional else 0 :]:
            assert arg.keyword is not None
            name = arg.keyword.value
            if name in _TAKEN:
                continue
            if name == "width" and self.module.flavour != CE:
                found.append(renamed_keyword(arg, "length"))
            elif name == "exclude_zero_from_default_numbers":
                if (
                    isinstance(arg.value, cst.Name)
                    and arg.value.value == "True"
                    and "numbers_to_show" not in told
                ):
                    found.append(as_keyword("numbers_to_exclude", cst.List([cst.Element(cst.Integer("0"))])))
            else:
                entries: list[Entry] = list(today(name, arg.value, arg, told))
                found += [entry for entry in entries if isinstance(entry, cst.Arg)]
        return found

    def _shift(self, call: cst.Call, span: Range | None) -> cst.BaseExpression | None:
        """From the middle of the line, which ManimCE puts in the middle, to the number that was there."""
        centre = keyword(call, "number_at_center")
        about = 0.0
        if centre is not None:
            known = value_of(centre.value)
            if known is None:
                return None
            about = known
        if span is None:
            return None
        unit = keyword(call, "unit_size")
        return span.middle(unit.value if unit else None, "RIGHT", about)

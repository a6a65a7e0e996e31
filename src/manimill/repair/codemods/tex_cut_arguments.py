"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.codemods._formatted import braced
from manimill.repair.codemods._latex import Uncuttable, protected
from manimill.repair.codemods._tex import IN_PARTS, TEX, class_of, keys_of, strings, value_of, with_strings
from manimill.repair.edit import has_star, keyword, positionals


class TexCutArguments(Codemod):
    r"""Where a part ends with `^` or `\sqrt`, or a key to colour follows one, braces keep the argument with it.

    Manim before its version 0.20 typeset all strings as one and counted glyphs to find the parts. Today marks are
    put between them, which LaTeX takes for the argument of what stands before.
    """

    flavours = ALL
    order = Order.TEX
    confidence = Confidence.HIGH
    triggers = TEX

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Put braces where a mark would come between."""
        if class_of(self, original) not in IN_PARTS:
            return updated
        parts, keys = strings(updated), keys_of(self, original)
        if parts is None or keys is None:
            return self._formatted(original, updated)
        try:
            new = protected(parts, keys)
        except Uncuttable:
            self.warn(original, "LaTeX cannot be cut where the parts or the keys to colour want it")
            return updated
        return updated if new == parts else with_strings(updated, new)

    def _formatted(self, original: cst.Call, updated: cst.Call) -> cst.Call:
        """Put braces into formatted strings whose keys to colour are there."""
        given = keyword(original, "tex_to_color_map")
        table = value_of(self, given.value) if given is not None else None
        if not isinstance(table, cst.Dict) or has_star(original):
            return updated
        keys = [one.key for one in table.elements if isinstance(one, cst.DictElement)]
        strings_given = [arg.value for arg in positionals(updated)]
        if not any(isinstance(one, cst.FormattedString | cst.IfExp) for one in strings_given):
            return updated
        try:
            new = _one_or_other(strings_given, keys)
        except Uncuttable:
            self.warn(original, "LaTeX cannot be cut where the parts or the keys to colour want it")
            return updated
        if new is None:
            return updated
        self.record(original, Confidence.MEDIUM)
        args = [arg.with_changes(value=value) for arg, value in zip(updated.args, new, strict=False)]
        return updated.with_changes(args=[*args, *updated.args[len(new) :]])


def _one_or_other(
    given: list[cst.BaseExpression], keys: list[cst.BaseExpression]
) -> list[cst.BaseExpression] | None:
    """Strings in braces; of one that is this or that, both."""
    if len(given) == 1 and isinstance(given[0], cst.IfExp):
        choice = given[0]
        this, that = braced([choice.body], keys), braced([choice.orelse], keys)
        if this is None and that is None:
            return None
        return [
            choice.with_changes(
                body=this[0] if this else choice.body, orelse=that[0] if that else choice.orelse
            )
        ]
    return braced(given, keys)

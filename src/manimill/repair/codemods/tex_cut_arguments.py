"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.codemods._latex import Uncuttable, protected
from manimill.repair.codemods._tex import IN_PARTS, TEX, class_of, keys_of, strings, with_strings


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
            return updated
        try:
            new = protected(parts, keys)
        except Uncuttable:
            self.warn(original, "LaTeX cannot be cut where the parts or the keys to colour want it")
            return updated
        return updated if new == parts else with_strings(updated, new)

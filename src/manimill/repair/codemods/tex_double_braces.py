"""See the codemod."""

from __future__ import annotations

import re

import libcst as cst

from manimill.repair.codemod import GL, LEGACY, Codemod, Confidence, Order
from manimill.repair.codemods._tex import MATH, class_of, in_parts, string_like, string_of
from manimill.repair.edit import positionals

_DOUBLE = re.compile(r"(?:^|(?<=\s))\{\{")


class TexDoubleBraces(Codemod):
    """Two braces in a row that older Manims read as LaTeX's get a space between them: ManimCE makes parts of such.

    ManimGL's later versions made parts of them as well, so there they stay.
    """

    flavours = frozenset({GL, LEGACY})
    order = Order.TEX
    confidence = Confidence.HIGH
    triggers = MATH | {"Tex"}

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Put a space where ManimCE would begin a group."""
        name = class_of(self, original)
        if not in_parts(self, name) or name not in (MATH | {"Tex"} if self.module.flavour == GL else MATH):
            return updated
        given = positionals(updated)
        args = []
        for arg in given:
            text = string_of(arg.value)
            if text is not None and _DOUBLE.search(text):
                arg = arg.with_changes(value=string_like(_DOUBLE.sub("{ {", text), arg.value, same=True))
            args.append(arg)
        if all(new is old for new, old in zip(args, given, strict=True)):
            return updated
        return updated.with_changes(args=[*args, *updated.args[len(given) :]])

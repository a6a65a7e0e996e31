"""See the codemod."""

from __future__ import annotations

import ast
import re

import libcst as cst

from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.codemods._tex import TEX, any_string, class_of, rewritten_strings

_HEX = re.compile(r"(\\(?:text)?color) *{#([0-9A-Fa-f]{6})}")


class TexHexColours(Codemod):
    r"""Colours in formulas that are written as web pages have them, `\color{#FF0000}`, are told LaTeX as `[HTML]`."""

    flavours = ALL
    order = Order.TEX
    confidence = Confidence.HIGH
    triggers = TEX

    @classmethod
    def has_work(cls, tree: ast.Module) -> bool:
        """Whether there is a string with such a colour."""
        return any_string(tree, lambda text: _HEX.search(text) is not None)

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Write the colours of what LaTeX is given."""
        if class_of(self, original) is None:
            return updated
        return rewritten_strings(updated, lambda text: _HEX.sub(r"\1[HTML]{\2}", text))

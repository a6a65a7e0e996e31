"""See the codemod."""

from __future__ import annotations

import ast

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.codemods._tex import MATH, any_string, class_of, rewritten_strings
from manimill.repair.edit import text_of

_SIGNS = {
    "\u2212": "-",
    "\u2264": r"\le ",
    "\u2265": r"\ge ",
    "\u2260": r"\ne ",
    "\u2248": r"\approx ",
    "\u221e": r"\infty ",
    "\u03c0": r"\pi ",
    "\u03b8": r"\theta ",
}
_TABLE = str.maketrans(_SIGNS)
_TEMPLATES = names("tex_template TexTemplate TexTemplateLibrary TexFontTemplates")
"""What other LaTeX can be asked for with, which may know the signs."""

_WORDS = ("\\text", "\\mbox", "\\hbox")


class TexSigns(Codemod):
    r"""Signs such as a long minus, typed in formulas as they are, become LaTeX's own, which it knows them by."""

    flavours = ALL
    order = Order.TEX
    confidence = Confidence.HIGH
    triggers = MATH

    @classmethod
    def has_work(cls, tree: ast.Module) -> bool:
        """Whether there is a string with such a sign."""
        return any_string(tree, _has_sign)

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Write the signs of a formula's strings."""
        if class_of(self, original) not in MATH or not self.module.words.isdisjoint(_TEMPLATES):
            return updated
        if any(_has_sign(text_of(arg.value)) for arg in original.args if arg.keyword or arg.star):
            return updated
        return rewritten_strings(updated, _written)


def _written(text: str) -> str:
    # In words within a formula they would have to be other commands.
    return text if any(word in text for word in _WORDS) else text.translate(_TABLE)


def _has_sign(text: str) -> bool:
    return not _SIGNS.keys().isdisjoint(text)

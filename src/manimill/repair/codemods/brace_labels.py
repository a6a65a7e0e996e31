"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.codemods._owners import is_repeatable, manims_method
from manimill.repair.edit import expression, has_star, method_of, without
from manimill.repair.module import Module
from manimill.repair.walk import walk

_LABELS = names("get_text get_tex")
_PLACING = names("buff use_next_to aligned_edge direction")


class BraceLabels(Codemod):
    """A label that a brace is asked for with looks of its own is made by itself and put at the brace's tip."""

    flavours = frozenset({GL})
    order = Order.TEX
    confidence = Confidence.MEDIUM
    triggers = _LABELS

    def __init__(self, module: Module) -> None:
        super().__init__(module)
        # Looks were passed on to the label since labels of braces are written in a font, no longer in LaTeX.
        self._fonts = any(
            type(node) is cst.Call and method_of(node) == "get_text" and _looks(node)
            for node in walk(module.tree)
        )

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Make the label and put it where the brace would."""
        name = manims_method(self, original)
        if name not in _LABELS or not original.args or has_star(original):
            return updated
        if not _looks(original) and not (name == "get_text" and self._fonts):
            return updated
        if not self.module.star or names("Text Tex MathTex") & self.module.own_names:
            return updated
        assert isinstance(updated.func, cst.Attribute)
        brace = updated.func.value
        if not is_repeatable(brace):
            self.warn(original, "the brace whose label has looks of its own has no name")
            return updated
        given = [arg for arg in original.args if arg.keyword is None]
        in_latex = len(given) > 1 or any(
            arg.keyword is not None and arg.keyword.value in ("tex_to_color_map", "arg_separator")
            for arg in original.args
        )
        maker = "MathTex" if name == "get_tex" else "Tex" if in_latex else "Text"
        buff = next((arg.value for arg in updated.args if arg.keyword and arg.keyword.value == "buff"), None)
        label = without(updated, "buff").with_changes(func=cst.Name(maker))
        return expression(
            "{label}.next_to({brace}.get_tip(), {brace}.get_direction(), buff={buff})",
            label=label,
            brace=brace,
            buff=buff or cst.Name("SMALL_BUFF"),
        )


def _looks(call: cst.Call) -> bool:
    """Whether a label is given more than its text and its place."""
    return any(arg.keyword is not None and arg.keyword.value not in _PLACING for arg in call.args)

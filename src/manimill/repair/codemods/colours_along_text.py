"""See the codemod."""

from __future__ import annotations

import ast

import libcst as cst

from manimill.code.names import names
from manimill.code.walking import walk
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.edit import keyword, without

_TEXTS = names("Text MarkupText Paragraph SingleStringMathTex")
_WORDS = names(
    "Text MarkupText Paragraph SingleStringMathTex MathTex Tex Title BulletedList TextMobject TexMobject TexText "
    "OldTex OldTexText"
)


class ColoursAlongText(Codemod):
    """Several colours for one text, which takes one today, become a gradient along it."""

    flavours = ALL
    order = Order.METHODS
    confidence = Confidence.LOW
    triggers = names("color")
    beside = _WORDS

    @classmethod
    def has_work(cls, tree: ast.Module) -> bool:
        """Whether anything is given several colours."""
        return any(
            isinstance(node, ast.keyword)
            and node.arg == "color"
            and isinstance(node.value, ast.List | ast.Tuple)
            for node in walk(tree)
        )

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Colour the text when it is made."""
        name = self.manim_name(original.func)
        given = keyword(updated, "color")
        if name is None or given is None or not self.module.leads_to(name, *_TEXTS):
            return updated
        colours = given.value
        if not isinstance(colours, cst.List | cst.Tuple) or not colours.elements:
            return updated
        if all(isinstance(one.value, cst.Integer | cst.Float) for one in colours.elements):
            # These are the parts of one colour.
            return updated
        args = [
            cst.Arg(one.value, star="*" if isinstance(one, cst.StarredElement) else "")
            for one in colours.elements
        ]
        made = without(updated, "color")
        return cst.Call(cst.Attribute(made, cst.Name("set_color_by_gradient")), args)

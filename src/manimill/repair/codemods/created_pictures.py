"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.edit import (
    as_keyword,
    expression,
    has_star,
    keyword,
    positionals,
    renamed_function,
    with_args,
)

_DRAWN = names("ShowCreation Create Uncreate")


class CreatedPictures(Codemod):
    """`ShowCreation` of a picture, which only put it on screen, is an `Animation` of it, which does just that."""

    flavours = OLD
    order = Order.ANIMATIONS
    confidence = Confidence.HIGH
    local = False
    triggers = names("ImageMobject")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Exchange the animation; one that takes the picture away still does."""
        name = self.manim_name(original.func)
        if name not in _DRAWN or has_star(original) or len(positionals(original)) != 1:
            return updated
        kind = self.kind(original.args[0].value)
        if kind is None or self.module.base_of(kind) != "ImageMobject":
            return updated
        if name == "Uncreate" and keyword(original, "remover") is None:
            updated = with_args(updated, [*updated.args, as_keyword("remover", expression("True"))])
        return renamed_function(updated, "Animation")

"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.codemods._numbers import number, times, value_of
from manimill.repair.edit import (
    as_keyword,
    expression,
    has_star,
    keyword,
    map_args,
    parenthesized,
    with_renamed_keywords,
)

_TEXTS = names("Text MarkupText Paragraph TextWithFixHeight")
_RENAMED = {
    "line_spacing_height": "line_spacing",
    "lsh": "line_spacing",
    "text2color": "t2c",
    "text2font": "t2f",
    "text2gradient": "t2g",
    "text2slant": "t2s",
    "text2weight": "t2w",
}


class TextKeywords(Codemod):
    """`Text` is given a `font_size` and a `line_spacing`, where it had `size` and `lsh`."""

    flavours = ALL
    order = Order.TEX
    confidence = Confidence.HIGH
    triggers = names("size lsh", *_RENAMED)

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Turn the old size, of which 1 is today's 48."""
        name = self.manim_name(original.func)
        if name not in _TEXTS or has_star(updated):
            return updated
        spacing = keyword(updated, "lsh") or keyword(updated, "line_spacing_height")
        size = keyword(updated, "size")
        if spacing is not None and name != "Paragraph":
            # It was the distance of lines in the measure of sizes; today it is what comes on top of the glyphs.
            factor = parenthesized(spacing.value)
            template = "{lsh} / {size} - 1" if size is not None else "{lsh} - 1"
            parts = {"lsh": factor, **({"size": parenthesized(size.value)} if size is not None else {})}
            value = expression(template, **parts)
            updated = map_args(
                updated,
                lambda arg: (
                    arg.with_changes(value=_computed(value))
                    if arg.keyword and arg.keyword.value in ("lsh", "line_spacing_height")
                    else arg
                ),
            )
        if size is not None and keyword(updated, "font_size") is None:
            new = as_keyword("font_size", times(size.value, 48))
            updated = map_args(
                updated,
                lambda arg: (
                    arg.with_changes(keyword=new.keyword, value=new.value)
                    if arg.keyword and arg.keyword.value == "size"
                    else arg
                ),
            )
        return with_renamed_keywords(updated, _RENAMED)


def _computed(value: cst.BaseExpression) -> cst.BaseExpression:
    """A sum or a quotient of numbers as one number."""
    left = value.left if isinstance(value, cst.BinaryOperation) else None
    known = value_of(left)
    if known is None:
        return value
    rest = round(known - 1, 4)
    return number(rest)

"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order


class ListingStyles(Codemod):
    """The styles that a listing of code can have, `Code.styles_list`, are asked for by `Code.get_styles_list()`."""

    flavours = ALL
    order = Order.NAMES
    confidence = Confidence.HIGH
    triggers = names("styles_list")

    def leave_Attribute(self, original: cst.Attribute, updated: cst.Attribute) -> cst.BaseExpression:
        """Call the method that has taken the list's place."""
        if original.attr.value != "styles_list" or self.manim_name(original.value) != "Code":
            return updated
        return cst.Call(updated.with_changes(attr=cst.Name("get_styles_list")))

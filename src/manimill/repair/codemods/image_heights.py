"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.edit import keyword, without


class ImageHeights(Codemod):
    """The height that an `ImageMobject` is given is one it is scaled to."""

    flavours = OLD
    order = Order.ARGUMENTS
    confidence = Confidence.HIGH
    triggers = names("ImageMobject")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Scale it after it was made."""
        height = keyword(updated, "height")
        if height is None or self.manim_name(original.func) != "ImageMobject":
            return updated
        image = without(updated, "height")
        return cst.Call(cst.Attribute(image, cst.Name("scale_to_fit_height")), [cst.Arg(height.value)])

"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order

_SIDES = {"get_pixel_width": "pixel_width", "get_pixel_height": "pixel_height"}


class CameraPixels(Codemod):
    """How many pixels the camera has is read from its attributes `pixel_width` and `pixel_height`."""

    flavours = OLD
    order = Order.METHODS
    confidence = Confidence.HIGH
    triggers = names(*_SIDES)

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Read the attribute."""
        func = updated.func
        if not isinstance(func, cst.Attribute) or func.attr.value not in _SIDES or original.args:
            return updated
        owner = func.value
        if not isinstance(owner, cst.Attribute) or owner.attr.value != "camera":
            return updated
        attribute = func.with_changes(attr=cst.Name(_SIDES[func.attr.value]))
        return attribute.with_changes(lpar=updated.lpar, rpar=updated.rpar)

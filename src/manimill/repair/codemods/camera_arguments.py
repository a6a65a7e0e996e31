"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, CE, Codemod, Confidence, Order
from manimill.repair.edit import has_star, positionals, positionals_as_keywords, with_renamed_keywords

_PARAMETERS = {
    "set_camera_orientation": ["phi", "theta", "distance", "gamma"],
    "move_camera": ["phi", "theta", "distance", "gamma", "frame_center", "added_anims"],
}


class CameraArguments(Codemod):
    """The camera's distance is its focal distance, and what followed the two angles in place is told by keyword."""

    flavours = ALL
    order = Order.METHODS
    confidence = Confidence.HIGH
    triggers = names(*_PARAMETERS)

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """ManimCE takes a ``distance`` and forgets it."""
        func = original.func
        if not isinstance(func, cst.Attribute) or func.attr.value not in _PARAMETERS:
            return updated
        method = func.attr.value
        if (
            not isinstance(func.value, cst.Name)
            or func.value.value != "self"
            or method in self.module.own_methods
        ):
            return updated
        call = updated
        if len(positionals(updated)) > 2 and self.module.flavour != CE:
            if has_star(updated):
                self.warn(original, f"what {method} is given stands behind a *")
                return updated
            call = positionals_as_keywords(updated, _PARAMETERS[method][2:], 2)
        return with_renamed_keywords(call, {"distance": "focal_distance"})

"""See the codemod."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.codemods._owners import manims_method
from manimill.repair.edit import positionals_as_keywords, renamed_function

_METHODS: Mapping[str, str] = {
    "scale_in_place": "scale",
    "rotate_in_place": "rotate",
    "stretch_in_place": "stretch",
    "highlight": "set_color",
    "gradient_highlight": "set_color_by_gradient",
    "submobject_gradient_highlight": "set_submobject_colors_by_gradient",
    "submobject_family": "get_family",
    "pfp": "point_from_proportion",
    "quick_point_from_proportion": "point_from_proportion",
    "scale_about_point": "scale",
    "deepcopy": "copy",
    "get_bounding_box_point": "get_critical_point",
    "insert_submobject": "insert",
    "align_data_and_family": "align_data",
    "set_color_by_radial_gradient": "set_colors_by_radial_gradient",
    "point_to_coords_cheap": "point_to_coords",
}


class RenamedMethods(Codemod):
    """Methods of mobjects that only have another name now are called by it: `scale_in_place` is `scale`."""

    flavours = ALL
    order = Order.METHODS
    confidence = Confidence.HIGH
    triggers = names(*_METHODS)

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Rename the method of a call; the point to scale about has to be named."""
        if self.manim_name(original.func) == "ApplyMethod":
            return self._applied(updated)
        name = manims_method(self, original)
        new = _METHODS.get(name or "")
        if name is None or new is None:
            return updated
        if name == "deepcopy" and original.args:
            # This one is of the module that copies.
            return updated
        if name == "scale_about_point":
            updated = positionals_as_keywords(updated, ["about_point"], 1)
        return renamed_function(updated, new)

    def _applied(self, call: cst.Call) -> cst.Call:
        """An `ApplyMethod` whose method is handed over rather than called."""
        method = call.args[0].value if call.args else None
        if not isinstance(method, cst.Attribute) or method.attr.value in self.module.own_methods:
            return call
        new = _METHODS.get(method.attr.value)
        if new is None or method.attr.value == "scale_about_point":
            return call
        first = call.args[0].with_changes(value=method.with_changes(attr=cst.Name(new)))
        return call.with_changes(args=[first, *call.args[1:]])

"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order, Result
from manimill.repair.codemods._owners import manims_method
from manimill.repair.edit import method_of, without

_METHODS = names(
    "apply_depth_test deactivate_depth_test set_gloss set_shadow set_reflectiveness set_shading always_sort_to_camera "
    "set_flat_stroke set_joint_type set_anti_alias_width set_scale_stroke_with_zoom set_clip_plane "
    "deactivate_clip_plane use_winding_fill set_flat_stroke refresh_triangulation refresh_unit_normal "
    "refresh_joint_products note_changed_data set_perpendicular_to_camera make_jagged"
)


class ShaderMethods(Codemod):
    """Methods that only speak to ManimGL's shaders are left out, what they are called on stays."""

    flavours = frozenset({GL})
    order = Order.METHODS
    confidence = Confidence.HIGH
    triggers = _METHODS | names("border_width")

    def leave_Expr(self, original: cst.Expr, updated: cst.Expr) -> Result:
        """A statement with nothing left in it goes."""
        if updated.value is original.value or not isinstance(original.value, cst.Call):
            return updated
        return (
            cst.RemovalSentinel.REMOVE
            if isinstance(updated.value, cst.Name | cst.Attribute | cst.Subscript)
            else updated
        )

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Keep what the method is called on, which it gave back."""
        func = updated.func
        if method_of(original) == "set_fill":
            return self._filled(original, updated)
        if not isinstance(func, cst.Attribute) or func.attr.value not in _METHODS:
            return updated
        if func.attr.value in self.module.own_methods:
            return updated
        if isinstance(func.value, cst.Attribute) and func.value.attr.value == "animate":
            self.warn(original, f"an animation of {func.attr.value} has nothing to show")
            return updated
        return func.value

    def _filled(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Fill without the thin border that smooths its edge."""
        filled = without(updated, "border_width")
        if filled is updated or manims_method(self, original) is None:
            return updated
        self.record(original, Confidence.MEDIUM)
        assert isinstance(updated.func, cst.Attribute)
        owner = updated.func.value
        animated = isinstance(owner, cst.Attribute) and owner.attr.value == "animate"
        return filled if filled.args or animated else owner

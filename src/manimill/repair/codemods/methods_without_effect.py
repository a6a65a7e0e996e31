"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.codemods._owners import manims_method


class MethodsWithoutEffect(Codemod):
    """Calls that only helped ManimGL to keep its drawings up to date are left out."""

    flavours = frozenset({GL})
    order = Order.METHODS
    confidence = Confidence.HIGH
    triggers = names(
        "lock_static_mobject_data unlock_mobject_data lock_data unlock_data lock_matching_data "
        "refresh_triangulation refresh_unit_normal refresh_bounding_box refresh_shader_data "
        "note_changed_family note_changed_data refresh_shader_wrapper_id refresh_static_mobjects"
    )

    def leave_Expr(
        self, original: cst.Expr, updated: cst.Expr
    ) -> cst.BaseSmallStatement | cst.RemovalSentinel:
        """Leave out a call that is a statement of its own."""
        call = original.value
        if isinstance(call, cst.Call) and manims_method(self, call) in self.triggers:
            return cst.RemovalSentinel.REMOVE
        return updated

"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.edit import method_of_self


class AbsentSounds(Codemod):
    """Where no file comes with the code, sounds, which are read from one, are not asked for."""

    flavours = ALL
    order = Order.SCENES
    confidence = Confidence.LOW
    triggers = names("add_sound")

    def leave_Expr(
        self, original: cst.Expr, updated: cst.Expr
    ) -> cst.BaseSmallStatement | cst.RemovalSentinel:
        """Leave out the statement."""
        call = original.value
        if self.module.outside.files or not isinstance(call, cst.Call) or method_of_self(call) != "add_sound":
            return updated
        return cst.RemoveFromParent() if self.in_scene() else updated

"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, LEGACY, Codemod, Confidence, Order


class InitPoints(Codemod):
    """Mobjects of the author that draw themselves in `init_points`, which nothing calls, do so in `generate_points`."""

    flavours = frozenset({GL, LEGACY})
    order = Order.CONFIG
    confidence = Confidence.HIGH
    triggers = names("init_points")

    def leave_FunctionDef(self, original: cst.FunctionDef, updated: cst.FunctionDef) -> cst.FunctionDef:
        """Rename the method."""
        if original.name.value != "init_points" or not self._in_mobject():
            return updated
        return updated.with_changes(name=cst.Name("generate_points"))

    def leave_Attribute(self, original: cst.Attribute, updated: cst.Attribute) -> cst.Attribute:
        """Rename it where it is called: on itself, on the class above."""
        if original.attr.value != "init_points" or not self._in_mobject():
            return updated
        return updated.with_changes(attr=cst.Name("generate_points"))

    def _in_mobject(self) -> bool:
        around = self.enclosing_class
        return around is not None and self.module.leads_to(around.name.value, "Mobject")

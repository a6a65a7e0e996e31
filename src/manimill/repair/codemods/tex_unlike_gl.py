"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.repair.codemod import GL, Order, Rename
from manimill.repair.codemods._tex import from_gl


class TexUnlikeGl(Rename):
    """ManimGL's `Tex` is formulas, ManimCE's `MathTex`; its `TexText` is ManimCE's `Tex`."""

    flavours = frozenset({GL})
    order = Order.TEX
    once = True
    # All at once, and after what asks which of them it is: what was TexText must not be taken for formulas afterwards.
    renames = {
        "Tex": "MathTex",
        "TexText": "Tex",
        "OldTex": "MathTex",
        "OldTexText": "Tex",
        "MTex": "MathTex",
        "MTexText": "Tex",
    }

    def leave_Name(self, original: cst.Name, updated: cst.Name) -> cst.BaseExpression:
        """Rename a bare name."""
        return super().leave_Name(original, updated) if from_gl(self.module) else updated

    def leave_Attribute(self, original: cst.Attribute, updated: cst.Attribute) -> cst.BaseExpression:
        """Rename what is read from the package."""
        return super().leave_Attribute(original, updated) if from_gl(self.module) else updated

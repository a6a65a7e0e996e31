"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order, Result
from manimill.repair.edit import expression, method_of

_FIXED = "self.camera.add_fixed_in_frame_mobjects({mobject})"


class FixedInFrame(Codemod):
    """What is fixed in the frame is told to the camera of a scene in space; flat scenes need no word about it."""

    flavours = ALL
    order = Order.METHODS
    confidence = Confidence.MEDIUM
    triggers = names("fix_in_frame unfix_from_frame")

    def leave_SimpleStatementLine(  # noqa: PLR0911 (one case after the other)
        self, original: cst.SimpleStatementLine, updated: cst.SimpleStatementLine
    ) -> Result:
        """A line that fixes something, or makes something that is fixed."""
        if len(updated.body) != 1:
            return updated
        small = updated.body[0]
        if isinstance(small, cst.Expr):
            owner = _fixed(small.value)
            if owner is None:
                return updated
            if not self._in_space():
                return self._dropped(original, updated, owner)
            assert isinstance(small.value, cst.Call)
            template = _FIXED if method_of(small.value) == "fix_in_frame" else _FIXED.replace("add", "remove")
            return updated.with_changes(body=[small.with_changes(value=expression(template, mobject=owner))])
        if isinstance(small, cst.Assign) and len(small.targets) == 1:
            owner = _fixed(small.value)
            if owner is None or not isinstance(small.targets[0].target, cst.Name | cst.Attribute):
                return updated
            line = updated.with_changes(body=[small.with_changes(value=owner)])
            if not self._in_space():
                return self._dropped(original, line, None)
            told = expression(_FIXED, mobject=small.targets[0].target)
            return cst.FlattenSentinel([line, cst.SimpleStatementLine([cst.Expr(told)])])
        return updated

    def _in_space(self) -> bool:
        return self.in_scene("ThreeDScene")

    def _dropped(
        self, original: cst.CSTNode, line: cst.SimpleStatementLine, owner: cst.BaseExpression | None
    ) -> Result:
        """In a flat scene it matters only if the frame moves."""
        self.record(original, Confidence.LOW if "frame" in self.module.words else Confidence.HIGH)
        if owner is None:
            return line
        if isinstance(owner, cst.Call):
            return line.with_changes(body=[cst.Expr(owner)])
        return cst.RemovalSentinel.REMOVE


def _fixed(node: cst.BaseExpression) -> cst.BaseExpression | None:
    """What an expression fixes in the frame, or frees from it."""
    if not isinstance(node, cst.Call) or node.args or not isinstance(node.func, cst.Attribute):
        return None
    return node.func.value if node.func.attr.value in FixedInFrame.triggers else None

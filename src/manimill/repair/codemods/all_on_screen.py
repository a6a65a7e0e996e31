"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.edit import expression, method_of
from manimill.repair.module import written
from manimill.repair.walk import walk

_DRAWN = names("set_stroke set_fill set_style set_sheen fade_no_recurse get_fill_color get_stroke_color")
"""Methods that only vector drawings have."""


class AllOnScreen(Codemod):
    """What makes a `VGroup` of `self.mobjects`, where a wait leaves a mobject of no points, takes drawings only."""

    flavours = OLD
    order = Order.METHODS
    confidence = Confidence.HIGH
    triggers = names("mobjects")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Look at groups that are given everything."""
        if self.manim_name(original.func) != "VGroup" or not self.in_scene():
            return updated
        args = [
            arg.with_changes(value=_drawings()) if arg.star == "*" and _everything(arg.value) else arg
            for arg in updated.args
        ]
        changed = any(new is not old for new, old in zip(args, updated.args, strict=True))
        return updated.with_changes(args=args) if changed else updated

    def leave_For(self, original: cst.For, updated: cst.For) -> cst.For:
        """Look at loops over everything that do what only drawings can take."""
        if not self.in_scene() or not _everything(original.iter) or not isinstance(original.target, cst.Name):
            return updated
        name = original.target.value
        for call in walk(original.body):
            if isinstance(call, cst.Call) and self._needs_drawing(call, name):
                return updated.with_changes(iter=_drawings())
        return updated

    def _needs_drawing(self, call: cst.Call, name: str) -> bool:
        if not isinstance(call.func, cst.Attribute):
            return False
        if written(call.func.value) == name:
            return method_of(call) in _DRAWN
        if method_of(call) != "add" or not any(written(arg.value) == name for arg in call.args):
            return False
        around = [one for one in self.parents if isinstance(one, cst.ClassDef | cst.FunctionDef)]
        return self.module.kind(call.func.value, around) == "VGroup"


def _everything(node: cst.BaseExpression) -> bool:
    return written(node) == "self.mobjects"


def _drawings() -> cst.BaseExpression:
    return expression("[mob for mob in self.mobjects if isinstance(mob, VMobject)]")

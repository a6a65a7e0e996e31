"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.edit import method_of, renamed_function
from manimill.repair.walk import walk


class PicturesInGroups(Codemod):
    """A `VGroup` that pictures are put into is a `Group`: ManimCE's takes vector drawings only."""

    flavours = OLD
    order = Order.METHODS
    confidence = Confidence.HIGH
    local = False
    triggers = names("ImageMobject Group")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Look at what a group is given, here or later on."""
        if self.manim_name(original.func) != "VGroup":
            return updated
        if any(self._is_picture(arg.value) for arg in original.args) or self._gets_pictures(original):
            return renamed_function(updated, "Group")
        return updated

    def _is_picture(self, node: cst.BaseExpression) -> bool:
        if isinstance(node, cst.ListComp):
            node = node.elt
        kind = self.kind(node)
        base = self.module.base_of(kind) if kind is not None else None
        return base is not None and api.kind_of(base) == "mobject" and base != "Mobject"

    def _gets_pictures(self, group: cst.Call) -> bool:
        """Whether the group has a name in its function to which pictures are added."""
        function = self.enclosing_function
        assign = self.parents[-1] if self.parents else None
        if function is None or not isinstance(assign, cst.Assign) or assign.value is not group:
            return False
        target = assign.targets[0].target
        if not isinstance(target, cst.Name) or len(self.module.kinds.locals_of(function)[target.value]) != 1:
            return False
        return any(
            isinstance(call, cst.Call)
            and method_of(call) == "add"
            and isinstance(call.func, cst.Attribute)
            and isinstance(call.func.value, cst.Name)
            and call.func.value.value == target.value
            and any(self._is_picture(arg.value) for arg in call.args)
            for call in walk(function.body)
        )

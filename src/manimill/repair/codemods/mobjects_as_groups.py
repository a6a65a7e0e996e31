"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.edit import positionals, renamed_function
from manimill.repair.kinds import is_mobject

_GROUPS = {"VMobject": "VGroup", "Mobject": "Group"}


class MobjectsAsGroups(Codemod):
    """`VMobject(a, b)` with mobjects is a `VGroup`, `Mobject(a, b)` a `Group`: so the first Manims made groups."""

    flavours = OLD
    order = Order.ARGUMENTS
    confidence = Confidence.HIGH
    triggers = names(*_GROUPS)

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Look whether parts are given."""
        new = _GROUPS.get(self.manim_name(original.func) or "")
        if new is None:
            return updated
        given = positionals(original)
        starred = any(arg.star == "*" for arg in original.args)
        if starred or any(is_mobject(self.kind(arg.value)) for arg in given):
            return renamed_function(updated, new)
        # A constructor of today takes a colour in place, nobody gives it two things so.
        if len(given) > 1:
            self.record(original, Confidence.MEDIUM)
            return renamed_function(updated, new)
        return updated

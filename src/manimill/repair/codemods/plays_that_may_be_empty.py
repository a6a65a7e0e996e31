"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.edit import method_of_self, only_call, positionals, statement, text_of
from manimill.repair.walk import STAR

_GROUPS = names("AnimationGroup LaggedStart Succession")


class PlaysThatMayBeEmpty(Codemod):
    """Animations picked by a condition, which may leave none, are played where there are any: none is an error now."""

    flavours = ALL
    order = Order.SCENES
    confidence = Confidence.MEDIUM
    triggers = names("play")
    beside = frozenset({STAR})

    def leave_SimpleStatementLine(
        self, original: cst.SimpleStatementLine, updated: cst.SimpleStatementLine
    ) -> cst.BaseStatement:
        """Put a condition before the play."""
        call = only_call(original)
        if call is None or method_of_self(call) != "play" or not self.in_scene():
            return updated
        picked = self._starred(call)
        if picked is None or "play" in self.module.own_methods or not self._may_be_empty(picked):
            return updated
        condition = statement("if {picked}:\n    pass", picked=cst.Name(picked))
        assert isinstance(condition, cst.If)
        bare = updated.with_changes(leading_lines=[])
        return condition.with_changes(
            body=condition.body.with_changes(body=[bare]), leading_lines=updated.leading_lines
        )

    def _starred(self, call: cst.Call) -> str | None:
        """The name whose animations, alone or in a group, are all that is played."""
        given = positionals(call)
        settings = all(arg.keyword is not None for arg in call.args[1:])
        if len(given) == 1 and settings and isinstance(given[0].value, cst.Call):
            inner = given[0].value
            return self._starred(inner) if self.manim_name(inner.func) in _GROUPS else None
        stars = [arg for arg in call.args if arg.star == "*"]
        if given or len(stars) != 1 or not isinstance(stars[0].value, cst.Name):
            return None
        return stars[0].value.value

    def _may_be_empty(self, name: str) -> bool:
        """Whether a local name is a list of what passed a condition, which nothing around has asked about."""
        function = self.enclosing_function
        if function is None or any(
            isinstance(node, cst.If) and name in text_of(node.test) for node in self.parents
        ):
            return False
        values = self.module.kinds.locals_of(function).get(name, [])
        return bool(values) and all(isinstance(value, cst.ListComp) and value.for_in.ifs for value in values)

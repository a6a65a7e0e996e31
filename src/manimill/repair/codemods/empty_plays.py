"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.codemods._numbers import plain_value
from manimill.repair.edit import (
    argument,
    expression,
    has_star,
    keyword,
    method_of_self,
    positionals,
    text_of,
    with_keyword,
)
from manimill.repair.walk import EMPTY, ZERO, walk


class EmptyPlays(Codemod):
    """Plays of nothing and waits of no time, which are errors now, go; what took no time takes a frame."""

    flavours = ALL
    order = Order.SCENES
    confidence = Confidence.HIGH
    triggers = names("play wait dither run_time AnimationGroup")

    beside = frozenset({ZERO, "play" + EMPTY, "AnimationGroup" + EMPTY})

    def leave_Expr(self, original: cst.Expr, updated: cst.Expr) -> cst.Expr | cst.RemovalSentinel:
        """Take out what shows nothing for no time."""
        call = original.value
        if not isinstance(call, cst.Call):
            return updated
        method = self._manims(call)
        if method == "play" and not has_star(call):
            shown = [arg.value for arg in call.args if arg.keyword is None]
            if all(self._is_empty_group(one) for one in shown):
                return cst.RemovalSentinel.REMOVE
        if method in ("wait", "dither"):
            time = argument(call, "duration", 0)
            if time is not None and plain_value(time.value) == 0:
                return cst.RemovalSentinel.REMOVE
        return updated

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.Call:
        """Give a play that takes no time the shortest there is; beside others an animation may take none."""
        if not self.in_scene() or has_star(original):
            return updated
        if self._hands_on(original):
            call = _lasting(updated)
            if call is not updated:
                self.record(original, Confidence.MEDIUM)
            return call
        if self._manims(original) != "play":
            return updated
        time = keyword(updated, "run_time")
        shown = positionals(updated)
        if time is not None:
            call = _lasting(updated)
        elif len(shown) == 1 and isinstance(shown[0].value, cst.Call):
            lasting = _lasting(shown[0].value)
            new = shown[0] if lasting is shown[0].value else shown[0].with_changes(value=lasting)
            call = updated if new is shown[0] else updated.with_changes(args=[new, *updated.args[1:]])
        else:
            return updated
        if call is not updated:
            self.record(original, Confidence.MEDIUM)
        return call

    def _manims(self, call: cst.Call) -> str:
        """The method of the scene that is called, unless the author has one of that name."""
        method = method_of_self(call) if self.in_scene() else None
        return method if method is not None and method not in self.module.own_methods else ""

    def _hands_on(self, call: cst.Call) -> bool:
        """Whether a method of the author's scene is called that gives any keywords on to a play."""
        name, around = method_of_self(call), self.enclosing_class
        if name is None or around is None:
            return False
        for base in self.module.lineage(around.name.value):
            facts = self.module.classes.get(base)
            if facts is not None and name in facts.methods:
                return _plays_with_its_keywords(facts.methods[name])
        return False

    def _is_empty_group(self, node: cst.BaseExpression) -> bool:
        return isinstance(node, cst.Call) and not node.args and self.manim_name(node.func) == "AnimationGroup"


def _plays_with_its_keywords(method: cst.FunctionDef) -> bool:
    rest = method.params.star_kwarg
    return rest is not None and any(
        isinstance(node, cst.Call)
        and method_of_self(node) == "play"
        and any(arg.star == "**" and text_of(arg.value) == rest.name.value for arg in node.args)
        for node in walk(method)
    )


def _lasting(call: cst.Call) -> cst.Call:
    """The call with a frame's time where it is told to take none."""
    time = keyword(call, "run_time")
    if time is None or plain_value(time.value) != 0:
        return call
    return with_keyword(call, "run_time", expression("1 / config.frame_rate"))

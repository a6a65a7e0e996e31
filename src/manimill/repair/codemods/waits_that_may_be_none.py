"""See the codemod."""

from __future__ import annotations

from functools import cached_property

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.codemods._numbers import plain_value
from manimill.repair.edit import argument, method_of_self, only_call, statement, text_of
from manimill.repair.walk import walk


class WaitsThatMayBeNone(Codemod):
    """A wait whose time may be zero, as some of a list of times are, is made where it is more: zero is an error now."""

    flavours = OLD
    order = Order.SCENES
    confidence = Confidence.HIGH
    triggers = names("wait dither")

    def leave_SimpleStatementLine(
        self, original: cst.SimpleStatementLine, updated: cst.SimpleStatementLine
    ) -> cst.BaseStatement:
        """Put a condition before the wait."""
        call = only_call(original)
        if call is None or not self.in_scene():
            return updated
        if method_of_self(call) not in ("wait", "dither") or "wait" in self.module.own_methods:
            return updated
        time = argument(call, "duration", 0)
        if time is None or not self._may_be_zero(time.value) or self._asked(time.value):
            return updated
        condition = statement("if {time} > 0:\n    pass", time=time.value)
        assert isinstance(condition, cst.If)
        bare = updated.with_changes(leading_lines=[])
        return condition.with_changes(
            body=condition.body.with_changes(body=[bare]), leading_lines=updated.leading_lines
        )

    def _may_be_zero(self, time: cst.BaseExpression) -> bool:
        if isinstance(time, cst.Name):
            function = self.enclosing_function
            return function is not None and any(
                one.name.value == time.value and one.default is not None and plain_value(one.default) == 0
                for one in [*function.params.params, *function.params.kwonly_params]
            )
        return isinstance(time, cst.Subscript) and _last(time.value) in self._with_zeros

    def _asked(self, time: cst.BaseExpression) -> bool:
        """Whether a condition around it speaks about this very time."""
        return any(text_of(time) in text_of(node.test) for node in self.parents if isinstance(node, cst.If))

    @cached_property
    def _with_zeros(self) -> frozenset[str]:
        """Names of lists and dictionaries that have a zero in them somewhere in the module."""
        found = set()
        for node in walk(self.module.tree):
            if not isinstance(node, cst.Assign):
                continue
            for target in node.targets:
                if isinstance(target.target, cst.Subscript) and plain_value(node.value) == 0:
                    found.add(_last(target.target.value))
                elif _has_zero(node.value):
                    found.add(_last(target.target))
        return frozenset(found - {""})


def _has_zero(value: cst.BaseExpression) -> bool:
    if isinstance(value, cst.BinaryOperation) and isinstance(value.operator, cst.Multiply):
        return _has_zero(value.left)
    if isinstance(value, cst.List | cst.Tuple):
        return any(plain_value(one.value) == 0 for one in value.elements)
    if isinstance(value, cst.Dict):
        return any(plain_value(one.value) == 0 for one in value.elements)
    return False


def _last(node: cst.BaseExpression) -> str:
    if isinstance(node, cst.Attribute):
        return node.attr.value
    return node.value if isinstance(node, cst.Name) else ""

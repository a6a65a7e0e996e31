"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.edit import expression, has_star, method_of_self, renamed_function, statement, without

_WITHOUT_ARGUMENTS = {
    "get_mobjects": "list(self.mobjects)",
    "get_mobject_copies": "[mobject.copy() for mobject in self.mobjects]",
    "get_time": "self.time",
}


class SceneMethods(Codemod):
    """Methods that scenes no longer have, such as `self.get_mobjects()`, are said in today's words."""

    flavours = OLD
    order = Order.SCENES
    confidence = Confidence.HIGH
    triggers = names(
        "dither note ignore_presenter_mode set_variables_as_attrs add_mobjects_among"
    ) | frozenset(_WITHOUT_ARGUMENTS)

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Say a call anew."""
        method = self._method(original)
        if method in _WITHOUT_ARGUMENTS and not original.args:
            return expression(_WITHOUT_ARGUMENTS[method])
        if method == "dither":
            return renamed_function(updated, "wait")
        if method in ("wait", "dither"):
            return without(updated, "note", "ignore_presenter_mode")
        if method == "add_mobjects_among" and len(original.args) == 1 and not has_star(original):
            text = "self.add(*[mobject for mobject in {values} if isinstance(mobject, Mobject)])"
            return expression(text, values=updated.args[0].value)
        return updated

    def leave_SimpleStatementLine(
        self, original: cst.SimpleStatementLine, updated: cst.SimpleStatementLine
    ) -> cst.SimpleStatementLine | cst.FlattenSentinel[cst.SimpleStatementLine]:
        """`self.set_variables_as_attrs(a, b=c)` made attributes of variables, by their names."""
        small = updated.body[0]
        call = small.value if isinstance(small, cst.Expr) and len(updated.body) == 1 else None
        if not isinstance(call, cst.Call) or not isinstance(original.body[0], cst.Expr):
            return updated
        given = original.body[0].value
        if not isinstance(given, cst.Call) or self._method(given) != "set_variables_as_attrs":
            return updated
        lines = []
        for arg in call.args:
            if arg.star or (arg.keyword is None and not isinstance(arg.value, cst.Name)):
                self.warn(original, "the names of the attributes cannot be told")
                return updated
            name = arg.keyword or arg.value
            assert isinstance(name, cst.Name)
            lines.append(statement(f"self.{name.value} = {{value}}", value=arg.value))
        if not lines:
            return updated
        lines[0] = lines[0].with_changes(leading_lines=updated.leading_lines)
        self.record(original)
        return cst.FlattenSentinel(lines)  # type: ignore[arg-type]

    def _method(self, call: cst.Call) -> str:
        """The method of the scene that is called, if it is Manim's."""
        name = method_of_self(call)
        around = self.enclosing_class
        if name is None or around is None or not self.in_scene():
            return ""
        return "" if name in self.module.methods_of(around.name.value) else name

"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.codemods._owners import manims_method
from manimill.repair.edit import expression, method_of, only_call, statement, text_of

_CURVES = ("Line", "Arc", "Polygram", "ParametricFunction", "CubicBezier")
_PARTS = "family_members_with_points"


class InsertedCurves(Codemod):
    """Curves are inserted into each part that has any, as ManimGL's `insert_n_curves` did by itself."""

    flavours = frozenset({GL})
    order = Order.METHODS
    confidence = Confidence.HIGH
    triggers = names("insert_n_curves")

    def leave_SimpleStatementLine(
        self, original: cst.SimpleStatementLine, updated: cst.SimpleStatementLine
    ) -> cst.BaseStatement:
        """A statement becomes a loop, unless all it speaks of is one curve."""
        call = only_call(original)
        if call is None:
            return updated
        if manims_method(self, call) != "insert_n_curves" or len(call.args) != 1 or call.args[0].star:
            return updated
        assert isinstance(call.func, cst.Attribute)
        owner = call.func.value
        kind = self.kind(owner)
        if (kind is not None and self.module.leads_to(kind, *_CURVES)) or self._is_part(owner):
            return updated
        if isinstance(owner, cst.Attribute) and owner.attr.value == "animate":
            self.warn(original, "curves that are inserted while an animation runs are not seen")
            return updated
        new = updated.body[0]
        assert isinstance(new, cst.Expr) and isinstance(new.value, cst.Call)
        assert isinstance(new.value.func, cst.Attribute)
        part = "part" if text_of(owner) != "part" else "one"
        loop = statement(
            f"for {part} in {{parts}}:\n    {part}.insert_n_curves({{count}})\n",
            parts=expression(f"{{whole}}.{_PARTS}()", whole=new.value.func.value),
            count=new.value.args[0].value,
        )
        return loop.with_changes(leading_lines=updated.leading_lines)

    def _is_part(self, owner: cst.BaseExpression) -> bool:
        """Whether an expression is what a loop around goes through, and that has points itself."""
        return any(
            isinstance(node, cst.For)
            and node.target.deep_equals(owner)
            and isinstance(node.iter, cst.Call)
            and method_of(node.iter) == _PARTS
            for node in self.parents
        )

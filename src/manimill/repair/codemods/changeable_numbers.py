"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.codemods._definitions import first_after_imports, with_definitions
from manimill.repair.codemods._tex import class_of, flat, from_gl, made_by, string_like, string_of
from manimill.repair.edit import expression, method_of, text_of

_HELPER = """\
def changeable_number(formula, part, value, **settings):
    decimals = len(value.partition(".")[2])
    number = DecimalNumber(float(value), num_decimal_places=decimals, **settings)
    number.replace(part).match_style(part[0])
    first, *others = part
    for one in formula.get_family():
        if first in one.submobjects:
            kept = [glyph for glyph in one.submobjects if glyph not in others]
            one.submobjects = [number if glyph is first else glyph for glyph in kept]
    return number
"""
_GLYPHS = names("Tex TexText")


class ChangeableNumbers(Codemod):
    """`formula.make_number_changeable("0.00")` is done by a small function that puts a number among the glyphs."""

    flavours = frozenset({GL})
    order = Order.TEX
    confidence = Confidence.MEDIUM
    local = False
    triggers = names("make_number_changeable")
    once = True

    def enter_Module(self, original: cst.Module) -> None:
        """Find the calls whose formula and number can be told."""
        self._values: dict[int, str] = {}
        self._asked: dict[tuple[str, str], list[cst.Call]] = {}
        if from_gl(self.module) and flat(self.module) and "changeable_number" not in self.module.words:
            for call in self.calls_in(original):
                if method_of(call) == "make_number_changeable":
                    self._ask(call)
        for calls in self._asked.values():
            # Who asks for one number twice wants its second place the second time.
            if len(calls) > 1:
                for call in calls:
                    del self._values[id(call)]
                    self.warn(call, "which of several equal numbers is meant cannot be told")

    def _ask(self, call: cst.Call) -> None:
        assert isinstance(call.func, cst.Attribute)
        owner = call.func.value
        value = _value(call.args[0].value) if call.args and call.args[0].keyword is None else None
        plain = all(
            arg.keyword is not None and arg.keyword.value not in ("index", "replace_all")
            for arg in call.args[1:]
        )
        calls = made_by(self, owner) if value is not None and plain else None
        if value is None or not calls or any(class_of(self, one) not in _GLYPHS for one in calls):
            self.warn(call, "the formula, or the number in it, cannot be told")
            return
        around = next((node for node in reversed(self.parents) if isinstance(node, cst.FunctionDef)), None)
        self._values[id(call)] = value
        self._asked.setdefault((f"{id(around)} {text_of(owner)}", value), []).append(call)

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Hand the function the formula and the glyphs of the number."""
        value = self._values.get(id(original))
        if value is None:
            return updated
        assert isinstance(updated.func, cst.Attribute)
        call = expression(
            "changeable_number({formula}, {formula}[{key}][0], {value})",
            formula=updated.func.value,
            key=string_like(value),
            value=string_like(value),
        )
        assert isinstance(call, cst.Call)
        comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
        args = [*call.args, *updated.args[1:]]
        args = [
            arg.with_changes(comma=comma if index < len(args) - 1 else cst.MaybeSentinel.DEFAULT)
            for index, arg in enumerate(args)
        ]
        return call.with_changes(args=args)

    def leave_Module(self, original: cst.Module, updated: cst.Module) -> cst.Module:
        """Put the function after the imports."""
        first = first_after_imports(original) if self._values else None
        if first is None:
            return updated
        self.record(first)
        return with_definitions(original, updated, first, _HELPER)


def _value(node: cst.BaseExpression) -> str | None:
    """The number as it is written in the formula."""
    text = node.value if isinstance(node, cst.Integer | cst.Float) else string_of(node)
    try:
        return text if text is not None and float(text) is not None else None
    except ValueError:
        return None

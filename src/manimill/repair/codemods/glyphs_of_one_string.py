"""See the codemod."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import LEGACY, Codemod, Confidence, Order
from manimill.repair.codemods._tex import class_of, first_call, keys_of, values_of
from manimill.repair.edit import has_star, positionals
from manimill.repair.walk import inner

_CLASSES = names("TextMobject TexMobject")
_LOOPS = names("len list enumerate reversed zip")
"""Functions that, given a formula, get what it is made of."""


class GlyphsOfOneString(Codemod):
    """Glyphs of a formula of one string, which the first Manims counted in the formula, are those of its one part.

    Later Manims made a part of the only string, too, so that nothing but ``formula[0]`` was there. A module that
    asks for more is one for the first.
    """

    flavours = frozenset({LEGACY})
    order = Order.TEX
    confidence = Confidence.MEDIUM
    local = False
    triggers = _CLASSES
    once = True

    def enter_Module(self, original: cst.Module) -> None:
        """Find out whether the module asks such a formula for what only glyphs can be."""
        self._flat = False
        self._scan(original)

    def _scan(self, node: cst.CSTNode) -> None:
        if self._flat:
            return
        if isinstance(node, cst.Subscript) and _beyond_one(node) and self._of_one_string(node.value):
            self._flat = True
        self.parents.append(node)
        for child in inner(node):
            self._scan(child)
        self.parents.pop()

    def _of_one_string(self, node: cst.BaseExpression) -> bool:
        """Whether an expression is a formula that is made of one string, wherever it is made."""
        values = [node] if isinstance(node, cst.Call) else values_of(self, node)
        return bool(values) and all(self._is_one_string(value) for value in values or ())

    def _is_one_string(self, node: cst.BaseExpression) -> bool:
        call = first_call(node)
        if call is None or class_of(self, call) not in _CLASSES or has_star(call):
            return False
        return len(positionals(call)) == 1 and keys_of(self, call) == []

    def leave_Subscript(self, original: cst.Subscript, updated: cst.Subscript) -> cst.BaseExpression:
        """Ask the part for its glyphs."""
        if not self._flat or not self._of_one_string(original.value):
            return updated
        return updated.with_changes(value=_part(updated.value))

    def leave_For(self, original: cst.For, updated: cst.For) -> cst.For:
        """Go through the glyphs of the part."""
        if not self._flat or not self._of_one_string(original.iter):
            return updated
        return updated.with_changes(iter=_part(updated.iter))

    def leave_CompFor(self, original: cst.CompFor, updated: cst.CompFor) -> cst.CompFor:
        """Go through the glyphs of the part."""
        if not self._flat or not self._of_one_string(original.iter):
            return updated
        return updated.with_changes(iter=_part(updated.iter))

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.Call:
        """Count, number or hand on the glyphs of the part."""
        if not self._flat:
            return updated
        counts = isinstance(original.func, cst.Name) and original.func.value in _LOOPS
        args = [
            new.with_changes(value=_part(new.value))
            if (counts or old.star == "*") and old.keyword is None and self._of_one_string(old.value)
            else new
            for old, new in zip(original.args, updated.args, strict=True)
        ]
        if all(a is b for a, b in zip(args, updated.args, strict=True)):
            return updated
        return updated.with_changes(args=args)


def _part(node: cst.BaseExpression) -> cst.Subscript:
    return cst.Subscript(node, [cst.SubscriptElement(cst.Index(cst.Integer("0")))])


def _beyond_one(node: cst.Subscript) -> bool:
    """Whether what is asked for cannot be there, or is always nothing, where there is but one part."""
    if len(node.slice) != 1:
        return False
    piece = node.slice[0].slice
    if isinstance(piece, cst.Index):
        number = _number(piece.value)
        return number is not None and number not in (0, -1)
    if isinstance(piece, cst.Slice):
        return any(number not in (0, -1) for number in _bounds(piece))
    return False


def _bounds(piece: cst.Slice) -> Iterator[int]:
    """The lower bound, and the upper one where it is counted from the end."""
    lower = _number(piece.lower) if piece.lower is not None else None
    upper = _number(piece.upper) if piece.upper is not None else None
    if lower is not None:
        yield lower
    if upper is not None and upper < 0:
        yield upper


def _number(node: cst.BaseExpression) -> int | None:
    if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Minus):
        inside = _number(node.expression)
        return None if inside is None else -inside
    return int(node.value) if isinstance(node, cst.Integer) and node.value.isdigit() else None

"""See the codemod."""

from __future__ import annotations

import ast

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.code.walking import walk
from manimill.repair.codemod import ALL, CE, Codemod, Confidence, Order
from manimill.repair.edit import expression, method_of
from manimill.repair.kinds import TEXT, is_mobject

_ATTRIBUTES = names("color fill_color stroke_color")
_METHODS = names("get_color get_fill_color get_stroke_color")
_READS = _ATTRIBUTES | _METHODS
_SPELLINGS = names("upper lower get_hex get_hex_l")


class ComparedColours(Codemod):
    """Colours, which were texts and are no longer, are compared with colours."""

    flavours = ALL
    order = Order.NAMES
    confidence = Confidence.MEDIUM
    triggers = _READS

    @classmethod
    def has_work(cls, tree: ast.Module) -> bool:
        """Whether anything that mentions a colour is compared with one thing."""
        return any(isinstance(node, ast.Compare) and _mentions(node) for node in walk(tree))

    def leave_Comparison(self, original: cst.Comparison, updated: cst.Comparison) -> cst.BaseExpression:
        """Leave out what spells a colour that is compared with one, and make a colour of what is none."""
        if len(original.comparisons) != 1:
            return updated
        target, new = original.comparisons[0], updated.comparisons[0]
        if not isinstance(target.operator, cst.Equal | cst.NotEqual):
            return updated
        left, right = self._matched(original.left, updated.left, target.comparator, new.comparator)
        if left is updated.left and right is new.comparator:
            right, left = self._matched(target.comparator, new.comparator, original.left, updated.left)
        if left is updated.left and right is new.comparator:
            return updated
        return updated.with_changes(left=left, comparisons=[new.with_changes(comparator=right)])

    def _matched(
        self,
        original: cst.BaseExpression,
        updated: cst.BaseExpression,
        other: cst.BaseExpression,
        other_now: cst.BaseExpression,
    ) -> tuple[cst.BaseExpression, cst.BaseExpression]:
        """A side that may be the colour of something, and what it is compared with, each as it should stand."""
        read, spelt = _unspelt(original)
        if not (_is_read(read) and self._is_colour(other) if spelt else self._is_mobjects(read)):
            return updated, other_now
        if spelt:
            return _unspelt(updated)[0], other_now
        if self._is_colour(other) or self._is_mobjects(other):
            return updated, other_now
        told = isinstance(other, cst.SimpleString) or (
            self.module.flavour != CE and isinstance(other, cst.Name | cst.Attribute | cst.Subscript)
        )
        return updated, expression("ManimColor({colour})", colour=other_now) if told else other_now

    def _is_colour(self, node: cst.BaseExpression) -> bool:
        """Whether an original expression is a colour today."""
        if isinstance(node, cst.Call):
            return self.manim_name(node.func) in ("ManimColor", "Color")
        name = self.manim_name(node)
        return name is not None and api.colour(name) is not None

    def _is_mobjects(self, node: cst.BaseExpression) -> bool:
        """Whether an original expression reads a colour of a mobject."""
        if not _is_read(node):
            return False
        if isinstance(node, cst.Call):
            owner = node.func.value if isinstance(node.func, cst.Attribute) else node
            return method_of(node) not in self.module.own_methods and self.kind(owner) != TEXT
        assert isinstance(node, cst.Attribute)
        kind = self.kind(node.value)
        return kind is not None and is_mobject(self.module.base_of(kind))


def _unspelt(node: cst.BaseExpression) -> tuple[cst.BaseExpression, bool]:
    """What a text was made of, and whether one was: ``m.color`` of ``str(m.color).upper()``."""
    spelt = False
    while True:
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and not node.args:
            if node.func.attr.value not in _SPELLINGS:
                return node, spelt
            node = node.func.value
        elif isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and len(node.args) == 1:
            if node.func.value != "str":
                return node, spelt
            node = node.args[0].value
        elif isinstance(node, cst.Attribute) and node.attr.value in ("hex", "hex_l"):
            node = node.value
        else:
            return node, spelt
        spelt = True


def _is_read(node: cst.BaseExpression) -> bool:
    if isinstance(node, cst.Call):
        return method_of(node) in _METHODS and not node.args
    return isinstance(node, cst.Attribute) and node.attr.value in _ATTRIBUTES


def _mentions(compared: ast.Compare) -> bool:
    return len(compared.ops) == 1 and any(
        isinstance(node, ast.Attribute) and node.attr in _READS for node in walk(compared)
    )

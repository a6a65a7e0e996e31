"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.codemods._latex import Uncuttable, matches, protected
from manimill.repair.codemods._tex import (
    class_of,
    flat,
    from_gl,
    keys_of,
    made_by,
    string_like,
    string_of,
    strings,
)
from manimill.repair.edit import expression, keyword, method_of, renamed_keyword, with_args, with_keyword
from manimill.repair.walk import inner

_GLYPHS = names("Tex TexText")
_BY_TEX = names("get_part_by_tex set_color_by_tex select_part")


class GlTexIndices(Codemod):
    """`formula[3]` and `formula["x"]` of ManimGL's `Tex` become what finds the same glyphs in ManimCE's `MathTex`.

    ManimGL's formula is its glyphs, ManimCE's is its parts, of which each is its glyphs; a string is only found
    where it was to be isolated.
    """

    flavours = frozenset({GL})
    order = Order.TEX
    confidence = Confidence.MEDIUM
    local = False
    triggers = _GLYPHS
    once = True

    def enter_Module(self, original: cst.Module) -> None:
        """Find out which strings each formula is asked for."""
        self._wanted: dict[cst.Call, dict[str, None]] = {}
        self._found: dict[cst.CSTNode, str] = {}
        if from_gl(self.module) and flat(self.module):
            self._scan(original)

    def _scan(self, node: cst.CSTNode) -> None:
        self._ask(node)
        self.parents.append(node)
        for child in inner(node):
            self._scan(child)
        self.parents.pop()

    def _ask(self, node: cst.CSTNode) -> None:
        """Note a string that a formula is asked for, if it can be isolated in it."""
        if isinstance(node, cst.Subscript):
            receiver, key = node.value, _index_text(node)
        elif isinstance(node, cst.Call) and method_of(node) in _BY_TEX and node.args:
            assert isinstance(node.func, cst.Attribute)
            receiver, key = node.func.value, string_of(node.args[0].value)
        else:
            return
        if isinstance(receiver, cst.Attribute) and receiver.attr.value == "animate":
            receiver = receiver.value
        calls = self._formulas(receiver) if key else None
        if not calls or key is None:
            return
        if not all(self._can_isolate(call, key) for call in calls):
            self.warn(node, f"{key!r} cannot be cut out of the formula")
            return
        self._found[node] = key
        for call in calls:
            self._wanted.setdefault(call, {})[key] = None

    def _formulas(self, receiver: cst.BaseExpression) -> list[cst.Call] | None:
        calls = made_by(self, receiver)
        if not calls or any(class_of(self, call) not in _GLYPHS for call in calls):
            return None
        return calls

    def _can_isolate(self, call: cst.Call, key: str) -> bool:
        texts, known = strings(call), keys_of(self, call)
        given = keyword(call, "isolate") or keyword(call, "substrings_to_isolate")
        if texts is None or known is None or not (given is None or isinstance(given.value, cst.List)):
            return False
        keys = [*known, *self._wanted.get(call, ()), key]
        try:
            protected(texts, keys)
        except Uncuttable:
            return False
        # A key inside of another would not be found by itself.
        return all(
            sum(text.count(one) for text in texts)
            == sum(text[start:end] == one for text in texts for start, end in matches(text, keys))
            > 0
            for one in dict.fromkeys(keys)
            if one in {key, *self._wanted.get(call, ())}
        )

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Have the strings isolated."""
        if original in self._found and method_of(original) == "select_part":
            assert isinstance(updated.func, cst.Attribute)
            return updated.with_changes(func=updated.func.with_changes(attr=cst.Name("get_part_by_tex")))
        wanted = self._wanted.get(original)
        known = keys_of(self, original) if wanted else None
        texts = strings(original)
        if not wanted or known is None or texts is None:
            return updated
        new = [key for key in wanted if key not in known and key not in texts]
        if not new:
            return updated
        elements = [cst.Element(string_like(key)) for key in new]
        given = keyword(updated, "isolate")
        if given is None:
            return with_keyword(updated, "substrings_to_isolate", cst.List(elements))
        assert isinstance(given.value, cst.List)
        longer = given.value.with_changes(elements=[*given.value.elements, *elements])
        return with_args(
            updated,
            [
                renamed_keyword(arg, "substrings_to_isolate").with_changes(value=longer)
                if arg is given
                else arg
                for arg in updated.args
            ],
        )

    def leave_Subscript(self, original: cst.Subscript, updated: cst.Subscript) -> cst.BaseExpression:
        """Ask for glyphs of the part, or for the part of a string."""
        if original in self._found:
            return self._part(original, updated, self._found[original])
        inside = original.value
        if isinstance(inside, cst.Subscript) and inside in self._found and _is_zero(original):
            # The first of the matches is the one that the string leads to.
            return updated.value
        if not flat(self.module) or not from_gl(self.module):
            return updated
        calls = self._formulas(original.value)
        if not calls or not _is_number(original):
            return updated
        if any(len(strings(call) or ()) != 1 for call in calls):
            return updated
        whole = cst.Subscript(updated.value, [cst.SubscriptElement(cst.Index(cst.Integer("0")))])
        return updated.with_changes(value=whole)

    def _part(self, original: cst.Subscript, updated: cst.Subscript, key: str) -> cst.BaseExpression:
        calls = self._formulas(original.value) or []
        often = max(sum(text.count(key) for text in strings(call) or ()) for call in calls)
        first = (
            bool(self.parents) and isinstance(self.parents[-1], cst.Subscript) and _is_zero(self.parents[-1])
        )
        pieces = {"tex": updated.value, "key": string_like(key, _index_node(original))}
        if often == 1 or first:
            return expression("{tex}.get_part_by_tex({key})", **pieces)
        return expression(
            "VGroup(*[{tex}.id_to_vgroup_dict[mark] for text, mark in {tex}.matched_strings_and_ids if text == {key}])",
            **pieces,
        )


def _index_node(node: cst.Subscript) -> cst.BaseExpression | None:
    """The index, if there is one and it is no slice."""
    if len(node.slice) != 1 or not isinstance(node.slice[0].slice, cst.Index):
        return None
    return node.slice[0].slice.value


def _index_text(node: cst.Subscript) -> str | None:
    index = _index_node(node)
    return string_of(index) if index is not None else None


def _is_zero(node: cst.CSTNode) -> bool:
    index = _index_node(node) if isinstance(node, cst.Subscript) else None
    return isinstance(index, cst.Integer) and index.value == "0"


def _is_number(node: cst.Subscript) -> bool:
    """Whether what is asked for is a glyph or some in a row, by numbers as they are written."""
    if len(node.slice) != 1:
        return False
    piece = node.slice[0].slice
    values: list[cst.BaseExpression | None] = []
    if isinstance(piece, cst.Index):
        values = [piece.value]
    elif isinstance(piece, cst.Slice):
        values = [piece.lower, piece.upper, piece.step]
    return all(
        value is None
        or isinstance(value, cst.Integer)
        or (isinstance(value, cst.UnaryOperation) and isinstance(value.expression, cst.Integer))
        for value in values
    )

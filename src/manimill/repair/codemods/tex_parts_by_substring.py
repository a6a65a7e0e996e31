"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, CE, GL, Codemod, Confidence, Order
from manimill.repair.codemods._latex import split_at
from manimill.repair.codemods._owners import is_statement
from manimill.repair.codemods._tex import (
    IN_PARTS,
    class_of,
    in_parts,
    keys_of,
    made_by,
    string_like,
    string_of,
    strings,
)
from manimill.repair.edit import argument, expression, has_star, method_of, with_args

_LOST = names("get_parts_by_tex index_of_part_by_tex")
_EXACT_NOW = names("set_color_by_tex get_part_by_tex")
_ASKED = {
    "get_parts_by_tex": "VGroup(*[part for part in {parts} if {tex} in part.tex_string])",
    "get_part_by_tex": "next((part for part in {parts} if {tex} in part.tex_string), None)",
    "index_of_part_by_tex": "next(i for i, part in enumerate({parts}) if {tex} in part.tex_string)",
}
_MAP = "set_color_by_tex_to_color_map"


class TexPartsBySubstring(Codemod):
    """Parts of formulas that were found by what they contain are found again, now that ManimCE wants them exactly.

    Until version 0.20 `set_color_by_tex("x", RED)` coloured every part that has an x in it; today it does nothing
    unless a part is just that.
    """

    flavours = ALL
    order = Order.TEX
    confidence = Confidence.HIGH
    triggers = _LOST | _EXACT_NOW | {_MAP}

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Give the whole text of the parts, or look through them."""
        method = method_of(original)
        if method == _MAP:
            return self._mapped(original, updated)
        if method not in self.triggers or has_star(original):
            return updated
        tex = argument(original, "tex", 0)
        assert isinstance(original.func, cst.Attribute)
        if tex is None or self._selects(original.func.value):
            return updated
        parts, wanted = self._parts(original.func.value), string_of(tex.value)
        if parts is not None and wanted is not None and method in _EXACT_NOW:
            return self._whole(original, updated, parts, wanted)
        if method in _EXACT_NOW and self.module.flavour == CE:
            return updated
        return self._looked_through(original, updated, method)

    def _selects(self, receiver: cst.BaseExpression) -> bool:
        """Whether the receiver may be of ManimGL's class that finds strings anywhere in it."""
        if self.module.flavour != GL:
            return False
        calls = made_by(self, receiver)
        return calls is None or not all(in_parts(self, class_of(self, call)) for call in calls)

    def _parts(self, receiver: cst.BaseExpression) -> list[str] | None:
        """The strings that older Manims made parts of."""
        if isinstance(receiver, cst.Attribute) and receiver.attr.value == "animate":
            receiver = receiver.value
        calls = made_by(self, receiver)
        if calls is None:
            return None
        found: list[str] = []
        for call in calls:
            texts, keys = strings(call), keys_of(self, call)
            if class_of(self, call) not in IN_PARTS or texts is None or keys is None:
                return None
            found += [piece for text in texts for piece in split_at(text, keys)]
        return found

    def _whole(
        self, original: cst.Call, updated: cst.Call, parts: list[str], wanted: str
    ) -> cst.BaseExpression:
        """Ask for the one part by its whole text."""
        hits = list(dict.fromkeys(part for part in parts if wanted in part))
        if not hits or hits == [wanted]:
            return updated
        if self.module.flavour == CE and wanted in hits:
            return updated
        method = method_of(original)
        if len(hits) == 1 or (method == "get_part_by_tex" and hits[0] != wanted):
            old = argument(updated, "tex", 0)
            assert old is not None
            new = old.with_changes(value=string_like(hits[0], old.value))
            return with_args(updated, [new if arg is old else arg for arg in updated.args])
        return updated if method == "get_part_by_tex" else self._looked_through(original, updated, method)

    def _looked_through(
        self, original: cst.Call, updated: cst.Call, method: str | None
    ) -> cst.BaseExpression:
        """Go through the parts."""
        assert isinstance(updated.func, cst.Attribute)
        receiver = updated.func.value
        tex = argument(updated, "tex", 0)
        assert tex is not None
        if not _simple(receiver) or not _simple(tex.value):
            self.warn(original, "what stands there more than once may not be the same thing each time")
            return updated
        named = {arg.keyword.value for arg in updated.args if arg.keyword is not None}
        if named & {"substring", "case_sensitive", "start"}:
            self.warn(original, "how the parts are to be compared is said in a way of its own")
            return updated
        pieces = {"parts": receiver, "tex": tex.value}
        if method in _ASKED:
            return expression(_ASKED[method], **pieces)
        colour = argument(updated, "color", 1)
        alone = is_statement(self)
        if (
            colour is None
            or not alone
            or (isinstance(receiver, cst.Attribute) and receiver.attr.value == "animate")
        ):
            self.warn(original, "parts are found by what they contain, and ManimCE wants the whole of it")
            return updated
        return expression(
            "VGroup(*[part for part in {parts} if {tex} in part.tex_string]).set_color({colour})",
            **pieces,
            colour=colour.value,
        )

    def _mapped(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Give the whole text of the parts in a map."""
        assert isinstance(original.func, cst.Attribute)
        if len(updated.args) != 1 or self._selects(original.func.value):
            return updated
        colours, parts = updated.args[0].value, self._parts(original.func.value)
        if not isinstance(colours, cst.Dict):
            return updated
        elements: list[cst.BaseDictElement] = []
        for element in colours.elements:
            several = _keys(element)
            if several is None or not isinstance(element, cst.DictElement):
                return updated
            if parts is not None:
                several = [one for key in several for one in self._hits(key, parts)]
            if len(several) == 1 and string_of(element.key) == several[0]:
                elements.append(element)
                continue
            model = element.key
            elements += [cst.DictElement(string_like(one, model), element.value) for one in several[:-1]]
            elements.append(element.with_changes(key=string_like(several[-1], model)))
        if len(elements) == len(colours.elements) and all(
            a is b for a, b in zip(elements, colours.elements, strict=True)
        ):
            return updated
        return with_args(
            updated, [updated.args[0].with_changes(value=colours.with_changes(elements=elements))]
        )

    def _hits(self, key: str, parts: list[str]) -> list[str]:
        hits = list(dict.fromkeys(part for part in parts if key in part))
        return hits if hits and not (self.module.flavour == CE and key in hits) else [key]


def _keys(element: cst.BaseDictElement) -> list[str] | None:
    """The strings of a key, which may be a tuple of them."""
    if not isinstance(element, cst.DictElement):
        return None
    key = element.key
    values = [one.value for one in key.elements] if isinstance(key, cst.Tuple) else [key]
    found = [string_of(value) for value in values]
    return [one for one in found if one is not None] if None not in found else None


def _simple(node: cst.BaseExpression) -> bool:
    """Whether an expression is the same each time it is asked."""
    if isinstance(node, cst.Name | cst.SimpleString | cst.ConcatenatedString):
        return True
    if isinstance(node, cst.Attribute):
        return _simple(node.value)
    if isinstance(node, cst.Subscript):
        return _simple(node.value)
    return False

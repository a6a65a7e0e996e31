"""See the codemod."""

from __future__ import annotations

import re

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.codemods._tex import first_call, string_of, values_of
from manimill.repair.edit import expression, method_of

_LIGATURES = re.compile("ff|fi|fl|ft|tt|Th")


class TextParts(Codemod):
    """`text["word"]` and `text.get_part_by_text("word")` are the letters that the word has in ManimCE's `Text`."""

    flavours = frozenset({GL})
    order = Order.METHODS
    confidence = Confidence.MEDIUM
    local = False
    triggers = names("Text")

    def leave_Subscript(self, original: cst.Subscript, updated: cst.Subscript) -> cst.BaseExpression:
        """A word in brackets; ManimGL gives a group of all its places."""
        index = original.slice[0].slice
        if len(original.slice) != 1 or not isinstance(index, cst.Index):
            return updated
        part = self._part(original.value, updated.value, string_of(index.value), original)
        if part is None:
            return updated
        around = self.parents[-1] if self.parents else None
        # The first of a group of one is what is in it: here, the letters themselves.
        indexed = isinstance(around, cst.Subscript) and around.value is original
        return expression("VGroup({part})", part=part) if indexed else part

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """A word that is asked for by a method."""
        if method_of(original) != "get_part_by_text" or len(original.args) != 1:
            return updated
        assert isinstance(original.func, cst.Attribute)
        assert isinstance(updated.func, cst.Attribute)
        word = string_of(original.args[0].value)
        part = self._part(original.func.value, updated.func.value, word, original)
        return updated if part is None else part

    def _part(
        self, owner: cst.BaseExpression, new: cst.BaseExpression, word: str | None, node: cst.CSTNode
    ) -> cst.BaseExpression | None:
        """The letters of a word, None where it cannot be told which those are."""
        if not word:
            return None
        calls = [first_call(value) if value is not None else None for value in values_of(self, owner) or ()]
        made = isinstance(owner, cst.Subscript) and bool(calls)
        made = made and all(call is not None and self.manim_name(call.func) == "Text" for call in calls)
        if not made and self.kind(owner) != "Text":
            return None
        texts = {string_of(call.args[0].value) if call and call.args else None for call in calls}
        text = texts.pop() if len(texts) == 1 else None
        if not text or text.count(word) != 1 or _LIGATURES.search(text):
            self.warn(node, f"which letters {word!r} has cannot be told")
            return None
        first = len("".join(text[: text.index(word)].split()))
        last = first + len("".join(word.split()))
        return expression(f"{{text}}[{first}:{last}]", text=new)

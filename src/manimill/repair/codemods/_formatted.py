"""Formatted strings as LaTeX: what is put in counts as one sign, the same for the same expression."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from manimill.repair.codemods._latex import protected
from manimill.repair.codemods._tex import string_like, string_of
from manimill.repair.edit import text_of

_FIRST = 0xE000
"""Where the signs begin that stand for expressions; LaTeX code has none of these."""


class Signs:
    """Signs for the expressions in the strings of one call and in its keys."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}

    def text(self, node: cst.BaseExpression) -> str | None:
        """A string with signs for what is put into it, None for what is no string or hard to write again."""
        if not isinstance(node, cst.FormattedString):
            return string_of(node)
        found = ""
        for part in node.parts:
            if isinstance(part, cst.FormattedStringText):
                written = _read(part.value, node.prefix)
                if written is None:
                    return None
                found += written
            elif isinstance(part, cst.FormattedStringExpression) and not (
                part.format_spec or part.conversion
            ):
                found += self._sign(part.expression)
            else:
                return None
        return found

    def key(self, node: cst.BaseExpression) -> str:
        """A key to colour: a string, or the sign of the expression it is."""
        return self.text(node) or self._sign(node)

    def _sign(self, node: cst.BaseExpression) -> str:
        shown = node
        if isinstance(node, cst.Call) and len(node.args) == 1 and text_of(node.func) == "str":
            shown = node.args[0].value
        return self._of.setdefault(text_of(shown), chr(_FIRST + len(self._of)))


def braced(
    values: Sequence[cst.BaseExpression], keys: Sequence[cst.BaseExpression]
) -> list[cst.BaseExpression] | None:
    """Strings with braces where marks would come between; None where nothing is to change or one cannot be read."""
    signs = Signs()
    texts = [signs.text(value) for value in values]
    read = [text for text in texts if text is not None]
    if len(read) < len(texts):
        return None
    new = protected(read, [signs.key(key) for key in keys])
    if new == read:
        return None
    return [
        _rewritten(value, text)
        if isinstance(value, cst.FormattedString)
        else value
        if text == old
        else string_like(text, value, same=True)
        for value, old, text in zip(values, read, new, strict=True)
    ]


def _rewritten(node: cst.FormattedString, text: str) -> cst.FormattedString:
    """A formatted string that says another text, with the same expressions in it."""
    expressions = [part for part in node.parts if isinstance(part, cst.FormattedStringExpression)]
    parts: list[cst.BaseFormattedStringContent] = []
    literal = ""
    for sign in text:
        if ord(sign) < _FIRST or ord(sign) >= _FIRST + 0x100:
            literal += sign
            continue
        parts += [cst.FormattedStringText(_written(literal, node.prefix))] if literal else []
        parts.append(expressions.pop(0))
        literal = ""
    parts += [cst.FormattedStringText(_written(literal, node.prefix))] if literal else []
    return node.with_changes(parts=parts)


def _read(source: str, prefix: str) -> str | None:
    text = source.replace("{{", "{").replace("}}", "}")
    if "r" in prefix.lower():
        return text
    return None if "\\" in text.replace("\\\\", "") else text.replace("\\\\", "\\")


def _written(text: str, prefix: str) -> str:
    source = text if "r" in prefix.lower() else text.replace("\\", "\\\\")
    return source.replace("{", "{{").replace("}", "}}")

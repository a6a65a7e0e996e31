r"""Take Python, and descriptions, out of what models and exports wrap them in.

The text is changed only as far as needed. What already parses keeps every character except for line
ends and outer blank lines; what does not is put through the smallest set of repairs after which it does.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, combinations, islice
from typing import Protocol

from manimill.code.parse import collector_paused
from manimill.scenes._fences import has_fence
from manimill.scenes._repairs import LITERAL_NEWLINES, REPAIRS, UNWRAPPING, Repair, between, parsed
from manimill.scenes.relayout import lay_out

__all__ = ["TextCuts", "Unpacked", "between", "clean_characters", "unpack_code", "unpack_description"]

_MOST_REPAIRS = 4
"""Texts with more faults than this at once are not code that an export damaged."""
_MOST_ATTEMPTS = 64
"""Seven plausible repairs, up to three at once; bounds the time a hostile text can take."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """Code as it was meant, and the rules that led to it in the order they were applied.

    ``tree`` is None where the code does not parse even so. Lines end in one line feed each; there
    are no blank lines before or after.
    """

    code: str
    rules: tuple[str, ...] = ()
    tree: ast.Module | None = field(default=None, compare=False, repr=False)


class TextCuts(Protocol):
    """How a text lies in what surrounds it; see ``manimill.catalog.entry.FieldSpec``."""

    @property
    def after(self) -> str | None: ...
    @property
    def before(self) -> str | None: ...
    @property
    def strip(self) -> tuple[str, ...]: ...


@collector_paused()
def unpack_code(text: str) -> Unpacked:
    """Find the Python in a text that may be more, or less, than Python."""
    text, applied = _clean(text)
    tree = parsed(text)
    if tree is not None:
        return Unpacked(text, applied, tree)
    for repaired in _repaired(text):
        if repaired.tree is not None:
            return Unpacked(repaired.code, _joined(applied, repaired.rules), repaired.tree)
    return _unwrapped(text, applied)


def unpack_description(text: str, spec: TextCuts | None = None) -> str | None:
    """A description without wrapper sentences, export residue and outer quotes.

    Returns None where nothing is left or where the mark it should follow is absent.
    """
    text, _ = clean_characters(text)
    if spec is not None:
        inner = between(text, spec.after, spec.before)
        if inner is None:
            return None
        text = _without_wrappers(inner, spec.strip)
    text = _without_literal_newlines(text)
    if (
        len(text) > 1
        and text[0] + text[-1] in ('""', "''", "“”", "‘’")
        and not _inside(text, text[0] + text[-1])
    ):
        text = text[1:-1].strip()
    return text or None


def clean_characters(text: str) -> tuple[str, tuple[str, ...]]:
    """Normalise line ends and drop characters no text file may hold; name the rules applied."""
    rules: list[str] = []
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        rules.append("line_ends")
    if "_x000D_" in text:
        # A spreadsheet's spelling of a carriage return; only before a line end is it one.
        cleaned = text.replace("_x000D_\n", "\n").removesuffix("_x000D_")
        rules += ["carriage_return"] * (cleaned != text)
        text = cleaned
    if "\x00" in text:
        text = text.replace("\x00", "")
        rules.append("null_character")
    if text.startswith("\ufeff"):
        text = text.lstrip("\ufeff")
        rules.append("byte_order_mark")
    if not text.isascii() and _has_surrogate(text):
        # Two halves of a pair that were escaped one by one belong together; others mean nothing.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        rules.append("lone_surrogate")
    return text, tuple(rules)


def _has_surrogate(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _clean(text: str) -> tuple[str, tuple[str, ...]]:
    text, rules = clean_characters(text)
    text = _without_blank_edges(text)
    stripped = text.lstrip()
    if stripped.startswith(LITERAL_NEWLINES):
        # No Python text begins with a backslash, so this needs no parsing to be sure of.
        while stripped.startswith(LITERAL_NEWLINES):
            mark = next(mark for mark in LITERAL_NEWLINES if stripped.startswith(mark))
            text = stripped[len(mark) :]
            stripped = text.lstrip()
        # The space belongs to the mark; more of it is indentation that the next lines may share.
        text = text.removeprefix(" ")
        rules += ("literal_newline",)
    return _without_blank_edges(text), rules


def _without_blank_edges(text: str) -> str:
    text = text.rstrip()
    while text[:1].isspace():
        line, found, rest = text.partition("\n")
        if not found or line.strip():
            break
        text = rest
    return text


def _repaired(text: str) -> Iterator[Unpacked]:
    """What the text becomes under ever larger sets of repairs, applied in a fixed order."""
    yield _relaid(text, ())
    seen = {text}
    plausible = _plausible(text)
    sets = chain.from_iterable(combinations(plausible, size) for size in range(1, _MOST_REPAIRS + 1))
    for chosen in islice(sets, _MOST_ATTEMPTS):
        changed = _apply(chosen, text)
        if changed is None or changed in seen:
            continue
        seen.add(changed)
        rules = tuple(name for name, _ in chosen)
        tree = parsed(changed)
        yield Unpacked(changed, rules, tree) if tree is not None else _relaid(changed, rules)


def _plausible(text: str) -> list[tuple[str, Repair]]:
    """Repairs that could do anything to this text, alone or after another."""
    wrapped = has_fence(text) or "\\n" in text
    return [
        (name, repair)
        for name, repair in REPAIRS
        if repair(text) not in (None, text)
        or (wrapped and name in ("fence", "dedent", "tabs", "first_line_indent", "literal_newline"))
    ]


def _apply(repairs: Iterable[tuple[str, Repair]], text: str) -> str | None:
    """The text after all of the repairs, or None if one of them had nothing to do."""
    for _, repair in repairs:
        changed = repair(text)
        if changed is None or changed == text or not changed.strip():
            return None
        text = changed
    return text


def _relaid(text: str, rules: tuple[str, ...]) -> Unpacked:
    layout = lay_out(text)
    if layout is None or layout.code == text:
        return Unpacked(text, rules)
    rules += ("relayout", "relayout_ambiguous") if layout.ambiguous else ("relayout",)
    return Unpacked(layout.code, rules, layout.tree)


def _unwrapped(text: str, rules: tuple[str, ...]) -> Unpacked:
    """Broken code without what surrounds it."""
    for name, repair in UNWRAPPING:
        changed = repair(text)
        if changed is not None and changed != text:
            text, rules = changed, _joined(rules, (name,))
    return Unpacked(_without_blank_edges(text), rules)


def _joined(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    """Names of rules in the order of their first application."""
    return tuple(dict.fromkeys(before + after))


def _without_wrappers(text: str, wrappers: Iterable[str]) -> str:
    """Remove wrapper sentences from the front, in whatever order and however often they come."""
    text = _without_literal_newlines(text)
    known = [wrapper.strip() for wrapper in wrappers if wrapper.strip()]
    while found := next((wrapper for wrapper in known if text.startswith(wrapper)), None):
        text = text[len(found) :].lstrip()
    return text


def _without_literal_newlines(text: str) -> str:
    r"""Drop spelled-out line breaks at the ends, and resolve those inside where that is safe.

    A ``\n`` before a lower-case letter may begin a TeX command such as ``\nabla``.
    """
    text = text.strip()
    while text.startswith("\\n") and not text[2:3].islower():
        text = text[2:].lstrip()
    while text.endswith("\\n"):
        text = text[:-2].rstrip()
    if "\n" in text or "\\n" not in text:
        return text
    pieces = text.split("\\n")
    if any(piece[:1].islower() for piece in pieces[1:]):
        return text
    return "\n".join(piece.strip(" ") for piece in pieces)


def _inside(text: str, marks: str) -> bool:
    return any(mark in text[1:-1] for mark in marks)

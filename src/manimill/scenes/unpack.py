r"""Take Python, and descriptions, out of what models and exports wrap them in.

The text is changed only as far as needed. What already parses keeps every character except for line
ends and outer blank lines; what does not is put through the smallest set of repairs after which it does.
"""

from __future__ import annotations

import ast
import json
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Protocol

from manimill.code.parse import SyntaxProblem, parse
from manimill.scenes._fences import has_fence, unfence
from manimill.scenes._quoting import restore_line_breaks, straighten_quotes
from manimill.scenes.discover import scenes_in
from manimill.scenes.relayout import lay_out

_LITERAL_NEWLINES = ("\\r\\n", "\\n")
_END_MARKS = ("</s>", "<|endoftext|>", "<|im_end|>", "<|eot_id|>", "<|end|>")
_START_MARKS = ("<s>", "[/INST]", "<|im_start|>assistant", "<|assistant|>")
_CODE_STARTS = ("from ", "import ", "class ", "def ", "@", "async def ")
_BLOCK_STARTS = (*_CODE_STARTS, "if ", "for ", "while ", "with ", "try:", "return ")
_ENTITIES = {
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&#39;": "'",
    "&#x27;": "'",
    "&nbsp;": " ",
    "&amp;": "&",
}
_INVISIBLE = {
    "\u00a0": " ",
    "\u202f": " ",
    "\u3000": " ",
    "\u200b": "",
    "\u200c": "",
    "\u200d": "",
    "\ufeff": "",
}
_MOST_REPAIRS = 4
"""Texts with more faults than this at once are not code that an export damaged."""


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


def unpack_code(text: str) -> Unpacked:
    """Find the Python in a text that may be more, or less, than Python."""
    text, applied = _clean(text)
    tree = _parsed(text)
    if tree is not None:
        return Unpacked(text, applied, tree)
    for repaired in _repaired(text):
        if repaired.tree is not None:
            return Unpacked(repaired.code, applied + repaired.rules, repaired.tree)
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


def between(text: str, after: str | None, before: str | None, *, last: bool = False) -> str | None:
    """What stands between two marks; None if the first is absent, up to the end if the second is.

    The text starts after the first ``after`` and ends at the first ``before`` that follows, or with
    ``last`` at the last one: Pango markup in code may spell the mark ``</s>`` itself.
    """
    if after:
        _, found, text = text.partition(after)
        if not found:
            return None
    if before:
        end = text.rfind(before) if last else text.find(before)
        text = text if end < 0 else text[:end]
    return text


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
    if stripped.startswith(_LITERAL_NEWLINES):
        # No Python text begins with a backslash, so this needs no parsing to be sure of.
        while stripped.startswith(_LITERAL_NEWLINES):
            mark = next(mark for mark in _LITERAL_NEWLINES if stripped.startswith(mark))
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


def _parsed(text: str) -> ast.Module | None:
    """The tree of a text that says something as Python; comments alone may hide the code."""
    tree = parse(text)
    if isinstance(tree, SyntaxProblem):
        return None
    if tree.body:
        return None if _is_quoted_module(tree) else tree
    return None if "\\n" in text else tree


def _is_quoted_module(tree: ast.Module) -> bool:
    """Whether the module is nothing but one string that reads like a module."""
    only = tree.body[0] if len(tree.body) == 1 else None
    return (
        isinstance(only, ast.Expr)
        and isinstance(only.value, ast.Constant)
        and isinstance(only.value.value, str)
        and "import " in only.value.value
        and "class " in only.value.value
    )


# Each repair returns what it makes of the text, or None where it has nothing to do.


def _cut_chat_marks(text: str) -> str | None:
    cut = text
    for mark in _START_MARKS:
        cut = between(cut, mark, None) or cut
    cut = cut.strip()
    while cut.endswith(_END_MARKS):
        cut = cut[: -len(next(mark for mark in _END_MARKS if cut.endswith(mark)))].rstrip()
    return cut if cut != text.strip() else None


def _cut_literal_newlines(text: str) -> str | None:
    cut = text.strip()
    while cut.startswith(_LITERAL_NEWLINES):
        cut = cut[len("\\n") :].lstrip()
    while cut.endswith(_LITERAL_NEWLINES):
        cut = cut[: -len("\\n")].removesuffix("\\r").rstrip()
    return cut if cut != text.strip() else None


def _unquote(text: str) -> str | None:
    tree = parse(text)
    if isinstance(tree, SyntaxProblem) or not _is_quoted_module(tree):
        return None
    value = ast.literal_eval(text.strip())
    return str(value)


def _unescape_line_breaks(text: str) -> str | None:
    if "\n" in text or "\\n" not in text:
        return None
    if '\\"' in text:
        try:
            return str(json.loads(f'"{text}"', strict=False))
        except ValueError:
            pass
    return restore_line_breaks(text)


def _unescape_entities(text: str) -> str | None:
    if "&" not in text:
        return None
    changed = text
    for entity, character in _ENTITIES.items():
        changed = changed.replace(entity, character)
    return changed


def _show_invisible(text: str) -> str | None:
    changed = text
    for character, replacement in _INVISIBLE.items():
        changed = changed.replace(character, replacement)
    return changed


def _drop_magics(text: str) -> str | None:
    if not text.startswith(("%", "!")) and "\n%" not in text and "\n!" not in text:
        return None
    return "\n".join(line for line in text.split("\n") if not line.startswith(("%", "!")))


def _cut_prose(text: str) -> str | None:
    """Drop the sentences before and after a module, if what is left holds a scene."""
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if line.startswith(_CODE_STARTS)), None)
    if first is None or not all(_is_prose(line) for line in lines[:first]):
        return None
    code = "\n".join(lines[first:])
    problem = parse(code)
    if isinstance(problem, SyntaxProblem) and problem.line is not None:
        end = min(first + problem.line - 1, len(lines) - 1)
        while end > first and (not lines[end] or lines[end][0].isspace()):
            end -= 1
        if not _is_prose(lines[end]):
            return None
        code = "\n".join(lines[first:end])
    tree = parse(code)
    return None if isinstance(tree, SyntaxProblem) or not scenes_in(tree) else code.rstrip()


def _is_prose(line: str) -> bool:
    """Whether a line outside code may be dropped: blank, or words that no statement starts with."""
    if not line.strip() or line.startswith("#"):
        return True
    if line.startswith(_BLOCK_STARTS) or line[0].isspace():
        return False
    return isinstance(parse(line), SyntaxProblem) and (
        len(line.split()) > 2 or line.endswith((":", ".", "!"))
    )


def _dedent(text: str) -> str | None:
    return textwrap.dedent(text).strip("\n") if text[:1].isspace() else None


def _align_first_line(text: str) -> str | None:
    """For text whose first line alone lost its indentation, or alone has some."""
    first, _, rest = text.partition("\n")
    if first[:1].isspace():
        return text.lstrip()
    if not rest or first.rstrip().endswith(":"):
        return None
    return first + "\n" + textwrap.dedent(rest)


def _expand_tabs(text: str) -> str | None:
    if "\t" not in text:
        return None
    for width in (4, 8):
        lines = [
            line[: len(line) - len(line.lstrip())].expandtabs(width) + line.lstrip()
            for line in text.split("\n")
        ]
        changed = "\n".join(lines)
        if not isinstance(parse(changed), SyntaxProblem):
            return changed
    return None


_Repair = Callable[[str], str | None]

_UNWRAPPING: tuple[tuple[str, _Repair], ...] = (
    ("chat_marks", _cut_chat_marks),
    ("literal_newline", _cut_literal_newlines),
    ("fence", lambda text: unfence(text) if has_fence(text) else None),
)
"""Applied even if the code is broken beyond repair: what they take away is certainly not code."""

_REPAIRS: tuple[tuple[str, _Repair], ...] = (
    _UNWRAPPING[0],
    ("quoted", _unquote),
    _UNWRAPPING[1],
    ("escaped_newlines", _unescape_line_breaks),
    ("html_entities", _unescape_entities),
    ("typographic_quotes", straighten_quotes),
    ("invisible_characters", _show_invisible),
    _UNWRAPPING[2],
    ("notebook_magic", _drop_magics),
    ("prose", _cut_prose),
    ("dedent", _dedent),
    ("first_line_indent", _align_first_line),
    ("tabs", _expand_tabs),
)


def _repaired(text: str) -> Iterator[Unpacked]:
    """What the text becomes under ever larger sets of repairs, applied in a fixed order."""
    yield _relaid(text, ())
    seen = {text}
    for size in range(1, _MOST_REPAIRS + 1):
        for chosen in combinations(_plausible(text), size):
            changed = _apply(chosen, text)
            if changed is None or changed in seen:
                continue
            seen.add(changed)
            rules = tuple(name for name, _ in chosen)
            tree = _parsed(changed)
            yield Unpacked(changed, rules, tree) if tree is not None else _relaid(changed, rules)


def _plausible(text: str) -> list[tuple[str, _Repair]]:
    """Repairs that could do anything to this text, alone or after another."""
    wrapped = has_fence(text) or "\\n" in text
    return [
        (name, repair)
        for name, repair in _REPAIRS
        if repair(text) not in (None, text)
        or (wrapped and name in ("fence", "dedent", "tabs", "first_line_indent"))
    ]


def _apply(repairs: Iterable[tuple[str, _Repair]], text: str) -> str | None:
    """The text after all of the repairs, or None if one of them had nothing to do."""
    for _, repair in repairs:
        changed = repair(text)
        if changed is None or changed == text or not changed.strip():
            return None
        text = changed
    return text


def _relaid(text: str, rules: tuple[str, ...]) -> Unpacked:
    layout = lay_out(text)
    if layout is None:
        return Unpacked(text, rules)
    rules += ("relayout", "relayout_ambiguous") if layout.ambiguous else ("relayout",)
    return Unpacked(layout.code, rules, layout.tree)


def _unwrapped(text: str, rules: tuple[str, ...]) -> Unpacked:
    """Broken code without what surrounds it."""
    for name, repair in _UNWRAPPING:
        changed = repair(text)
        if changed is not None and changed.strip() and changed != text:
            text, rules = changed, (*rules, name)
    return Unpacked(_without_blank_edges(text), rules)


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

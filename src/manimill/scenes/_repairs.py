r"""What can be undone to make Python parse again, one function for each kind of damage."""

from __future__ import annotations

import ast
import json
import textwrap
from collections.abc import Callable

from manimill.code.parse import SyntaxProblem, parse
from manimill.scenes._fences import has_fence, unfence
from manimill.scenes._quoting import restore_line_breaks, straighten_quotes
from manimill.scenes.discover import scenes_in

LITERAL_NEWLINES = ("\\r\\n", "\\n")
"""Line breaks as two or four characters; the longer one first."""

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


def parsed(text: str) -> ast.Module | None:
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
    while cut.startswith(LITERAL_NEWLINES):
        cut = cut[len("\\n") :].lstrip()
    while cut.endswith(LITERAL_NEWLINES):
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


Repair = Callable[[str], str | None]

UNWRAPPING: tuple[tuple[str, Repair], ...] = (
    ("chat_marks", _cut_chat_marks),
    ("literal_newline", _cut_literal_newlines),
    ("fence", lambda text: unfence(text) if has_fence(text) else None),
)
"""Applied even if the code is broken beyond repair: what they take away is certainly not code."""

REPAIRS: tuple[tuple[str, Repair], ...] = (
    UNWRAPPING[0],
    ("quoted", _unquote),
    UNWRAPPING[1],
    ("escaped_newlines", _unescape_line_breaks),
    ("html_entities", _unescape_entities),
    ("typographic_quotes", straighten_quotes),
    ("invisible_characters", _show_invisible),
    UNWRAPPING[2],
    ("notebook_magic", _drop_magics),
    ("prose", _cut_prose),
    ("dedent", _dedent),
    ("first_line_indent", _align_first_line),
    ("tabs", _expand_tabs),
)

"""Python in texts: fences of Markdown, directives and code blocks of reStructuredText."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from manimill.scenes.directive import Directive, directives_in

_PYTHON = frozenset({"python", "python3", "py", "py3", "ipython", "ipython3", "manim", ""})


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """A block of code in a text.

    ``line`` is that of its first line of code in the text, from 1. ``scene`` is the class a directive names, None in
    plain blocks. ``heading`` and ``prose`` are the title it stands under and the paragraph right above it.
    """

    code: str
    line: int
    scene: str | None = None
    heading: str | None = None
    prose: str | None = None


def markdown_blocks(text: str) -> list[CodeBlock]:
    """The Python of a Markdown text: fences that are tagged so or not at all, and MyST's ``{manim}`` directives."""
    return list(_fences(text.split("\n")))


def _fences(lines: list[str]) -> Iterator[CodeBlock]:
    number, heading = 0, None
    while number < len(lines):
        stripped = lines[number].strip()
        if stripped.startswith("#") and stripped.lstrip("#")[:1] == " ":
            heading = stripped.lstrip("#").strip()
        mark = _fence_mark(stripped)
        if mark is None:
            number += 1
            continue
        end = next((i for i in range(number + 1, len(lines)) if _closes(lines[i], mark)), len(lines))
        block = _block(lines, number, end, stripped[len(mark) :].strip(), heading)
        if block is not None:
            yield block
        number = end + 1


def _fence_mark(line: str) -> str | None:
    for character in "`~":
        if line.startswith(3 * character):
            mark = line[: len(line) - len(line.lstrip(character))]
            return mark if character not in line[len(mark) :] else None
    return None


def _closes(line: str, mark: str) -> bool:
    stripped = line.strip()
    return stripped.startswith(mark) and not stripped.strip(mark[0])


def _block(lines: list[str], opening: int, end: int, tag: str, heading: str | None) -> CodeBlock | None:
    word, _, argument = tag.partition(" ")
    first, scene = opening + 1, None
    if word.lower() == "{manim}":
        scene = argument.strip() or None
        while first < end and (lines[first].strip().startswith(":") or not lines[first].strip()):
            first += 1
    elif word.strip("{.}").lower().partition("{")[0] not in _PYTHON:
        return None
    code = textwrap.dedent("\n".join(lines[first:end])).rstrip() + "\n"
    return CodeBlock(code, first + 1, scene, heading, _prose_above(lines, opening))


def _prose_above(lines: list[str], number: int) -> str | None:
    end = number
    while end > 0 and not lines[end - 1].strip():
        end -= 1
    start = end
    while start > 0 and lines[start - 1].strip() and not _is_structure(lines[start - 1]):
        start -= 1
    text = " ".join(line.strip() for line in lines[start:end])
    return text or None


def _is_structure(line: str) -> bool:
    return line.lstrip().startswith(("#", "```", "~~~", "|", "<", "!["))


def rst_blocks(text: str) -> list[CodeBlock]:
    """The Python of a reStructuredText: ``.. manim::`` directives and blocks of Python code."""
    blocks = [_of_directive(found, found.argument or None) for found in directives_in(text)]
    blocks += [
        _of_directive(found, None)
        for name in ("code-block", "code", "sourcecode")
        for found in directives_in(text, name)
        if found.argument.lower() in _PYTHON - {""}
    ]
    return sorted(blocks, key=lambda block: block.line)


def _of_directive(found: Directive, scene: str | None) -> CodeBlock:
    # Its code ends with its last line; options and blank lines stand above.
    line = found.last_line + 1 - found.code.strip("\n").count("\n")
    return CodeBlock(found.code, line, scene, found.heading, found.prose)

"""``.. manim::`` directives: the scenes inside documentation, and the prose around them.

The directive's grammar is the one of Sphinx extensions: an argument (the scene class), options as
``:name: value`` lines, a blank line, then the indented content.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from textwrap import dedent

_OPTION = re.compile(r"^:(?P<name>[\w-]+):(?P<value>.*)$")
_ANY_DIRECTIVE = re.compile(r"^\s*\.\. ")
_UNDERLINE = re.compile(r"^\s*([-=~^\"'#*+])\1{2,}\s*$")


@dataclass(frozen=True, slots=True)
class Directive:
    """One ``.. manim::`` directive as written.

    ``first_line`` and ``last_line`` count from 0 in the text it was found in. ``prose`` is the paragraph
    right above the directive, ``heading`` the title of the section it stands in; both may be None.
    """

    argument: str
    options: dict[str, str] = field(hash=False)
    code: str
    first_line: int
    last_line: int
    prose: str | None
    heading: str | None


def directives_in(text: str, name: str = "manim") -> list[Directive]:
    """All ``.. manim::`` directives of a reStructuredText, or those of another name, in order.

    reStructuredText allows a space before the two colons.
    """
    beginning = re.compile(rf"^(?P<indent>[ \t]*)\.\. {re.escape(name)} ?::(?P<argument>.*)$")
    lines = text.expandtabs().splitlines()
    found: list[Directive] = []
    number = 0
    while number < len(lines):
        match = beginning.match(lines[number])
        if match is None:
            number += 1
            continue
        end = _end_of_block(lines, number + 1, len(match["indent"]))
        options, code = _split_block(lines[number + 1 : end])
        found.append(
            Directive(
                argument=match["argument"].strip(),
                options=options,
                code=code,
                first_line=number,
                last_line=max(number, _last_written(lines, end)),
                prose=_prose_above(lines, number, len(match["indent"])),
                heading=_heading_above(lines, number),
            )
        )
        number = end
    return found


def _end_of_block(lines: list[str], start: int, indent: int) -> int:
    end = start
    while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > indent):
        end += 1
    return end


def _last_written(lines: list[str], end: int) -> int:
    return max((i for i in range(end) if lines[i].strip()), default=0)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _split_block(block: list[str]) -> tuple[dict[str, str], str]:
    body = dedent("\n".join(block)).splitlines()
    options: dict[str, str] = {}
    position = 0
    while position < len(body):
        match = _OPTION.match(body[position].strip())
        if match is None and (body[position].strip() or options):
            break
        if match is not None:
            options[match["name"]] = match["value"].strip()
        position += 1
    return options, dedent("\n".join(body[position:])).strip("\n").rstrip() + "\n"


def _prose_above(lines: list[str], number: int, indent: int) -> str | None:
    """The paragraph that ends right above a line; not another block's content, not a title."""
    end = number
    while end > 0 and not lines[end - 1].strip():
        end -= 1
    start = end
    # The first line of a docstring stands right behind its quotes, so it has no indentation of its own.
    while start > 0 and lines[start - 1].strip() and (start == 1 or _indent(lines[start - 1]) == indent):
        start -= 1
    paragraph = [line.strip() for line in lines[start:end]]
    if not paragraph or _indent(lines[end - 1]) > indent:
        return None
    if _UNDERLINE.match(paragraph[-1]) or any(_ANY_DIRECTIVE.match(line) for line in paragraph):
        return None
    return " ".join(paragraph)


def _heading_above(lines: list[str], number: int) -> str | None:
    for position in range(number - 1, 0, -1):
        if _UNDERLINE.match(lines[position]) and lines[position - 1].strip():
            return lines[position - 1].strip()
    return None

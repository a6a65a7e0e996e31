"""Take code out of Markdown fences, also where a fence stands inside the code."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from manimill.code.parse import SyntaxProblem, parse
from manimill.scenes.discover import scenes_in

_PYTHON_TAGS = frozenset({"", "python", "python3", "py", "py3", "python 3", "manim", "ipython", "sage"})
_MOST_FENCES = 12
"""Every pair of fence lines is a candidate block, so a text full of them is read the plain way only."""


@dataclass(frozen=True, slots=True)
class _Fence:
    line: int
    character: str
    length: int
    tag: str


@dataclass(frozen=True, slots=True)
class _Block:
    first: int
    after: int
    tag: str
    content: str
    tree: ast.Module | None

    @property
    def has_scene(self) -> bool:
        return self.tree is not None and bool(scenes_in(self.tree))

    @property
    def has_imports(self) -> bool:
        return self.tree is not None and any(
            isinstance(statement, ast.Import | ast.ImportFrom) for statement in self.tree.body
        )


def has_fence(text: str) -> bool:
    """Whether any fence could be in the text; cheap."""
    return "```" in text or "~~~" in text


def unfence(text: str) -> str | None:
    """The Python inside the fences of a Markdown text, or None where there are no fences.

    The first block with a scene is taken, and where several are possible the outermost that parses:
    a fence in a docstring ends nothing. A block with a scene but no import is joined, in order, with
    the other Python blocks. If none parses, the longest block is returned as it is.
    """
    if "\n" not in text.strip():
        return _unfence_line(text.strip())
    lines = _separate_glued_fences(text).split("\n")
    fences = [fence for number, line in enumerate(lines) if (fence := _fence(number, line))]
    if not fences:
        return None
    parsing = _parsing_blocks(lines, fences)
    if _is_code(lines[: fences[0].line]) and not any(block.has_scene for block in parsing):
        # Broken code with a fence in a docstring: what the fence holds is the smaller part.
        return None
    for block in parsing:
        if block.has_scene:
            joined = block.content if block.has_imports else _join(parsing)
            return joined if joined is not None else block.content
    if parsing:
        return _join(parsing) or max(parsing, key=lambda block: len(block.content)).content
    plain = list(_plain_blocks(lines, fences))
    python = [block for block in plain if block.tag in _PYTHON_TAGS] or plain
    return max(python, key=lambda block: len(block.content)).content if python else None


def _fence(number: int, line: str) -> _Fence | None:
    """The fence that a line is, or that a list item or a sentence on the line ends in."""
    stripped = line.strip()
    if "```" not in stripped and "~~~" not in stripped:
        return None
    start = max(stripped.rfind("```"), stripped.rfind("~~~"))
    character = stripped[start]
    before = stripped[:start].rstrip(character)
    tag = stripped[start:].lstrip(character)
    length = len(stripped) - len(before) - len(tag)
    tag = tag.strip(" {}.").lower()
    if before and (tag not in _PYTHON_TAGS or not tag):
        return None
    return _Fence(number, character, length, tag)


def _is_code(lines: Sequence[str]) -> bool:
    return any(line.startswith(("class ", "from manim", "import ")) for line in lines)


def _separate_glued_fences(text: str) -> str:
    """Put a closing fence that was glued to the last line of code on its own line."""
    text = text.rstrip()
    for mark in ("```", "~~~"):
        last_line = text.rpartition("\n")[2]
        if last_line.endswith(mark) and last_line.strip().strip(mark[0]):
            return text[: -len(mark)] + "\n" + mark
    return text


def _closes(opening: _Fence, fence: _Fence) -> bool:
    return fence.character == opening.character and fence.length >= opening.length and not fence.tag


def _parsing_blocks(lines: Sequence[str], fences: Sequence[_Fence]) -> list[_Block]:
    """Blocks that are Python, outermost first, none inside another."""
    if len(fences) > _MOST_FENCES:
        return [block for block in _plain_blocks(lines, fences) if block.tree is not None]
    blocks: list[_Block] = []
    after = 0
    for index, opening in enumerate(fences):
        if opening.line < after:
            continue
        for block in _candidates(lines, fences, index):
            if block.tree is not None and block.tree.body:
                blocks.append(block)
                after = block.after
                break
    return blocks


def _candidates(lines: Sequence[str], fences: Sequence[_Fence], index: int) -> Iterator[_Block]:
    """What the opening fence could enclose, the most first; all that follows if nothing closes it."""
    opening = fences[index]
    closings = [fence for fence in fences[index + 1 :] if _closes(opening, fence)]
    for closing in reversed(closings):
        yield _block(lines, opening, closing.line)
    if not closings:
        yield _block(lines, opening, len(lines))


def _plain_blocks(lines: Sequence[str], fences: Sequence[_Fence]) -> Iterator[_Block]:
    """Blocks as Markdown reads them: the first fence that can close one does."""
    opening: _Fence | None = None
    for fence in fences:
        if opening is None:
            opening = fence
        elif _closes(opening, fence):
            yield _block(lines, opening, fence.line)
            opening = None
    if opening is not None:
        yield _block(lines, opening, len(lines))


def _block(lines: Sequence[str], opening: _Fence, end: int) -> _Block:
    content = textwrap.dedent("\n".join(lines[opening.line + 1 : end])).strip("\n")
    tree = parse(content)
    return _Block(
        opening.line, end + 1, opening.tag, content, None if isinstance(tree, SyntaxProblem) else tree
    )


def _join(blocks: Sequence[_Block]) -> str | None:
    """The Python blocks one after the other, or None if no block is tagged as Python or untagged."""
    python = [block.content for block in blocks if block.tag in _PYTHON_TAGS]
    return "\n\n".join(python) if python else None


def _unfence_line(line: str) -> str | None:
    """Code in a fence that lost its line breaks: between the first and the last mark, without the tag."""
    for mark in ("```", "~~~"):
        _, found, rest = line.partition(mark)
        if found:
            inner = rest.rpartition(mark)[0] if mark in rest else rest
            word, _, after = inner.strip().partition(" ")
            return after if word.lower() in _PYTHON_TAGS and after else inner.strip()
    return None

"""Lay out what were narrated blocks: their statements one level further out, the waits at their end."""

from __future__ import annotations

import ast

from manimill.scenes.narration.flow import Block
from manimill.scenes.narration.rewriting import Rewriting, final_indent
from manimill.scenes.narration.speech import SECONDS_PER_WORD
from manimill.scenes.narration.speeches import Speech


def lay_out(block: Block, rewriting: Rewriting) -> None:
    """Note the edits for one block; those inside it come first."""
    indent = final_indent(rewriting.source.indent(block.node.lineno), block.cuts)
    opening = _opening(block.speech)
    if not isinstance(block.node, ast.With):
        _put(block.node, opening, indent, rewriting)
        return
    body = block.node.body
    rewriting.dissolved.add(block.node)
    if all(statement in rewriting.removed or isinstance(statement, ast.Pass) for statement in body):
        if not opening and not block.wait:
            rewriting.remove(block.node, "voiceover_block")
            return
        if body[0].lineno <= rewriting.source.logical_end(block.node.lineno):
            lines = [*opening, *block.wait]
            rewriting.replace(block.node, (rewriting.source.newline + indent).join(lines), "voiceover_block")
            return
        for statement in body:
            rewriting.removed[statement] = None
    first = _replace_header(block.node, opening, indent, rewriting)
    if first is not None:
        _dedent(block.node, first, rewriting)
    if block.wait:
        _append(block.node, block.wait, indent, rewriting)


def read_no_more(block: Block, rewriting: Rewriting) -> None:
    """Note what the block's header, or the statement, reads and the new code does not."""
    source = rewriting.source
    start = source.span(block.node)[0]
    end = (
        source.span(block.node.body[0])[0] if isinstance(block.node, ast.With) else source.span(block.node)[1]
    )
    if not block.speech.needs_length:
        rewriting.forget(start, end)
        return
    # The text stays, to be counted.
    first, last = source.span(block.speech.expression)
    rewriting.forget(start, first)
    rewriting.forget(last, end)


def _opening(speech: Speech) -> list[str]:
    lines = [f"{speech.start} = {speech.scene}.renderer.time"] if speech.needs_start else []
    if speech.needs_length:
        text = ast.unparse(speech.expression)
        simple = isinstance(
            speech.expression, ast.Name | ast.Attribute | ast.Call | ast.Subscript | ast.JoinedStr
        )
        lines.append(f"{speech.length} = {SECONDS_PER_WORD} * len({text if simple else f'({text})'}.split())")
    return lines


def _put(statement: ast.stmt, lines: list[str], indent: str, rewriting: Rewriting) -> None:
    if lines:
        rewriting.replace(statement, (rewriting.source.newline + indent).join(lines), "voiceover_text")
    else:
        rewriting.remove(statement, "voiceover_text")


def _replace_header(node: ast.With, lines: list[str], indent: str, rewriting: Rewriting) -> int | None:
    """Put the opening lines in the place of the header; the line after it, None where the body is on it."""
    source = rewriting.source
    last = source.logical_end(node.lineno)
    start = source.line_start(node.lineno)
    if node.body[0].lineno <= last:
        text = "".join(line + source.newline + indent for line in lines)
        rewriting.edits.replace(source.span(node)[0], source.span(node.body[0])[0], text)
        return None
    comment = source.comments.get(last)
    lines = [comment, *lines] if comment else lines
    text = "".join(indent + line + source.newline for line in lines)
    rewriting.edits.replace(start, source.line_start(last + 1), text)
    return last + 1


def _dedent(node: ast.With, first: int, rewriting: Rewriting) -> None:
    source = rewriting.source
    outer, inner = len(source.indent(node.lineno)), len(source.indent(node.body[0].lineno))
    for line in range(first, _last_comment(node, inner, rewriting) + 1):
        if line in source.in_string or source.is_blank(line):
            continue
        end = min(len(source.indent(line)), inner)
        if end > outer:
            begin = source.line_start(line)
            rewriting.edits.replace(begin + outer, begin + end, "")


def _last_comment(node: ast.With, inner: int, rewriting: Rewriting) -> int:
    """The last line that belongs to the block, comments after its last statement included."""
    source = rewriting.source
    last = line = source.logical_end(node.end_lineno or node.lineno)
    while line < len(source.lines):
        line += 1
        text = source.lines[line - 1]
        if text.strip() and (not text.lstrip().startswith("#") or len(source.indent(line)) < inner):
            break
        last = line if text.strip() else last
    return last


def _append(node: ast.With, lines: tuple[str, ...], indent: str, rewriting: Rewriting) -> None:
    source = rewriting.source
    final = node.body[-1]
    if isinstance(final, ast.Return | ast.Break | ast.Continue):
        # The plugin waits on the way out, however the block is left.
        at = source.line_start(final.lineno)
        rewriting.edits.replace(at, at, "".join(indent + line + source.newline for line in lines))
        return
    last = source.logical_end(node.end_lineno or node.lineno)
    at = source.line_start(last + 1)
    if last >= len(source.lines):
        text = "".join(source.newline + indent + line for line in lines)
    else:
        text = "".join(indent + line + source.newline for line in lines)
    rewriting.edits.replace(at, at, text)

"""Where a statement stands in its text: its extent with the comments that belong to it, and its indentation."""

from __future__ import annotations

import ast

from manimill.scenes.slicing.program import Linked
from manimill.scenes.slicing.project import SourceModule

Edit = tuple[int, int, bytes]
"""First and last offset in a module's data, and what stands there instead."""


def span(module: SourceModule, node: ast.stmt | ast.expr) -> tuple[int, int]:
    """Offsets of a node's begin and end."""
    assert node.end_lineno is not None and node.end_col_offset is not None
    return (
        module.offset(node.lineno, node.col_offset),
        module.offset(node.end_lineno, node.end_col_offset),
    )


def begin(unit: ast.stmt) -> tuple[int, int]:
    """Line and column a statement begins at, its decorators included."""
    decorators = getattr(unit, "decorator_list", None)
    if decorators:
        # The "@" stands before the decorator's expression, in the column of the definition.
        return decorators[0].lineno, unit.col_offset
    return unit.lineno, unit.col_offset


def stands_alone(linked: Linked, position: int) -> bool:
    """Whether no other statement begins or ends on the lines of this one."""
    unit = linked.units[position]
    first, last = begin(unit)[0], unit.end_lineno
    around = (linked.units[i] for i in (position - 1, position + 1) if 0 <= i < len(linked.units))
    data, module = linked.module.data, linked.module
    end = module.offset(unit.end_lineno or 0, unit.end_col_offset or 0)
    rest = data[end : module.line_starts[unit.end_lineno or 0] - 1].strip()
    before = data[module.line_starts[first - 1] : module.offset(*begin(unit))].strip()
    return (
        all(other.end_lineno != first and begin(other)[0] != last for other in around)
        and not before
        and (not rest or rest.startswith(b"#"))
    )


def extent(linked: Linked, position: int) -> tuple[int, int, int, int]:
    """Offsets and lines of a statement, with the comment lines right above it and the one behind it."""
    module, unit = linked.module, linked.units[position]
    first, column = begin(unit)
    last = unit.end_lineno or first
    if not stands_alone(linked, position):
        return module.offset(first, column), module.offset(last, unit.end_col_offset or 0), first, last
    end = module.line_starts[last] - 1
    top = first
    while top > 1 and _is_comment(linked, top - 1, column):
        top -= 1
    return module.line_starts[top - 1], end, top, last


def _is_comment(linked: Linked, line: int, column: int) -> bool:
    text = line_of(linked.module, line)
    stripped = text.lstrip()
    if not stripped.startswith(b"#") or stripped.startswith((b"#!", b"# -*-", b"#-*-")):
        return False
    return len(text) - len(stripped) == column and not _inside_statement(linked, line)


def line_of(module: SourceModule, line: int) -> bytes:
    """The data of a line, without its end."""
    return module.data[module.line_starts[line - 1] : module.line_starts[line] - 1]


def _inside_statement(linked: Linked, line: int) -> bool:
    return any(unit.lineno <= line <= (unit.end_lineno or 0) for unit in linked.units)


def edited(data: bytes, start: int, end: int, edits: list[Edit]) -> bytes:
    """A part of a module's data, changed; what lies inside an earlier edit went with it."""
    parts: list[bytes] = []
    position = start
    for first, last, new in edits:
        if first < position:
            continue
        parts += [data[position:first], new]
        position = last
    parts.append(data[position:end])
    return b"".join(parts)


def indentation(module: SourceModule, unit: ast.stmt) -> bytes:
    """What stands before a statement on its line, if it is the first on it."""
    line, column = begin(unit)
    start = module.line_starts[line - 1]
    before = module.data[start : start + column]
    return b"" if before.strip() else before


def unindenting(module: SourceModule, unit: ast.stmt, first: int) -> list[Edit]:
    """Edits that take the indentation from a statement's lines, ``first`` on; strings keep what is theirs."""
    indent = indentation(module, unit)
    if not indent:
        return []
    inside = _lines_inside_strings(unit)
    starts = (
        module.line_starts[line - 1]
        for line in range(first, (unit.end_lineno or first) + 1)
        if line not in inside and line_of(module, line).startswith(indent)
    )
    return [(start, start + len(indent), b"") for start in starts]


def _lines_inside_strings(unit: ast.stmt) -> set[int]:
    """Lines that begin inside a string."""
    lines: set[int] = set()
    for node in ast.walk(unit):
        if isinstance(node, ast.JoinedStr | ast.Constant) and node.end_lineno is not None:
            lines.update(range(node.lineno + 1, node.end_lineno + 1))
    return lines

"""Names in formatted strings, whose places the syntax tree of Python before 3.12 has wrong in many of them."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Container, Iterator

from manimill.code.parse import SyntaxProblem, parse

Place = tuple[str, int, int]
"""A dotted name, and its first and last offset in bytes."""

_OPENING, _CLOSING = b"([{", b")]}"


def places_in_formatted(data: bytes, wanted: Container[str]) -> Iterator[Place]:
    """The dotted names that are wanted, wherever a string or several next to each other use them.

    Those that are shown with their own text, as in ``{name=}``, are left out, for that would become another.
    """
    for start, end in _strings(data):
        for first, last in _expressions(data[:end], start):
            for name, at, to in places_in_expression(data[first:last], wanted):
                yield name, first + at, first + to


def places_in_expression(data: bytes, wanted: Container[str]) -> Iterator[Place]:
    """The dotted names of an expression that are wanted, those in strings inside it included."""
    # Inside brackets an expression may go on in the next line.
    tree = parse(f"({data.decode('utf-8', 'surrogatepass')}\n)")
    if isinstance(tree, SyntaxProblem):
        return
    starts = [-1]
    for line in data.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1 + (len(starts) == 1))
    for node in _named(tree, wanted):
        first = starts[node.lineno - 1] + node.col_offset
        last = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        if isinstance(node, ast.JoinedStr):
            for name, at, to in places_in_formatted(data[first:last], wanted):
                yield name, first + at, first + to
        else:
            yield ast.unparse(node), first, last


def _named(node: ast.AST, wanted: Container[str]) -> Iterator[ast.expr]:
    """Names and attributes that are wanted, and formatted strings, which are not looked into."""
    if isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node) in wanted
    ):
        yield node
        return
    for child in ast.iter_child_nodes(node):
        yield from _named(child, wanted)


def _strings(data: bytes) -> Iterator[tuple[int, int]]:
    """First and last offset of what stands in each formatted string, without the quotes."""
    text = data.decode("utf-8", "surrogatepass")
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode("utf-8", "surrogatepass")) + 1)
    for token in tokenize.generate_tokens(io.StringIO(f"({text})").readline):
        if token.type != tokenize.STRING:
            continue
        prefix = token.string[: len(token.string) - len(token.string.lstrip("rRbBuUfF"))]
        if "f" not in prefix.lower():
            continue
        row, column = token.start
        before = lines[row - 1][: column - (row == 1)].encode("utf-8", "surrogatepass")
        start = starts[row - 1] + len(before)
        quotes = 3 if token.string[len(prefix) :][:3] in ('"""', "'''") else 1
        end = start + len(token.string.encode("utf-8", "surrogatepass"))
        yield start + len(prefix) + quotes, end - quotes


def _expressions(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    """First and last offset of each expression in what stands in a formatted string, from ``at`` to the end."""
    while at < len(data):
        if data.startswith(b"{{", at):
            at += 2
        elif data.startswith(b"\\N{", at):
            at = data.find(b"}", at)
        elif data.startswith(b"{", at):
            end = _end_of_expression(data, at + 1)
            if not data[at + 1 : end].rstrip().endswith(b"="):
                yield at + 1, end
            close = _closing(data, end)
            yield from _expressions(data[:close], end)
            at = close
        at += 1


def _end_of_expression(data: bytes, at: int) -> int:
    """Where an expression gives way to a conversion, a format or the closing brace."""
    depth, quote = 0, b""
    while at < len(data):
        here = data[at : at + 1]
        if quote:
            if data.startswith(quote, at):
                at += len(quote) - 1
                quote = b""
        elif here in (b"'", b'"'):
            quote = here * 3 if data.startswith(here * 3, at) else here
            at += len(quote) - 1
        elif not depth and (here in (b"}", b":") or (here == b"!" and data[at + 1 : at + 2] != b"=")):
            return at
        elif here in _OPENING:
            depth += 1
        elif here in _CLOSING:
            depth -= 1
        at += 1
    return at


def _closing(data: bytes, at: int) -> int:
    """Where the brace closes that an expression stands in, which has ended; its format may hold more of them."""
    depth = 0
    while at < len(data):
        here = data[at : at + 1]
        if here == b"{":
            depth += 1
        elif here == b"}":
            if not depth:
                return at
            depth -= 1
        at += 1
    return at

"""Give the names in a statement's text their new names."""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections.abc import Iterable, Iterator, Sequence

from manimill.scenes.slicing.closure import Site
from manimill.scenes.slicing.formatted import places_in_formatted
from manimill.scenes.slicing.layout import Edit, span
from manimill.scenes.slicing.naming import Naming
from manimill.scenes.slicing.problems import NotWritableError
from manimill.scenes.slicing.program import External, Local
from manimill.scenes.slicing.project import SourceModule

Change = tuple[Site, str]
"""A name, and what it is called in the new module."""


def renames(unit: ast.stmt, module: SourceModule, sites: Iterable[Site], names: Naming) -> Iterator[Edit]:
    """The edits of a statement whose names stand for the things in ``sites``.

    Raises:
        NotWritableError: a name cannot be changed where it stands.
    """
    changes = _changes(sites, names)
    if names.names:
        yield from _in_global_statements(unit, module, names)
    if not changes:
        return
    formatted = _formatted(unit)
    inside: dict[ast.JoinedStr, list[Change]] = {}
    for site, new in changes:
        around = formatted.get(id(site.use.node))
        if around is None:
            yield _edit(site, new, module)
        else:
            inside.setdefault(around, []).append((site, new))
    for node, changes_inside in inside.items():
        yield from _in_formatted(node, changes_inside, module)


def _changes(sites: Iterable[Site], names: Naming) -> list[Change]:
    changes: list[Change] = []
    for site in sites:
        if isinstance(site.target, Local | External):
            new = names.of(site.target)
            if site.depth or new != site.use.name:
                changes.append((site, new))
    return changes


def _in_global_statements(unit: ast.stmt, module: SourceModule, names: Naming) -> Iterator[Edit]:
    for node in ast.walk(unit):
        if isinstance(node, ast.Global):
            new = [names.of(Local(module.path, name)) for name in node.names]
            if new != node.names:
                yield (*span(module, node), f"global {', '.join(new)}".encode())


# -- formatted strings ------------------------------------------------------------------------------------


def _formatted(unit: ast.stmt) -> dict[int, ast.JoinedStr]:
    """The outermost formatted string around each node in one; that one's own place is right."""
    found: dict[int, ast.JoinedStr] = {}
    if sys.version_info >= (3, 12):
        return found
    for node in ast.walk(unit):
        if isinstance(node, ast.JoinedStr) and id(node) not in found:
            found.update(dict.fromkeys(map(id, ast.walk(node)), node))
    return found


def _in_formatted(node: ast.JoinedStr, changes: Sequence[Change], module: SourceModule) -> Iterator[Edit]:
    start, end = span(module, node)
    new_names = {_dotted(site): new for site, new in changes}
    places = list(places_in_formatted(module.data[start:end], new_names))
    # If there are as many as are to be changed, no other thing has the name of one of them.
    if len(places) != len(changes):
        names = "', '".join(sorted(new_names))
        raise NotWritableError(f"'{names}' would have to be renamed inside a formatted string")
    for name, first, last in places:
        yield start + first, start + last, new_names[name].encode()


def _dotted(site: Site) -> str:
    return ".".join([site.use.name, *(part.attr for part in site.use.chain[: site.depth])])


# -- names elsewhere --------------------------------------------------------------------------------------


def _edit(site: Site, new: str, module: SourceModule) -> Edit:
    node = site.use.node
    if isinstance(node, ast.Name):
        start, end = span(module, node)
        if site.depth:
            end = span(module, site.use.chain[site.depth - 1])[1]
        return start, end, new.encode()
    if isinstance(node, ast.alias) and not node.asname:
        if "." in node.name:
            raise NotWritableError(f"'import {node.name}' brings a name that another thing has")
        at = module.offset(node.end_lineno or 0, node.end_col_offset or 0)
        return at, at, f" as {new}".encode()
    return (*_place_of_name(node, site.use.name, module), new.encode())


def _place_of_name(node: ast.AST, name: str, module: SourceModule) -> tuple[int, int]:
    """Where a definition, a handler, an import or a pattern has the name that it binds."""
    assert isinstance(
        node,
        ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.ExceptHandler | ast.alias | ast.pattern,
    )
    start = module.offset(node.lineno, node.col_offset)
    end = module.offset(node.end_lineno or 0, node.end_col_offset or 0)
    places = _places_behind_keywords(module.data[start:end].decode("utf-8", "surrogatepass"), name)
    # What a pattern itself binds stands behind what its parts do.
    found = max(places, default=None) if isinstance(node, ast.pattern) else next(places, None)
    first, last = found or (0, len(name.encode()))
    return start + first, start + last


def _places_behind_keywords(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Offsets of the name, in bytes, wherever it stands right behind something that makes it one that is bound."""
    lines = text.split("\n")
    before = ""
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.string == name and before in ("def", "class", "as", "*", "**"):
                row, column = token.start
                skipped = "".join(line + "\n" for line in lines[: row - 1]) + lines[row - 1][:column]
                at = len(skipped.encode("utf-8", "surrogatepass"))
                yield at, at + len(name.encode())
            if token.type not in (tokenize.COMMENT, tokenize.NL):
                before = token.string
    except (tokenize.TokenError, SyntaxError):
        # The text ends, or goes on less indented, in the middle of a statement.
        return

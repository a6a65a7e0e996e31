"""Write the statements a scene needs as one module: their own text, in the order they run."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from manimill.code.bindings import Function, Import
from manimill.scenes.slicing.closure import Closure, inner_imports_from_project
from manimill.scenes.slicing.imports import import_text, imports
from manimill.scenes.slicing.layout import (
    Edit,
    begin,
    edited,
    extent,
    line_of,
    span,
    unindenting,
)
from manimill.scenes.slicing.naming import naming
from manimill.scenes.slicing.problems import NotWritableError
from manimill.scenes.slicing.program import Linked, Local, Program
from manimill.scenes.slicing.project import SourceModule
from manimill.scenes.slicing.renaming import renames
from manimill.scenes.slicing.run_order import Place, star_imports
from manimill.scenes.slicing.unused_methods import LeftOut


@dataclass(slots=True)
class Written:
    """A module, as the pieces that follow one another in it, and as one text.

    ``origins`` has the path and the first and last line that the statements among the pieces come from.
    """

    pieces: list[str]
    renamed: dict[str, str] = field(default_factory=dict)
    origins: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The module's text."""
        return "".join(self.pieces)


@dataclass(slots=True)
class _Piece:
    text: str
    is_block: bool
    place: Place
    first_line: int
    last_line: int


def write(program: Program, found: Closure, name: str) -> Written:
    """The module of a scene that is cut whole.

    Raises:
        NotWritableError: the pieces cannot be joined.
    """
    return _Writer(program, found, name).write()


class _Writer:
    def __init__(self, program: Program, found: Closure, scene: str) -> None:
        self._program = program
        self._found = found
        self._needed = [place for place in found.order if place in found.needed]
        bound = {place: frozenset(self._linked(place).bindings(place[1]).binds) for place in self._needed}
        self._stars = star_imports(program, found.order)
        self._names = naming(found, Local(found.scene[0], scene), bound, self._stars)

    def _linked(self, place: Place) -> Linked:
        return self._program.linked(place[0])

    def write(self) -> Written:
        lines = imports(self._program, self._found, self._names, self._stars)
        pieces = [self._piece(place) for place in self._needed if not self._is_plain_import(place)]
        parts = [*(line + "\n" for line in lines), *_joined(pieces)]
        if not lines:
            parts[0] = parts[0].lstrip("\n")
        origins = [(piece.place[0], piece.first_line, piece.last_line) for piece in pieces]
        renamed = {
            f"{thing.path}:{thing.name}": new
            for thing, new in self._names.names.items()
            if isinstance(thing, Local)
        }
        return Written(parts, renamed, origins)

    def _is_plain_import(self, place: Place) -> bool:
        return isinstance(self._linked(place).units[place[1]], Import)

    def _piece(self, place: Place) -> _Piece:
        linked = self._linked(place)
        unit = linked.units[place[1]]
        start, end, first, last = extent(linked, place[1])
        edits = sorted({*self._edits(place), *unindenting(linked.module, unit, first)})
        text = edited(linked.module.data, start, end, edits).decode("utf-8", "surrogatepass")
        return _Piece(text, isinstance(unit, Function | ast.ClassDef), place, first, last)

    def _edits(self, place: Place) -> Iterator[Edit]:
        linked = self._linked(place)
        unit, module = linked.units[place[1]], linked.module
        yield from renames(unit, module, self._found.needed[place], self._names)
        yield from _without_methods(unit, module, self._found.left_out)
        for inner in inner_imports_from_project(self._program, linked, place):
            outside = [
                alias
                for alias in inner.node.names
                if not self._program.leads_inside(inner.node, alias, place[0])
            ]
            yield _without_import(inner.node, outside, inner.body, module)
        if self._program.has_local_import(unit, module):
            raise NotWritableError(
                f"line {unit.lineno} of {module.path} imports where it cannot be seen when"
            )


def _without_import(
    node: Import, outside: list[ast.alias], body: list[ast.stmt], module: SourceModule
) -> Edit:
    """Take an import out of a function, for what it brings stands in the module itself."""
    start, end = span(module, node)
    if outside:
        return start, end, import_text(node, outside).encode()
    first, last = module.line_starts[node.lineno - 1], module.line_starts[node.end_lineno or 0]
    rest = module.data[end : last - 1].strip()
    alone = not module.data[first:start].strip() and (not rest or rest.startswith(b"#"))
    if not alone or all(isinstance(other, Import) for other in body):
        return start, end, b"pass"
    return first, last, b""


def _without_methods(unit: ast.stmt, module: SourceModule, gone: Sequence[LeftOut]) -> Iterator[Edit]:
    """Take methods out of a class, each with the comments and the blank lines above it."""
    nodes = [entry.node for entry in gone if isinstance(unit, ast.ClassDef) and entry.node in unit.body]
    if isinstance(unit, ast.ClassDef) and nodes and len(nodes) == len(unit.body):
        first = nodes.pop(0)
        yield (*_from_decorators(first, module), b"pass")
    for node in nodes:
        line = begin(node)[0]
        while _is_blank_or_comment(line_of(module, line - 1)):
            line -= 1
        yield module.line_starts[line - 1] - 1, span(module, node)[1], b""


def _from_decorators(node: Function, module: SourceModule) -> tuple[int, int]:
    return module.offset(*begin(node)), span(module, node)[1]


def _is_blank_or_comment(line: bytes) -> bool:
    return not line.strip() or line.lstrip().startswith(b"#")


# -- pieces, one below the other --------------------------------------------------------------------------


def _joined(pieces: Iterable[_Piece]) -> Iterator[str]:
    before: _Piece | None = None
    for piece in pieces:
        yield "\n" * _blank_lines(before, piece) + piece.text + "\n"
        before = piece


def _blank_lines(before: _Piece | None, piece: _Piece) -> int:
    if piece.is_block or (before is not None and before.is_block):
        return 2
    if before is None:
        return 1
    gap = piece.first_line - before.last_line - 1
    follows = before.place[0] == piece.place[0] and before.place[1] + 1 == piece.place[1]
    return gap if follows and 0 <= gap <= 2 else 0

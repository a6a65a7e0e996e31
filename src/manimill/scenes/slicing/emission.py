"""Write the statements a scene needs as one module: their own text, in the order they run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from manimill.code.bindings import Import
from manimill.scenes.slicing.closure import Closure, Place, inner_imports_from_project
from manimill.scenes.slicing.naming import Naming, naming
from manimill.scenes.slicing.program import External, Linked, Local, Program

Edit = tuple[int, int, bytes]
"""First and last offset in a module's data, and what stands there instead."""


class NotWritableError(Exception):
    """Something that is needed cannot be put into one module; the message says what."""


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
    place: Place | None
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
        self._bound = {
            place: frozenset(self._linked(place).bindings(place[1]).binds) for place in self._needed
        }
        self._names = naming(found, Local(found.scene[0], scene), self._bound)

    def _linked(self, place: Place) -> Linked:
        return self._program.linked(place[0])

    def write(self) -> Written:
        imports = list(_imports(self._program, self._found, self._names))
        pieces = [self._piece(place) for place in self._needed if not self._is_plain_import(place)]
        parts = [*_joined_imports(imports), *_joined_pieces(pieces)]
        if not imports:
            parts[0] = parts[0].lstrip("\n")
        origins = [(p.place[0], p.first_line, p.last_line) for p in pieces if p.place is not None]
        renamed = {
            f"{thing.path}:{thing.name}": new
            for thing, new in self._names.names.items()
            if isinstance(thing, Local)
        }
        return Written(parts, renamed, origins)

    def _is_plain_import(self, place: Place) -> bool:
        return isinstance(self._linked(place).units[place[1]], Import)

    # -- one statement ----------------------------------------------------------------------------------

    def _piece(self, place: Place) -> _Piece:
        linked = self._linked(place)
        unit = linked.units[place[1]]
        start, end, first, last = _extent(linked, place[1])
        data = linked.module.data
        text = _edited(data, start, end, sorted(set(self._edits(place)))).decode("utf-8", "surrogatepass")
        indent = _indentation(data, linked.module.offset(*_start(unit)))
        is_block = isinstance(unit, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        return _Piece(_without_indent(text, indent), is_block, place, first, last)

    def _edits(self, place: Place) -> Iterator[Edit]:
        linked = self._linked(place)
        yield from self._edits_of_uses(place, linked)
        yield from self._edits_of_definition(place, linked)
        for inner in inner_imports_from_project(self._program, linked, place):
            yield from self._edits_of_inner_import(inner.node, inner.body, linked, place)

    def _edits_of_uses(self, place: Place, linked: Linked) -> Iterator[Edit]:
        module = linked.module
        for site in self._found.needed[place]:
            if not isinstance(site.target, Local | External):
                continue
            new = self._names.of(site.target)
            node = site.use.chain[site.depth - 1] if site.depth else site.use.node
            if (not site.depth and new == site.use.name) or not isinstance(node, ast.Name | ast.Attribute):
                continue
            assert node.end_lineno is not None and node.end_col_offset is not None
            root = site.use.node
            start = module.offset(root.lineno, root.col_offset)  # type: ignore[attr-defined]
            end = module.offset(node.end_lineno, node.end_col_offset)
            name = site.use.name.encode()
            if module.data[start : start + len(name)] != name:
                raise NotWritableError(f"'{site.use.name}' has to be renamed inside a formatted string")
            yield start, end, new.encode()

    def _edits_of_definition(self, place: Place, linked: Linked) -> Iterator[Edit]:
        """New names in the headers of definitions, in ``global`` statements and in imports."""
        module, unit = linked.module, linked.units[place[1]]
        for node in ast.walk(unit) if self._names.names else ():
            top = node is unit or not isinstance(unit, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and top:
                new = self._names.of(Local(place[0], node.name))
                if new != node.name and node.name in self._bound[place]:
                    start = module.offset(node.lineno, node.col_offset)
                    header = re.compile(rb"(?:async\s+)?(?:def|class)\s+").match(module.data, start)
                    assert header is not None
                    yield header.end(), header.end() + len(node.name.encode()), new.encode()
            elif isinstance(node, ast.Global):
                names = [self._names.of(Local(place[0], name)) for name in node.names]
                if names != node.names:
                    yield (*_span(module, node), ("global " + ", ".join(names)).encode())

    def _edits_of_inner_import(
        self, node: Import, body: list[ast.stmt], linked: Linked, place: Place
    ) -> Iterator[Edit]:
        """Take an import out of a function, for what it brings stands in the module itself."""
        outside = [a for a in node.names if not self._program.leads_inside(node, a, place[0])]
        kept = _import_text(node, outside) if outside else ""
        start, end = _span(linked.module, node)
        if kept or len(body) == 1 or all(isinstance(other, Import) for other in body):
            yield start, end, (kept or "pass").encode()
            return
        data = linked.module.data
        line_start = data.rfind(b"\n", 0, start) + 1
        line_end = data.find(b"\n", end)
        line_end = len(data) - 1 if line_end < 0 else line_end
        alone = not data[line_start:start].strip() and not data[end:line_end].split(b"#")[0].strip()
        yield (line_start, line_end + 1, b"") if alone else (start, end, b"pass")


# -- imports ----------------------------------------------------------------------------------------------


def _imports(program: Program, found: Closure, names: Naming) -> Iterator[tuple[str, bool]]:
    """Import statements for all that comes from packages, in the order it was imported.

    The second part is true for ``__future__`` imports, which must come first.
    """
    wanted = {
        site.target for sites in found.needed.values() for site in sites if isinstance(site.target, External)
    }
    written: set[object] = set()
    for place in found.order:
        linked = program.linked(place[0])
        unit = linked.units[place[1]]
        if isinstance(unit, Import):
            text = _import(program, unit, linked, place, wanted, written, names)
            if text:
                yield text, isinstance(unit, ast.ImportFrom) and unit.module == "__future__"


def _import(
    program: Program,
    unit: Import,
    linked: Linked,
    place: Place,
    wanted: set[External],
    written: set[object],
    names: Naming,
) -> str | None:
    """The import, of what is wanted and has not been imported yet; None if nothing is left."""
    if isinstance(unit, ast.ImportFrom) and unit.module == "__future__":
        lasting = [a for a in unit.names if a.name == "annotations" and _new("__future__", written)]
        return (
            "from __future__ import annotations"
            if lasting and _is_needed(place[0], wanted, program)
            else None
        )
    kept: list[ast.alias] = []
    for alias in unit.names:
        if program.leads_inside(unit, alias, place[0]):
            continue
        thing = _thing(unit, alias, wanted)
        if thing is None:
            continue
        asname = names.of(thing) if not thing.star else None
        key = (
            _module(unit),
            alias.name,
            asname if isinstance(unit, ast.ImportFrom) else alias.asname or alias.name,
        )
        if not _new(key, written):
            continue
        plain = alias.name if isinstance(unit, ast.ImportFrom) else alias.name.partition(".")[0]
        renamed = asname if asname is not None and asname not in (plain, alias.asname) else alias.asname
        kept.append(ast.alias(alias.name, renamed))
    if not kept:
        return None
    same = [(a.name, a.asname) for a in kept] == [(a.name, a.asname) for a in unit.names]
    if same and _stands_alone(linked, place[1]):
        start, end, _, _ = _extent(linked, place[1])
        text = linked.module.data[start:end].decode("utf-8", "surrogatepass")
        return _without_indent(text, _indentation(linked.module.data, linked.module.offset(*_start(unit))))
    return _import_text(unit, kept)


def _is_needed(path: str, wanted: set[External], program: Program) -> bool:
    return True


def _new(key: object, written: set[object]) -> bool:
    if key in written:
        return False
    written.add(key)
    return True


def _module(unit: Import) -> str:
    return (unit.module or "") if isinstance(unit, ast.ImportFrom) else ""


def _thing(unit: Import, alias: ast.alias, wanted: set[External]) -> External | None:
    """What an import brings, if it is wanted."""
    for thing in wanted:
        if isinstance(unit, ast.ImportFrom):
            if thing.module != (unit.module or ""):
                continue
            if alias.name == "*":
                if thing.star:
                    return thing
            elif not thing.star and thing.name == alias.name and thing.alias == (alias.asname or alias.name):
                return thing
        elif thing.name is None and not thing.star:
            if alias.asname:
                if thing.module == alias.name and thing.alias == alias.asname:
                    return thing
            elif thing.alias == alias.name.partition(".")[0]:
                return thing
    return None


def _import_text(unit: Import, names: list[ast.alias]) -> str:
    shown = ", ".join(f"{a.name} as {a.asname}" if a.asname and a.asname != a.name else a.name for a in names)
    if isinstance(unit, ast.ImportFrom):
        return f"from {'.' * unit.level}{unit.module or ''} import {shown}"
    return f"import {shown}"


# -- text -------------------------------------------------------------------------------------------------


def _span(module: object, node: ast.stmt) -> tuple[int, int]:
    assert node.end_lineno is not None and node.end_col_offset is not None
    return (
        module.offset(node.lineno, node.col_offset),  # type: ignore[attr-defined]
        module.offset(node.end_lineno, node.end_col_offset),  # type: ignore[attr-defined]
    )


def _start(unit: ast.stmt) -> tuple[int, int]:
    decorators = getattr(unit, "decorator_list", None)
    if decorators:
        # The "@" stands before the decorator's expression, in the column of the definition.
        return decorators[0].lineno, unit.col_offset
    return unit.lineno, unit.col_offset


def _stands_alone(linked: Linked, position: int) -> bool:
    """Whether no other statement begins or ends on the lines of this one."""
    unit = linked.units[position]
    first, last = _start(unit)[0], unit.end_lineno
    around = (linked.units[i] for i in (position - 1, position + 1) if 0 <= i < len(linked.units))
    data, module = linked.module.data, linked.module
    end = module.offset(unit.end_lineno or 0, unit.end_col_offset or 0)
    rest = data[end : module.line_starts[unit.end_lineno or 0] - 1].strip()
    before = data[module.line_starts[first - 1] : module.offset(*_start(unit))].strip()
    return (
        all(other.end_lineno != first and _start(other)[0] != last for other in around)
        and not before
        and (not rest or rest.startswith(b"#"))
    )


def _extent(linked: Linked, position: int) -> tuple[int, int, int, int]:
    """Offsets and lines of a statement, with the comment lines right above it and the one behind it."""
    module, unit = linked.module, linked.units[position]
    first, column = _start(unit)
    last = unit.end_lineno or first
    if not _stands_alone(linked, position):
        return module.offset(first, column), module.offset(last, unit.end_col_offset or 0), first, last
    end = module.line_starts[last] - 1
    top = first
    while top > 1 and _is_comment(linked, top - 1, column):
        top -= 1
    return module.line_starts[top - 1], end, top, last


def _is_comment(linked: Linked, line: int, column: int) -> bool:
    starts = linked.module.line_starts
    text = linked.module.data[starts[line - 1] : starts[line] - 1]
    stripped = text.lstrip()
    if not stripped.startswith(b"#") or stripped.startswith((b"#!", b"# -*-", b"#-*-")):
        return False
    return len(text) - len(stripped) == column and not _inside_statement(linked, line)


def _inside_statement(linked: Linked, line: int) -> bool:
    return any(unit.lineno <= line <= (unit.end_lineno or 0) for unit in linked.units)


def _edited(data: bytes, start: int, end: int, edits: list[Edit]) -> bytes:
    parts: list[bytes] = []
    position = start
    for first, last, new in edits:
        if first < position:
            continue
        parts += [data[position:first], new]
        position = last
    parts.append(data[position:end])
    return b"".join(parts)


def _indentation(data: bytes, offset: int) -> str:
    line = data.rfind(b"\n", 0, offset) + 1
    before = data[line:offset]
    return before.decode() if not before.strip() else ""


def _without_indent(text: str, indent: str) -> str:
    if not indent:
        return text
    return "\n".join(line.removeprefix(indent) for line in text.split("\n"))


def _joined_imports(imports: list[tuple[str, bool]]) -> Iterator[str]:
    for text, _ in sorted(imports, key=lambda entry: not entry[1]):
        yield text + "\n"


def _joined_pieces(pieces: list[_Piece]) -> Iterator[str]:
    before: _Piece | None = None
    for piece in pieces:
        yield "\n" * _blank_lines(before, piece) + piece.text + "\n"
        before = piece


def _blank_lines(before: _Piece | None, piece: _Piece) -> int:
    if piece.is_block or (before is not None and before.is_block):
        return 2
    if before is None:
        return 1
    adjacent = before.place is not None and piece.place is not None and before.place[0] == piece.place[0]
    gap = piece.first_line - before.last_line - 1
    return min(gap, 2) if adjacent and 0 <= gap and gap < 3 and before.place[1] + 1 == piece.place[1] else 0  # type: ignore[index]

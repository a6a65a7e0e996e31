"""The flow: files in, each with what became of it, in their order."""

from __future__ import annotations

import ast
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from manimill.code.parse import SyntaxProblem, parse
from manimill.code.walking import walk
from manimill.engine import Engine, LocalEngine, function_task
from manimill.mending.notebook_code import CellsLostError, NotebookCode, notebook_code
from manimill.mending.notebook_file import NotebookFormatError, with_sources
from manimill.mending.places import Place
from manimill.mending.surroundings import Surroundings
from manimill.mending.texts import file_text
from manimill.progress import Progress, Silent
from manimill.repair import Outside, Repair, repair_safely
from manimill.scenes.notebook import NotebookError

_CHUNK = 8
_WAVE = 256
"""Files whose content is held at a time."""

_FEW = 4
"""Files that are done before other processes would have started."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule that was applied: ``line`` is that of the file, or of the cell where ``cell`` is not None."""

    id: str
    line: int
    confidence: str
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """What was left as it is, and why."""

    name: str
    line: int
    reason: str
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of code before and after: a whole Python file, or one cell."""

    before: str = field(repr=False)
    after: str = field(repr=False)
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of a file; ``trouble`` says why it could not be looked at, and then the rest is empty.

    ``code`` is the file's text as it would be written, ``content`` its bytes, ``before`` those it has.
    """

    file: str
    scene: str | None = None
    path: Path | None = None
    flavour: str = "unknown"
    tier: str | None = None
    rules: tuple[Applied, ...] = ()
    unresolved: tuple[Left, ...] = ()
    parts: tuple[Part, ...] = field(default=(), repr=False)
    code: str = field(default="", repr=False)
    before: bytes = field(default=b"", repr=False)
    content: bytes = field(default=b"", repr=False)
    trouble: str | None = None

    @property
    def changed(self) -> bool:
        """Whether the file would be another than it is."""
        return self.content != self.before

    def to_json(self) -> dict[str, Any]:
        """One dictionary of plain values."""
        return {
            "file": self.file,
            "scene": self.scene,
            "flavour": self.flavour,
            "changed": self.changed,
            "rules": [_without_none(one) for one in self.rules],
            "unresolved": [_without_none(one) for one in self.unresolved],
            "tier": self.tier,
            "code": self.code,
            **({"trouble": self.trouble} if self.trouble else {}),
        }


def mend(
    places: Sequence[Place],
    *,
    scenes: Sequence[str] = (),
    flavour: str | None = None,
    engine: Engine | None = None,
    progress: Progress | None = None,
) -> Generator[Mended, None, None]:
    """Repair files and yield what became of each, in their order; nothing is written.

    With ``scenes`` only files with a class of one of these names are looked at, once for each, and what a file is
    written for is judged by it. ``flavour`` says what all are written for.
    """
    engine, progress = engine or LocalEngine(), progress or Silent()
    if len(places) <= _FEW:
        engine = LocalEngine(1)
    around: dict[Any, Surroundings] = {}
    progress.start("repair", len(places), "files")
    changed = 0
    with engine.open(function_task(_mend_one)) as pool:
        for start in range(0, len(places), _WAVE):
            items: list[Mended | _Item] = []
            for place in places[start : start + _WAVE]:
                items += _items(place, scenes, flavour, around)
            wanted = [index for index, item in enumerate(items) if isinstance(item, _Item)]
            done: dict[int, Mended] = {i: one for i, one in enumerate(items) if isinstance(one, Mended)}
            following = 0
            todo = [items[index] for index in wanted]
            for index, mended in pool.map(todo, chunk=_CHUNK):  # type: ignore[arg-type]
                done[wanted[index]] = mended
                progress.advance()
                while following in done:
                    changed += done[following].changed
                    yield done.pop(following)
                    following += 1
            for index in sorted(done):
                changed += done[index].changed
                yield done[index]
    progress.finish(f"{changed} of {len(places)} files hold something to change")


@dataclass(frozen=True, slots=True)
class _Item:
    file: str
    path: Path | None
    notebook: bool
    content: bytes
    scene: str | None
    flavour: str | None
    outside: Outside | None


def _items(
    place: Place, scenes: Sequence[str], flavour: str | None, around: dict[Any, Surroundings]
) -> list[Mended | _Item]:
    try:
        content = place.content()
    except OSError as error:
        return [Mended(place.file, trouble=f"it cannot be read ({error.strerror or error})")]
    named = [name for name in scenes if name in _classes(place, content, scenes)]
    item = _Item(place.file, place.path, place.notebook, content, None, flavour, None)
    if not place.notebook:
        item = replace(item, outside=_outside(place, content, around))
    return [replace(item, scene=name) for name in named] if scenes else [item]


def _classes(place: Place, content: bytes, wanted: Sequence[str]) -> set[str]:
    """Names of the classes in a file; where it is not Python, those of the wanted ones that stand in it."""
    text = content.decode("utf-8", "replace")
    try:
        tree = parse(notebook_code(text).code if place.notebook else text)
    except NotebookError:
        tree = SyntaxProblem("not a notebook")
    if isinstance(tree, SyntaxProblem):
        return {name for name in wanted if name in text}
    return {node.name for node in walk(tree) if isinstance(node, ast.ClassDef)}


def _outside(place: Place, content: bytes, around: dict[Any, Surroundings]) -> Outside | None:
    tree = parse(content.decode("utf-8", "replace"))
    if isinstance(tree, SyntaxProblem):
        return None
    return around.setdefault(place.sibling, Surroundings(place.sibling)).of(place.within, tree)


def _mend_one(item: _Item) -> Mended:
    try:
        return _notebook(item) if item.notebook else _module(item)
    except (SyntaxError, LookupError, UnicodeError) as error:
        return Mended(item.file, item.scene, trouble=f"it cannot be read as text ({error}); save it as UTF-8")


def _module(item: _Item) -> Mended:
    text = file_text(item.content)
    done = repair_safely(text.text, scene=item.scene, flavour=item.flavour, outside=item.outside)
    try:
        content = text.encoded(done.code) if done.changed else item.content
    except UnicodeEncodeError as error:
        return Mended(item.file, item.scene, trouble=f"its encoding lacks what it would need ({error})")
    return replace(
        _said(item, done),
        parts=(Part(text.text, done.code),) if done.changed else (),
        code=done.code,
        content=content,
    )


def _said(item: _Item, done: Repair, notebook: NotebookCode | None = None) -> Mended:
    """The account of a repair, with places as the user sees them."""

    def place(line: int) -> tuple[int | None, int]:
        return notebook.place(line) if notebook else (None, line)

    rules = [(place(one.line), one) for one in done.changes]
    left = [(place(one.line), one) for one in done.unresolved]
    return Mended(
        item.file,
        item.scene,
        item.path,
        done.flavour,
        str(done.tier) if done.tier else None,
        tuple(Applied(one.rule, line, str(one.confidence), cell) for (cell, line), one in rules),
        tuple(Left(one.name, line, one.reason, cell) for (cell, line), one in left),
        before=item.content,
    )


def _notebook(item: _Item) -> Mended:
    mark = b"\xef\xbb\xbf" if item.content.startswith(b"\xef\xbb\xbf") else b""
    text = item.content[len(mark) :].decode()
    try:
        module = notebook_code(text)
        done = repair_safely(module.code, scene=item.scene, flavour=item.flavour)
        sources = module.cells_of(done.code) if done.changed else {}
        new = with_sources(text, sources)
    except NotebookError as error:
        return Mended(item.file, item.scene, trouble=f"it cannot be read as a notebook: {error}")
    except (CellsLostError, NotebookFormatError, IndexError, ValueError) as error:
        reason = str(error) or "its cells cannot be told apart once they are rewritten"
        return Mended(item.file, item.scene, trouble=f"it cannot be repaired as a notebook: {reason}")
    broken = tuple(Left("syntax", line, problem, cell) for cell, line, problem in module.broken)
    said = _said(item, done, module)
    return replace(
        said,
        unresolved=tuple(sorted((*said.unresolved, *broken), key=lambda one: (one.cell or 0, one.line))),
        parts=tuple(Part(module.sources[cell], source, cell) for cell, source in sorted(sources.items())),
        code=new,
        content=mark + new.encode(),
    )


def _without_none(one: Applied | Left) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in one.__slots__}
    if values["cell"] is None:
        del values["cell"]
    return values

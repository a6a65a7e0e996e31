"""What there is to verify: scenes, and where a person finds each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from manimill.records import sample_id
from manimill.render.files import NO_FILES, SceneFiles
from manimill.render.settings import MAIN


@dataclass(frozen=True, slots=True)
class Candidate:
    """A scene, and the module it is rendered from.

    ``file`` is named as the user would name it, ``label`` relative to what was asked for. ``line`` is that of
    the ``class`` keyword in the file, in the notebook's cell or in the row's code. ``cell`` counts from 1,
    ``row`` from 0; both are None in other files. ``sample`` is true in the output of a build, where ``id`` says
    which one is meant. ``places`` has cell and line for each line of ``code`` where that is put together from
    cells. ``template`` says that the class is only a base of others. ``files`` are those that the scene asks for.
    """

    id: str
    file: str
    label: str
    scene: str | None
    code: str = field(repr=False)
    line: int | None = None
    cell: int | None = None
    row: int | None = None
    sample: bool = False
    places: tuple[tuple[int, int], ...] = field(default=(), repr=False)
    template: bool = False
    environment: str = MAIN
    files: SceneFiles = field(default=NO_FILES, repr=False)

    @classmethod
    def in_file(cls, file: str, label: str, code: str, scene: str | None, **where: Any) -> Candidate:
        """A scene of a code file; its id follows from label, cell, scene and code."""
        cell = where.get("cell")
        key = "/".join(str(part) for part in (label, cell, scene) if part is not None)
        return cls(sample_id("verify", _encodable(key), code), file, label, scene, code, **where)

    def place(self, line: int | None) -> tuple[int | None, int | None]:
        """Cell and line, as the user sees them, of a line of ``code``."""
        if line is not None and self.places:
            return self.places[min(max(line, 1), len(self.places)) - 1]
        return self.cell, line

    def where(self, line: int | None = None) -> str:
        """A line of ``code``, or the scene where none is given, in words that lead there."""
        cell, number = (self.cell, self.line) if line is None else self.place(line)
        if cell is None and self.row is None and not self.sample:
            return self.file if number is None else f"{self.file}:{number}"
        part = f"cell {cell}" if cell is not None else f"row {self.row}" if self.row is not None else self.id
        return f"{self.file} {part}" if number is None else f"{self.file} {part} line {number}"

    def with_places(self, value: Any) -> Any:
        """A JSON value with every ``line`` of ``code`` in it as the user sees it, cells added."""
        if not self.places:
            return value
        if isinstance(value, Mapping):
            inner = {key: self.with_places(item) for key, item in value.items()}
            if isinstance(value.get("line"), int):
                inner["cell"], inner["line"] = self.place(value["line"])
            return inner
        return [self.with_places(item) for item in value] if isinstance(value, list | tuple) else value


@dataclass(frozen=True, slots=True)
class Found:
    """What was looked at: scenes, sentences about what could not be read, and files that hold no scene."""

    candidates: tuple[Candidate, ...] = ()
    troubles: tuple[str, ...] = ()
    without_scenes: tuple[str, ...] = ()


def sum_of(parts: Sequence[Found]) -> Found:
    """All that was found in several places, in their order."""
    return Found(
        tuple(candidate for part in parts for candidate in part.candidates),
        tuple(trouble for part in parts for trouble in part.troubles),
        tuple(file for part in parts for file in part.without_scenes),
    )


def _encodable(text: str) -> str:
    """File names may hold bytes that are no text; they are hashed as what they stand for."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")

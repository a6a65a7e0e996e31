"""The cells of a notebook as one module, and a rewritten module as cells again.

The cells of a notebook share their names, so they are rewritten together. Where a cell begins, and where a line was
that only IPython understands, a statement stands that is nothing but a string; so both are found again, however
much has changed between them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from manimill.code.parse import SyntaxProblem, parse
from manimill.scenes.notebook import Cell, code_cells

_MARK = "manimill mark"
_CELL = re.compile(rf'"{_MARK} cell (\d+)"')
_LINE = re.compile(rf'"{_MARK} line (\d+)"')


class CellsLostError(ValueError):
    """A rewritten module in which cells or lines can no longer be told apart."""


@dataclass(frozen=True, slots=True)
class _Magic:
    """A line that is for IPython, with those that continue it.

    ``prefix`` is what stands in front of a statement on it, ``target`` what it is assigned to.
    """

    raw: str
    prefix: str = ""
    target: str = ""


@dataclass(frozen=True)
class NotebookCode:
    """A notebook's Python as one module.

    ``sources`` are the cells' sources by number; ``places`` has cell and line of every line of ``code``. ``broken``
    has cell, line and problem of each cell that is not Python, which is in no module.
    """

    code: str
    sources: dict[int, str]
    places: tuple[tuple[int, int], ...]
    broken: tuple[tuple[int, int, str], ...] = ()
    _magics: tuple[_Magic, ...] = field(default=(), repr=False)

    def place(self, line: int) -> tuple[int, int]:
        """Cell and line of a line of ``code``."""
        return self.places[min(max(line, 1), len(self.places)) - 1] if self.places else (1, 1)

    def cells_of(self, code: str) -> dict[int, str]:
        """The sources of a rewritten module, by cell; those that have changed.

        Raises:
            CellsLostError: they cannot be told apart.
        """
        found: dict[int, list[str]] = {}
        current: list[str] = []
        numbers: list[int] = []
        for line in code.split("\n"):
            if mark := _CELL.fullmatch(line):
                number = int(mark[1])
                # What was put in front of everything belongs to the first cell.
                current = found.setdefault(number, current if not numbers else [])
                numbers.append(number)
            else:
                current.append(line)
        if numbers != list(self.sources):
            raise CellsLostError
        restored = {number: "\n".join(self._restored(lines)) for number, lines in found.items()}
        self._check(code)
        return {number: new for number, new in restored.items() if new != self.sources[number]}

    def _restored(self, lines: Sequence[str]) -> list[str]:
        """The lines of a cell with what IPython understands; what is for the whole cell comes first."""
        restored = [self._line(line) for line in lines]
        of_cell = [line for line in restored if line.startswith("%%")]
        if not of_cell:
            return restored
        rest = [line for line in restored if not line.startswith("%%")]
        blank = 0
        while blank < len(restored) and not restored[blank].strip():
            blank += 1
        return [*rest[:blank], *of_cell, *rest[blank:]]

    def _line(self, line: str) -> str:
        mark = _LINE.search(line)
        if mark is None:
            return line
        magic = self._magics[int(mark[1])]
        before, after = line[: mark.start()], line[mark.end() :]
        if not before.strip() and not after.strip():
            return magic.raw
        if magic.prefix and not before.strip() and after.startswith("; "):
            return before + magic.prefix + after[2:]
        if magic.target and before.strip() == magic.target.strip() and not after.strip():
            return magic.raw
        raise CellsLostError

    def _check(self, code: str) -> None:
        """Make sure that no line for IPython was lost."""
        if [int(mark[1]) for mark in _LINE.finditer(code)] != list(range(len(self._magics))):
            raise CellsLostError


def notebook_code(text: str) -> NotebookCode:
    """Read the text of a notebook's file.

    Raises:
        NotebookError: it is not a notebook, or one in another language.
        CellsLostError: the notebook is in an older format, or holds the marks itself.
    """
    cells = code_cells(text)
    written = dict(_sources(text))
    if _MARK in text or any(cell.number not in written for cell in cells):
        raise CellsLostError
    lines: list[str] = []
    places: list[tuple[int, int]] = []
    magics: list[_Magic] = []
    broken: list[tuple[int, int, str]] = []
    sources: dict[int, str] = {}
    for cell in cells:
        problem = parse(cell.code)
        if isinstance(problem, SyntaxProblem):
            broken.append((cell.number, problem.line or 1, problem.message))
            continue
        sources[cell.number] = written[cell.number]
        lines.append(f'"{_MARK} cell {cell.number}"')
        places.append((cell.number, 1))
        for line, number in _marked(cell, written[cell.number], magics):
            lines.append(line)
            places.append((cell.number, number))
    return NotebookCode("\n".join(lines), sources, tuple(places), tuple(broken), tuple(magics))


def _marked(cell: Cell, source: str, magics: list[_Magic]) -> Iterator[tuple[str, int]]:
    """The lines of a cell with marks for those that IPython reads, and their numbers."""
    raw, code = source.split("\n"), cell.code.split("\n")
    if len(raw) != len(code):
        raise CellsLostError
    index = 0
    while index < len(raw):
        start = index
        if raw[index] == code[index]:
            yield raw[index], index + 1
            index += 1
            continue
        index += 1
        while index < len(raw) and raw[index - 1].endswith("\\") and not code[index].strip():
            index += 1
        mark = f'"{_MARK} line {len(magics)}"'
        whole, statement = "\n".join(raw[start:index]), code[start].strip()
        indent = raw[start][: len(raw[start]) - len(raw[start].lstrip())]
        if statement in ("", "pass"):
            magics.append(_Magic(whole))
            yield indent + mark, start + 1
        elif raw[start].endswith(statement):
            magics.append(_Magic(whole, prefix=raw[start][len(indent) : -len(statement)]))
            yield f"{indent}{mark}; {statement}", start + 1
        else:
            target = statement.removesuffix("None")
            magics.append(_Magic(whole, target=target))
            yield f"{indent}{target}{mark}", start + 1


def _sources(text: str) -> Iterator[tuple[int, str]]:
    """The source of each cell of a notebook of format 4, by number; none of one that is older."""
    cells: Any = json.loads(text).get("cells")
    for number, cell in enumerate(cells if isinstance(cells, list) else (), start=1):
        source = cell.get("source", "") if isinstance(cell, dict) else ""
        joined = "".join(map(str, source)) if isinstance(source, list) else str(source)
        yield number, joined.replace("\r\n", "\n").replace("\r", "\n")

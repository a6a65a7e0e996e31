"""Jupyter notebooks as Python: code cells in order, without what only IPython understands.

A scene of a notebook is judged by the code a reader has run by then: the code cells up to and including
the one that renders it, or its own where none does. Lines keep their number within their cell, so that
whatever is said about a line of the module can be said about a line of the notebook.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from manimill.code.parse import SyntaxProblem, parse
from manimill.scenes.discover import scenes_in
from manimill.scenes.templates import templates_in

_PYTHON_CELLS = frozenset({"%%capture", "%%manim", "%%prun", "%%time", "%%timeit"})
"""Cell magics whose cell is Python that runs in the notebook; that of any other is something else."""

_RUNNING_MAGIC = re.compile(r"%(time|timeit|prun)\s+(?![-\s])")
"""Line magics that are followed by a statement, which runs."""

_ASSIGNED_MAGIC = re.compile(r"(?P<target>\w[\w.,\s]*=\s*)[%!](?!=)")
_HELP = re.compile(r"\?{1,2}\s*[\w.*]+|[\w.*%]+\s*\?{1,2}")


MOST_SCENES = 200
"""In a notebook with more, what stands in later cells is not told from what stands in earlier ones: there would be
as many modules as scenes, each as long as the notebook."""


class NotebookError(ValueError):
    """A text that is not a notebook; the message says why."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell: its number among all cells of the notebook, from 1, and its Python.

    ``code`` has the lines of the cell as written, those that are not Python replaced. ``shown`` are the
    scenes that ``%manim`` and ``%%manim`` lines in it name.
    """

    number: int
    code: str
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotebookScene:
    """A scene class in a cell, and the module in which it can be rendered.

    ``cell`` is a cell's number, ``line`` that of the ``class`` keyword in it; both count from 1.
    ``places`` has the cell and the line in it of every line of ``code``. ``name`` is None for a cell that
    is not Python, whose ``code`` is the cell alone. ``template`` says that the class is only a base.
    """

    name: str | None
    cell: int
    line: int
    code: str
    places: tuple[tuple[int, int], ...]
    template: bool = False


def code_cells(text: str) -> list[Cell]:
    """The Python cells of a notebook, given as its file's text, of any version of the format.

    Raises:
        NotebookError: the text is not a notebook, or one in another language.
    """
    notebook = _read(text)
    language = _language(notebook)
    if language not in ("", "python", "python3", "ipython"):
        raise NotebookError(f"its cells are written in {language}")
    cells = []
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell.get("cell_type") == "code":
            found = _python(number, _source(cell))
            if found.code.strip() or found.shown:
                cells.append(found)
    return cells


def notebook_scenes(cells: Sequence[Cell]) -> list[NotebookScene]:
    """The scene classes of a notebook in the order of its cells, once for each cell that defines them.

    A cell that does not parse is left out of every module, as a reader who ran it was left without it.
    """
    scenes: list[NotebookScene] = [
        _broken(cell, problem) for cell in cells if isinstance(problem := parse(cell.code), SyntaxProblem)
    ]
    lines, places = joined_cells(cells)
    ends = {number: index for index, (number, _) in enumerate(places, start=1)}
    tree = parse("\n".join(lines))
    if isinstance(tree, SyntaxProblem):
        return scenes
    defined = [
        (node.name, places[node.lineno - 1][0]) for node in tree.body if isinstance(node, ast.ClassDef)
    ]
    classes = list(_classes(tree, {name for cell in cells for name in cell.shown}))
    everything, many = ("\n".join(lines), tuple(places)), len(classes) > MOST_SCENES
    for name, line, template in classes:
        number, line_in_cell = places[line - 1]
        if many:
            code, ran = everything
        else:
            end = ends[_rendered_in(name, number, cells, defined)]
            code, ran = "\n".join(lines[:end]), tuple(places[:end])
        scenes.append(NotebookScene(name, number, line_in_cell, code, ran, template))
    return sorted(_last_in_each_cell(scenes), key=lambda scene: (scene.cell, scene.line))


def joined_cells(cells: Sequence[Cell]) -> tuple[list[str], list[tuple[int, int]]]:
    """The lines of all cells that parse, one after the other, and the cell and the line in it of each."""
    lines: list[str] = []
    places: list[tuple[int, int]] = []
    for cell in cells:
        if not isinstance(parse(cell.code), SyntaxProblem):
            written = cell.code.split("\n")
            lines += written
            places += [(cell.number, line) for line in range(1, len(written) + 1)]
    return lines, places


def _rendered_in(name: str, number: int, cells: Sequence[Cell], defined: Sequence[tuple[str, int]]) -> int:
    """The cell that renders a class defined in cell ``number``: what stands in the cells between, it can use."""
    again = min((cell for other, cell in defined if other == name and cell > number), default=None)
    for cell in cells:
        if cell.number >= number and name in cell.shown and (again is None or cell.number < again):
            return cell.number
    return number


def _read(text: str) -> Any:
    # Imported here because the package takes 70 ms that other files should not cost.
    import nbformat.converter
    import nbformat.reader

    try:
        with warnings.catch_warnings():
            # Cells without ids, and other things that editors forgive.
            warnings.simplefilter("ignore")
            notebook = nbformat.converter.convert(nbformat.reader.reads(text), 4)  # type: ignore[no-untyped-call]
    except nbformat.reader.NotJSONError as error:
        cause = error.__cause__
        where = f", line {cause.lineno}: {cause.msg}" if isinstance(cause, json.JSONDecodeError) else ""
        raise NotebookError(f"it is not JSON{where}") from None
    except RecursionError:
        raise NotebookError("it is nested too deeply") from None
    except Exception as error:
        # nbformat takes the shape of its input for granted in most places.
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise NotebookError(f"it is JSON, but not a notebook ({reason:.200})") from None
    if not isinstance(notebook.get("cells"), list) or not all(
        isinstance(cell, dict) for cell in notebook["cells"]
    ):
        raise NotebookError("it is JSON, but has no list of cells")
    return notebook


def _language(notebook: Any) -> str:
    metadata = notebook.get("metadata")
    for section, key in (("kernelspec", "language"), ("language_info", "name")):
        said = metadata.get(section) if isinstance(metadata, dict) else None
        if isinstance(said, dict) and isinstance(said.get(key), str):
            return str(said[key]).lower()
    return ""


def _source(cell: Any) -> str:
    source = cell.get("source", "")
    text = "".join(map(str, source)) if isinstance(source, list) else str(source)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _python(number: int, source: str) -> Cell:
    lines = source.split("\n")
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    shown: list[str] = []
    while lines[first].startswith("%%"):
        magic, _, arguments = lines[first].partition(" ")
        if magic.strip() not in _PYTHON_CELLS:
            return Cell(number, "")
        shown += _scene_named(magic, arguments)
        lines[first] = ""
        if first + 1 == len(lines):
            break
        first += 1
    for index in _lines_of_shell(lines):
        magic, _, arguments = lines[index].strip().partition(" ")
        shown += _scene_named(magic, arguments)
        lines[index] = _without_magic(lines[index])
    return Cell(number, "\n".join(lines), tuple(shown))


def _scene_named(magic: str, arguments: str) -> list[str]:
    last = arguments.split()[-1:] if magic in ("%manim", "%%manim") else []
    return [name for name in last if name.isidentifier()]


def _without_magic(line: str) -> str:
    """The line as Python that does what can be done without IPython, which is mostly nothing."""
    indent = line[: len(line) - len(line.lstrip())]
    if assigned := _ASSIGNED_MAGIC.match(line.strip()):
        return f"{indent}{assigned['target']}None"
    if running := _RUNNING_MAGIC.match(line.strip()):
        return indent + line.strip()[running.end() :]
    return f"{indent}pass"


def _lines_of_shell(lines: list[str]) -> Iterator[int]:
    """Indices of lines that are for IPython. Lines that continue such a line are emptied on the way."""
    open_brackets, quote = 0, ""
    shell = continued = False
    for index, line in enumerate(lines):
        if shell and continued:
            lines[index] = ""
        elif not open_brackets and not quote and not continued and _is_shell(line.strip()):
            shell = True
            yield index
        else:
            shell = False
            open_brackets, quote = _after(line, open_brackets, quote)
        continued = line.endswith("\\")


def _is_shell(line: str) -> bool:
    if line.startswith(("%", "!")):
        return True
    return _HELP.fullmatch(line) is not None or _ASSIGNED_MAGIC.match(line) is not None


_TOKENS = re.compile(r"\\.|'''|\"\"\"|['\"]|#|[(\[{]|[)\]}]")


def _after(line: str, open_brackets: int, quote: str) -> tuple[int, str]:
    """How many brackets and which string are open after a line, given what was open before it."""
    for token in _TOKENS.findall(line):
        if quote:
            # Three quotes where one would do are the end of one string and the whole of another.
            if token == quote or (len(quote) == 1 and token == 3 * quote):
                quote = ""
        elif token == "#":
            break
        elif token[0] in "'\"":
            quote = token
        elif token in "([{":
            open_brackets += 1
        elif token in ")]}":
            open_brackets = max(0, open_brackets - 1)
    if len(quote) == 1 and not line.endswith("\\"):
        quote = ""  # such a string ends with its line
    return open_brackets, quote


def _broken(cell: Cell, problem: SyntaxProblem) -> NotebookScene:
    places = tuple((cell.number, line) for line in range(1, cell.code.count("\n") + 2))
    return NotebookScene(None, cell.number, problem.line or 1, cell.code, places)


def _classes(tree: ast.Module, shown: set[str]) -> Iterator[tuple[str, int, bool]]:
    """Name and line of each scene class, and whether it is a template.

    A class that a ``%manim`` line names is a scene, whatever it looks like.
    """
    scenes = scenes_in(tree)
    templates = templates_in(tree, scenes) - shown
    yield from ((scene.name, scene.line, scene.name in templates) for scene in scenes)
    known = {scene.name for scene in scenes}
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name in shown - known:
            yield node.name, node.lineno, False


def _last_in_each_cell(scenes: Sequence[NotebookScene]) -> list[NotebookScene]:
    """Of two classes with one name in one cell only the second is left when the cell has run."""
    last: dict[tuple[int, str | None], NotebookScene] = {}
    for scene in scenes:
        last[scene.cell, scene.name] = scene
    return list(last.values())

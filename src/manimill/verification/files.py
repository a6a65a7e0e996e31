"""Scenes of Python files and notebooks, and of folders of them."""

from __future__ import annotations

import io
import os
import stat
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path

from manimill.code.parse import SyntaxProblem, parse
from manimill.scenes.discover import scenes_in
from manimill.scenes.notebook import NotebookError, code_cells, notebook_scenes
from manimill.scenes.templates import templates_in
from manimill.verification.candidates import Candidate, Found, sum_of

SUFFIXES = (".py", ".ipynb")
"""Of the files that are looked for in folders."""

_LARGEST = {".py": 4 << 20, ".ipynb": 256 << 20}
"""Bytes. Code that people write is far below; a notebook holds pictures and videos of its output."""

_FOREIGN_FOLDERS = frozenset({"__pycache__", "node_modules", "site-packages"})


def in_folder(folder: Path) -> Found:
    """The scenes below a folder, files in the order of their paths.

    Hidden folders, virtual environments and the like are left out. Links are not followed: what they lead to
    is either found where it lies or lies elsewhere.
    """
    troubles: list[str] = []

    def unreadable(error: OSError) -> None:
        troubles.append(f"{error.filename} cannot be read ({error.strerror}); what is in it is left out.")

    # Listed before the troubles are looked at, which the walk collects.
    paths = sorted(_files(folder, unreadable))
    parts = [in_file(path, path.relative_to(folder).as_posix()) for path in paths]
    return sum_of([Found(troubles=tuple(troubles)), *parts])


def in_file(path: Path, label: str) -> Found:
    """The scenes of one Python file or notebook; what cannot be read is a sentence, never an exception."""
    notebook = path.suffix.lower() == ".ipynb"
    try:
        text = _text(path, notebook=notebook)
        candidates = list((_in_notebook if notebook else _in_module)(str(path), label, text))
    except OSError as error:
        return Found(troubles=(f"{path} cannot be read ({error.strerror or error}).",))
    except NotebookError as error:
        return Found(troubles=(f"{path} cannot be read as a notebook: {error}.",))
    except (SyntaxError, LookupError, UnicodeDecodeError) as error:
        return Found(
            troubles=(f"{path} cannot be read as text ({_decoding_problem(error)}); save it as UTF-8.",)
        )
    return Found(tuple(candidates), without_scenes=() if candidates else (str(path),))


def _files(folder: Path, unreadable: Callable[[OSError], None]) -> Iterator[Path]:
    for place, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if _is_looked_into(os.path.join(place, name)))
        for name in names:
            path = Path(place, name)
            if not name.startswith(".") and path.suffix.lower() in SUFFIXES and _is_plain(path):
                yield path


def _is_looked_into(folder: str) -> bool:
    name = os.path.basename(folder)
    if name.startswith(".") or name in _FOREIGN_FOLDERS:
        return False
    return not os.path.exists(os.path.join(folder, "pyvenv.cfg"))


def _is_plain(path: Path) -> bool:
    """Whether there is a file, neither a link nor something that would block whoever opens it."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _text(path: Path, *, notebook: bool) -> str:
    """A file's text with one line feed per line; Python files may declare their encoding.

    Raises:
        OSError, SyntaxError, LookupError, UnicodeDecodeError: it cannot be read.
    """
    size = path.stat().st_size
    if size > _LARGEST[".ipynb" if notebook else ".py"]:
        raise OSError(f"{size:,} bytes are more than people write")
    content = path.read_bytes()
    encoding = "utf-8-sig" if notebook else tokenize.detect_encoding(io.BytesIO(content).readline)[0]
    return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")


def _decoding_problem(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start} is not {error.encoding}"
    return str(error)


def _in_module(file: str, label: str, code: str) -> Iterator[Candidate]:
    tree = parse(code)
    if isinstance(tree, SyntaxProblem):
        yield Candidate.in_file(file, label, code, None, line=tree.line)
        return
    scenes = scenes_in(tree)
    templates = templates_in(tree, scenes)
    # Of several classes with one name Python keeps the last.
    for scene in sorted({scene.name: scene for scene in scenes}.values(), key=lambda scene: scene.line):
        template = scene.name in templates
        yield Candidate.in_file(file, label, code, scene.name, line=scene.line, template=template)


def _in_notebook(file: str, label: str, text: str) -> Iterator[Candidate]:
    for scene in notebook_scenes(code_cells(text)):
        yield Candidate.in_file(
            file,
            label,
            scene.code,
            scene.name,
            line=scene.line,
            cell=scene.cell,
            places=scene.places,
            template=scene.template,
        )

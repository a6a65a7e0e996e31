"""From what the user names to the files that may be repaired."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from manimill.errors import InputError
from manimill.scenes.files import FileAbsentError, FileTooLargeError, FileTree, read_at_most
from manimill.sources.access import SourceUnavailableError
from manimill.sources.folder import FolderTree
from manimill.sources.git import GitTree, repository_at

SUFFIXES = (".py", ".ipynb")
_LARGEST = {".py": 4 << 20, ".ipynb": 256 << 20}
"""Bytes. Code that people write is far below; a notebook holds pictures and videos of its output."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file: ``file`` as the user would name it, ``path`` where it can be written, None in a bare repository.

    ``within`` is its path in the folder or repository that was named, ``sibling`` reads a file of that by path.
    """

    file: str
    path: Path | None
    within: str
    sibling: Callable[[str], bytes | None] = field(repr=False)

    @property
    def notebook(self) -> bool:
        """Whether it is a notebook rather than a Python file."""
        return self.within.lower().endswith(".ipynb")

    def content(self) -> bytes:
        """What it holds.

        Raises:
            OSError: it cannot be read, or is larger than anybody writes.
        """
        content = self.sibling(self.within)
        if content is None:
            raise OSError("it is gone, or larger than people write")
        return content


def find_places(paths: Iterable[str | Path], stack: ExitStack) -> list[Place]:
    """Every Python file and notebook in files, folders and bare repositories, each once; ``stack`` keeps these open.

    Hidden folders, virtual environments and links are left out. A repository without files beside it is read as it
    was committed last.

    Raises:
        InputError: a path leads nowhere, or to nothing that holds code.
    """
    found: dict[str, Place] = {}
    for path in map(Path, paths):
        for place in _places(path, stack):
            found.setdefault(os.path.realpath(place.path) if place.path else place.file, place)
    return list(found.values())


def _places(path: Path, stack: ExitStack) -> Iterator[Place]:
    if not os.path.lexists(path):
        raise InputError(f"There is no '{path}'; give a Python file, a notebook or a folder that exists.")
    if not path.is_dir():
        if path.suffix.lower() not in SUFFIXES or not path.is_file():
            raise InputError(
                f"'{path}' is no file that can be repaired; wanted is one that ends in {' or '.join(SUFFIXES)}, or a "
                "folder."
            )
        yield Place(str(path), path, path.name, _InFolder(path.parent).read)
        return
    bare = None if (path / ".git").exists() else repository_at(path)
    try:
        tree: FileTree = stack.enter_context(GitTree(bare)) if bare else FolderTree(path)
    except SourceUnavailableError as error:
        raise InputError(f"'{path}' {error}.") from None
    inside = [name for name in tree.files() if name.lower().endswith(SUFFIXES)]
    if not inside:
        raise InputError(f"'{path}' holds no Python file and no notebook; give a place that has code in it.")
    for name in inside:
        file = path / name
        yield Place(str(file), None if bare else file, name, _InTree(tree).read)


@dataclass(frozen=True, slots=True)
class _InTree:
    tree: FileTree

    def read(self, path: str) -> bytes | None:
        if path not in self.tree.files():
            return None
        try:
            return read_at_most(self.tree, path, _largest(path))
        except (FileAbsentError, FileTooLargeError):
            return None


@dataclass(frozen=True, slots=True)
class _InFolder:
    """Files beside one that was named itself."""

    folder: Path

    def read(self, path: str) -> bytes | None:
        file = self.folder / path
        try:
            if not file.is_file() or file.stat().st_size > _largest(path):
                return None
            return file.read_bytes()
        except OSError:
            return None


def _largest(path: str) -> int:
    return _LARGEST[".ipynb" if path.lower().endswith(".ipynb") else ".py"]

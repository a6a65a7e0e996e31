"""From what a curator names to files that can be read: an address, a repository, a folder, a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from manimill.errors import InputError
from manimill.scenes.files import FileTree, MemoryTree
from manimill.sources.access import Access, SourceUnavailableError
from manimill.sources.folder import FolderTree
from manimill.sources.git import GitTree, repository_at
from manimill.sources.git_fetch import open_repository

_ADDRESS = re.compile(
    r"(?:https?://(?:www\.)?github\.com/|git@github\.com:|github:)"
    r"(?P<repository>[\w.-]+/[\w.-]+?)(?:\.git)?(?:/tree/(?P<revision>[^/]+))?/?"
)
_SUFFIXES = (".py", ".ipynb", ".md", ".rst")


@dataclass(frozen=True, slots=True)
class Target:
    """What is assessed: its name, its files, and where it is in a catalog's words.

    ``repository`` is ``owner/name`` where it is one on GitHub, ``revision`` a commit where there is one.
    """

    name: str
    tree: FileTree
    url: str
    repository: str | None = None
    revision: str | None = None


@contextmanager
def open_target(target: str, access: Access) -> Iterator[Target]:
    """Open an address on GitHub, a repository, a folder or a file.

    Raises:
        InputError: it is nothing of the kind, or cannot be reached.
    """
    address = _ADDRESS.fullmatch(target.strip())
    try:
        if address is not None:
            repository = address["repository"]
            with open_repository(repository, address["revision"], access) as tree:
                url = f"https://github.com/{repository}"
                yield Target(repository.rpartition("/")[2], tree, url, repository, tree.revision)
        else:
            with _open_path(target) as opened:
                yield opened
    except SourceUnavailableError as error:
        raise InputError(f"'{target}' {error}.") from None


@contextmanager
def _open_path(target: str) -> Iterator[Target]:
    path = Path(target).expanduser()
    if not path.exists():
        raise InputError(
            f"There is no '{target}'; give the address of a repository on GitHub, or a folder, a repository, a "
            "Python file, a notebook or a text that exists."
        )
    name = path.resolve().name
    if path.is_file():
        if path.suffix.lower() not in _SUFFIXES:
            raise InputError(
                f"'{target}' is not a file that can be assessed; wanted is one of {', '.join(_SUFFIXES)}."
            )
        yield Target(path.stem, MemoryTree({path.name: path.read_bytes()}), str(path))
        return
    repository = repository_at(path)
    if repository is not None:
        with GitTree(repository) as tree:
            yield Target(_name_of(repository), tree, str(path), revision=tree.revision)
        return
    yield Target(name, FolderTree(path), str(path))


def _name_of(repository: Path) -> str:
    """A bare repository in a folder called ``repo`` goes by what is around it."""
    parts = [part for part in repository.resolve().parts if part not in ("repo", ".git", "/")]
    return parts[-1].removesuffix(".git").rpartition("+")[2] if parts else "repository"

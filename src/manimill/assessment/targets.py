"""From what a curator names to files that can be read: an address, a repository, a folder, a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from manimill.assessment.addresses import Address, address_of, origin_of
from manimill.errors import InputError
from manimill.scenes.files import FileTree
from manimill.scenes.repository import CODE_FILES, TEXT_FILES
from manimill.sources.access import Access, SourceUnavailableError
from manimill.sources.folder import FolderTree
from manimill.sources.git import GitTree, repository_at
from manimill.sources.git_fetch import open_repository

SUFFIXES = (".py", ".ipynb", ".md", ".markdown", ".rst")


@dataclass(frozen=True, slots=True)
class Target:
    """What is assessed: its name, its files, and where it is in a catalog's words.

    ``repository`` is ``owner/name`` where it is one on GitHub, ``revision`` a commit where there is one. Scenes are
    looked for below ``within``, a file or folder of the tree, or everywhere; what they import and the files they
    ask for may lie anywhere in the tree. ``named_revision`` says that the address asked for a revision.
    """

    name: str
    tree: FileTree
    url: str
    repository: str | None = None
    revision: str | None = None
    within: str = ""
    named_revision: bool = False

    @property
    def globs(self) -> tuple[str, ...]:
        """Which files may hold scenes."""
        if self.within in self.tree.files():
            return (self.within,)
        below = f"{self.within}/" if self.within else ""
        return tuple(below + glob for glob in (*CODE_FILES, *TEXT_FILES))


@contextmanager
def open_target(target: str, access: Access) -> Iterator[Target]:
    """Open an address on GitHub, ``owner/name``, a repository, a folder or a file.

    A file is looked at together with what lies in its folder. A repository is read as it was committed last.

    Raises:
        InputError: it is nothing of the kind, cannot be reached, or holds nothing that could have scenes.
    """
    path = Path(target).expanduser()
    address = None if _exists(path) else address_of(target)
    try:
        with _opened(target, path, address, access) as opened:
            _check(target, opened)
            yield opened
    except SourceUnavailableError as error:
        nowhere = "is no path on this machine, and " if address is not None and address.short else ""
        raise InputError(f"'{target}' {nowhere}{error}.") from None


@contextmanager
def _opened(target: str, path: Path, address: Address | None, access: Access) -> Iterator[Target]:
    if address is not None:
        with open_repository(address.repository, address.revision, access) as tree:
            yield Target(
                address.repository.rpartition("/")[2],
                tree,
                f"https://github.com/{address.repository}",
                address.repository,
                tree.revision,
                address.path,
                address.revision is not None,
            )
    elif not _exists(path):
        raise InputError(
            f"There is no '{target}'; give the address of a repository on GitHub, or a folder, a repository, a "
            "Python file, a notebook or a text that exists."
        )
    elif path.is_dir():
        with _opened_folder(path) as opened:
            yield opened
    elif path.is_file() and path.suffix.lower() in SUFFIXES:
        yield Target(path.stem, FolderTree(path.parent), str(path), within=path.name)
    else:
        raise InputError(
            f"'{target}' is not a file that can be assessed; wanted is one of {', '.join(SUFFIXES)}, or a folder."
        )


@contextmanager
def _opened_folder(path: Path) -> Iterator[Target]:
    repository = repository_at(path)
    if repository is None:
        yield Target(path.resolve().name, FolderTree(path), str(path))
        return
    with GitTree(repository) as tree:
        origin = origin_of(repository)
        name = origin.rpartition("/")[2] if origin else _name_of(repository)
        yield Target(name, tree, str(path), origin, tree.revision)


def _check(target: str, opened: Target) -> None:
    """Refuse what could not hold scenes whatever was in it."""
    files = opened.tree.files()
    if opened.within and not any(
        path == opened.within or path.startswith(f"{opened.within}/") for path in files
    ):
        raise InputError(
            f"'{target}' names '{opened.within}', which {opened.repository} does not have at "
            f"{(opened.revision or '')[:10]}; correct the path."
        )
    if not any(path.lower().endswith(SUFFIXES) for path in files):
        raise InputError(
            f"'{target}' holds no Python file, notebook or text; give a place that has code in it."
        )


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False  # too long for a path, or with a null byte in it


def _name_of(repository: Path) -> str:
    """A bare repository in a folder called ``repo`` goes by what is around it."""
    parts = [part for part in repository.resolve().parts if part not in ("repo", ".git", "/")]
    return parts[-1].removesuffix(".git").rpartition("+")[2] if parts else "repository"

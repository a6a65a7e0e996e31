"""A folder on this machine as a tree of files: nothing hidden, nothing installed, no links."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from manimill.scenes.files import FileAbsentError, FileTooLargeError, read_at_most

_FOREIGN = frozenset({"__pycache__", "node_modules", "site-packages"})
_MOST_FILES = 200_000
_CODE = (".py", ".ipynb", ".md", ".rst", ".markdown")
_LARGEST = 256 << 20


class FolderTree:
    """The files below a folder, or one file of it where only that is wanted.

    Links are no files: what they lead to is either found where it lies or lies elsewhere.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sizes = dict(sorted(_sizes(folder)))

    def files(self) -> Mapping[str, int | None]:
        return self._sizes

    def read(self, path: str) -> bytes:
        if path not in self._sizes:
            raise FileAbsentError(f"there is no {path}")
        try:
            return (self._folder / path).read_bytes()
        except OSError as error:
            raise FileAbsentError(f"{path} cannot be read ({error.strerror})") from None


def fingerprint(tree: FolderTree) -> str:
    """What identifies a folder's code, in the place of a revision: ``files:`` and 16 hex digits.

    It depends on paths and contents of code and texts, and on nothing else.
    """
    digest = hashlib.sha256()
    for path, size in tree.files().items():
        if path.endswith(_CODE):
            try:
                content = read_at_most(tree, path, _LARGEST)
            except (FileAbsentError, FileTooLargeError):
                content = str(size).encode()
            digest.update(hashlib.sha256(path.encode("utf-8", "surrogateescape")).digest())
            digest.update(hashlib.sha256(content).digest())
    return f"files:{digest.hexdigest()[:16]}"


def _sizes(folder: Path) -> Iterator[tuple[str, int]]:
    count = 0
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if _is_looked_into(os.path.join(place, name)))
        for name in names:
            path = os.path.join(place, name)
            try:
                status = os.lstat(path)
            except OSError:
                continue
            if stat.S_ISREG(status.st_mode):
                count += 1
                if count > _MOST_FILES:
                    return
                yield os.path.relpath(path, folder).replace(os.sep, "/"), status.st_size


def _is_looked_into(folder: str) -> bool:
    name = os.path.basename(folder)
    if name.startswith(".") or name in _FOREIGN:
        return False
    return not os.path.exists(os.path.join(folder, "pyvenv.cfg"))

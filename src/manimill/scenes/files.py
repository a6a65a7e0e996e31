"""Trees of files that scenes are read from: a commit, an archive, a folder, or files held in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Protocol


class FileTree(Protocol):
    """Files by path, read one at a time.

    Paths are relative, have ``/`` between their parts and never leave the tree. Links are no files.
    """

    def files(self) -> Mapping[str, int | None]:
        """Every file's size in bytes, by path, in the order of paths; None where it cannot be told before reading."""

    def read(self, path: str) -> bytes:
        """A file's content.

        Raises:
            FileAbsentError: the file is listed, but its content is not here.
        """


class FileAbsentError(Exception):
    """A file that is listed and cannot be read; the message says why."""


class FileTooLargeError(Exception):
    """A file with more bytes than are read of its kind; the message says how many."""


def read_at_most(tree: FileTree, path: str, largest: int) -> bytes:
    """A file's content. Where its size is known beforehand, one that is too large is not read.

    Raises:
        FileAbsentError: the file is listed, but its content is not here.
        FileTooLargeError: it has more than ``largest`` bytes.
    """
    size = tree.files().get(path) or 0
    content = b"" if size > largest else tree.read(path)
    if max(size, len(content)) > largest:
        raise FileTooLargeError(f"{max(size, len(content)):,} bytes are more than people write")
    return content


class MemoryTree:
    """Files that are in memory already."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = dict(sorted(files.items()))

    def files(self) -> Mapping[str, int | None]:
        return {path: len(content) for path, content in self._files.items()}

    def read(self, path: str) -> bytes:
        try:
            return self._files[path]
        except KeyError:
            raise FileAbsentError(f"there is no {path}") from None


class PartOfTree:
    """Some files of a tree."""

    def __init__(self, tree: FileTree, paths: Iterable[str]) -> None:
        self._tree = tree
        sizes = tree.files()
        self._files = {path: sizes[path] for path in sorted(paths)}

    def files(self) -> Mapping[str, int | None]:
        return self._files

    def read(self, path: str) -> bytes:
        if path not in self._files:
            raise FileAbsentError(f"there is no {path}")
        return self._tree.read(path)


def matching(paths: Iterable[str], include: Sequence[str], exclude: Sequence[str] = ()) -> list[str]:
    """Paths that fit one of the globs ``include`` and none of ``exclude``, in their order.

    ``*`` and ``?`` stay within a part of the path; ``**/`` is any number of folders, none included.
    """
    wanted = [_pattern(glob) for glob in include]
    unwanted = [_pattern(glob) for glob in exclude]
    return [
        path
        for path in paths
        if any(glob.fullmatch(path) for glob in wanted) and not any(glob.fullmatch(path) for glob in unwanted)
    ]


@lru_cache(maxsize=256)
def _pattern(glob: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", glob)
    meanings = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(meanings.get(part) or re.escape(part) for part in parts), re.DOTALL)

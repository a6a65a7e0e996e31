"""Trees of files that scenes are read from: a commit, an archive, a folder, or files held in memory."""

from __future__ import annotations

from collections.abc import Mapping
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

"""Files of a listing by patterns in which ``*`` is unknown."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable

_MOST_FILES = 200
"""A pattern that fits more files says nothing about which of them is meant."""


class Listing:
    """Paths of files, to be looked up many times."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = dict.fromkeys(paths)
        self._by_folder: dict[str, list[str]] = defaultdict(list)
        for path in self._paths:
            self._by_folder[posixpath.dirname(path)].append(path)

    def matches(self, folder: str, pattern: str) -> list[tuple[str, str]]:
        """The files that a pattern in a folder fits: paths as the pattern has them, and paths in the listing.

        ``*`` stands for part of a name. As the first part of a path it stands for any folders at all.
        """
        if pattern.startswith("*/"):
            return self._below_unknown(pattern[2:])
        whole = posixpath.normpath(posixpath.join(folder, pattern))
        if "*" not in whole:
            return [(pattern, whole)] if whole in self._paths else []
        depth = pattern.count("/") + 1
        found = [path for path in self._in_folders_of(whole) if fits(whole, path)]
        return [(_end(path, pattern, depth), path) for path in found] if len(found) <= _MOST_FILES else []

    def _in_folders_of(self, pattern: str) -> Iterable[str]:
        folder = posixpath.dirname(pattern)
        return self._by_folder.get(folder, ()) if "*" not in folder else self._paths

    def _below_unknown(self, rest: str) -> list[tuple[str, str]]:
        if posixpath.basename(rest).startswith("*"):
            return []  # any file at all could be meant
        depth = rest.count("/") + 1
        ends = ((path, "/".join(path.split("/")[-depth:])) for path in self._paths)
        found = [(end, path) for path, end in ends if fits(rest, end)]
        # The one that is nearest to the top; which of several is meant is not known.
        return sorted(found, key=lambda pair: (pair[1].count("/"), pair[1]))[:1]


def fits(pattern: str, path: str) -> bool:
    """Whether a path is what a pattern says, part by part."""
    wanted, parts = pattern.split("/"), path.split("/")
    return len(wanted) == len(parts) and all(map(_fits_part, wanted, parts))


def _fits_part(pattern: str, name: str) -> bool:
    first, *rest = pattern.split("*")
    if not rest:
        return pattern == name
    if not name.startswith(first):
        return False
    position = len(first)
    for piece in rest[:-1]:
        found = name.find(piece, position)
        if found < 0:
            return False
        position = found + len(piece)
    return len(name) - position >= len(rest[-1]) and name.endswith(rest[-1])


def _end(path: str, pattern: str, depth: int) -> str:
    """The path as the code has it: with the folders that lead out of its own, which no pattern hides."""
    leading = [part for part in pattern.split("/") if part == ".."]
    parts = path.split("/")
    return "/".join([*leading, *parts[len(parts) - depth + len(leading) :]])

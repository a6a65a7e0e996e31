"""The files that a module asks for besides its own code, and which of them are there.

Told from the text alone. Names are followed to what the module binds them to; what is only known when the module
runs is ``*`` in a pattern. Addresses on the network are no files. ManimCE brings no pictures along, so none of a
scene's comes from it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from manimill.scenes._matching import Listing
from manimill.scenes._paths import UNKNOWN
from manimill.scenes._references import AssetReference, located_references, reading_lines, references
from manimill.scenes.files import FileAbsentError, FileTree

__all__ = [
    "SUFFIXES",
    "Asset",
    "AssetReference",
    "AssetReport",
    "located_references",
    "reading_lines",
    "references",
    "resolve",
    "search_folders",
]

SUFFIXES: Mapping[str, tuple[str, ...]] = {
    "image": (".jpg", ".jpeg", ".png", ".gif", ".ico"),
    "svg": (".svg",),
    "sound": (".wav", ".mp3"),
}
"""What manim adds to the name of a file that is not there as it is written, in its order."""

_OWN_FOLDERS: Mapping[str, tuple[str, ...]] = {
    "image": ("", "raster_images"),
    "svg": ("", "svg_images", "vector_images"),
    "sound": ("", "sounds"),
}
"""Folders in the assets folder that manim looked into before there was ManimCE; projects still have them."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is there: its path as the code asks for it, its path in the tree, and its size in bytes."""

    path: str
    source: str
    size: int


@dataclass(frozen=True, slots=True)
class AssetReport:
    """What became of references.

    A reference of which nothing but the end is known (``f"{name}.png"``) is missing in no case: it is among
    neither where it fits no file. ``absent`` maps the files that are listed and cannot be read to the reason;
    their references are missing.
    """

    present: tuple[Asset, ...]
    missing: tuple[AssetReference, ...]
    absent: Mapping[str, str]


NO_ASSETS = AssetReport((), (), {})
"""What became of no references."""


def search_folders(path: str, assets_dir: str = "") -> tuple[str, ...]:
    """Where a relative path in the module at ``path`` may be relative to, nearest first.

    The module's folder and those above it, each with its ``assets`` folder behind it, and manim's own setting.
    """
    folders: list[str] = []
    folder = posixpath.dirname(path)
    while True:
        folders += [folder, posixpath.join(folder, "assets")]
        if not folder:
            break
        folder = posixpath.dirname(folder)
    return tuple(dict.fromkeys([*folders, *([assets_dir] if assets_dir else [])]))


def resolve(references: Sequence[AssetReference], tree: FileTree, folders: Sequence[str]) -> AssetReport:
    """Find the files in a tree; ``folders`` are what paths may be relative to, nearest first."""
    search = _Search(tree, folders)
    present: dict[str, Asset] = {}
    missing: list[AssetReference] = []
    for reference in references:
        found = search.files(reference)
        readable = [asset for path, source in found if (asset := search.asset(path, source)) is not None]
        present |= {asset.path: asset for asset in readable if asset.path not in present}
        if len(readable) < len(found) or not (found or _is_only_an_end(reference.pattern)):
            missing.append(reference)
    return AssetReport(tuple(sorted(present.values(), key=lambda a: a.path)), tuple(missing), search.absent)


class _Search:
    """Looks for files in one tree."""

    def __init__(self, tree: FileTree, folders: Sequence[str]) -> None:
        self._tree = tree
        self._sizes = tree.files()
        self._listing = Listing(self._sizes)
        self._folders = folders
        self.absent: dict[str, str] = {}

    def files(self, reference: AssetReference) -> list[tuple[str, str]]:
        """The paths as asked for and in the tree, of the nearest folder that has any."""
        if reference.pattern.startswith("/"):
            return []
        for folder in self._folders:
            # What leads out of a folder leads out of the one the scene runs in.
            leads_out = reference.pattern.startswith("../")
            for own in ("",) if leads_out else _OWN_FOLDERS.get(reference.kind, ("",)):
                for suffix in ("", *SUFFIXES.get(reference.kind, ())):
                    found = self._listing.matches(posixpath.join(folder, own), reference.pattern + suffix)
                    if found:
                        return found
        return []

    def asset(self, path: str, source: str) -> Asset | None:
        """The file, or None where it is listed but cannot be read."""
        size = self._sizes[source]
        if size is None:
            try:
                size = len(self._tree.read(source))
            except FileAbsentError as error:
                self.absent[source] = str(error)
                return None
        return Asset(path, source, size)


def _is_only_an_end(pattern: str) -> bool:
    """``*.png``, or ``*/*_left.png``: which file is meant is for the scene to say when it runs."""
    return pattern.startswith(UNKNOWN) and posixpath.basename(pattern).startswith(UNKNOWN)

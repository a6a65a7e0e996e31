"""Scenes in the documentation of a Python package. The package is read, never imported and never built."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from collections.abc import Iterator, Mapping
from pathlib import Path

from manimill.catalog.entry import GitPlace, SourceEntry
from manimill.errors import EnvironmentFailure, InputError
from manimill.records import Provenance, Sample, Skipped
from manimill.scenes.files import FileAbsentError, FileTree
from manimill.sources.access import Access
from manimill.sources.archive import ArchiveError, ArchiveTree
from manimill.sources.directives import directives_of
from manimill.sources.folder import FolderTree
from manimill.sources.package_index import package_tree, version_of
from manimill.sources.repository import OpenedTree, extract_scenes


class PackageExtractor:
    """Reads the ``.. manim::`` directives of a package: in its docstrings and, where it has them, its pages.

    If the entry names ``files``, the scenes in these are read as well, cut out as from a repository.
    The installed package is read, unless the entry pins a version; otherwise its distribution in the package
    index. With ``local`` a distribution file is read instead of either.
    """

    def __init__(self, entry: SourceEntry, access: Access | None = None, local: Path | None = None) -> None:
        self._entry = entry
        assert entry.package is not None  # held by the catalog's validation
        self._package = entry.package
        self._access = access
        self._local = local

    def extract(self) -> Iterator[Sample | Skipped]:
        """One sample per directive, in the order of files and lines, then one per scene of other files.

        Raises:
            EnvironmentFailure: the package is not installed, and there is no access to the package index.
            InputError: the local file is no distribution.
            SourceUnavailableError: the package index cannot be reached, or does not have it.
        """
        tree, version = self._tree()
        provenance = Provenance(url=self._entry.url, revision=version, licence=self._entry.licence)
        yield from directives_of(tree, self._entry.name, provenance)
        if self._entry.files:
            place = GitPlace(repository=self._package, include=self._entry.files)
            yield from extract_scenes(self._entry, OpenedTree(tree, self._entry.url, version), place)

    def _tree(self) -> tuple[FileTree, str]:
        if self._local is not None:
            return _local_tree(self._local)
        installed = InstalledTree.find(self._package)
        if self._entry.revision.policy == "installed" and installed is not None:
            return installed, importlib.metadata.version(self._package)
        if self._access is not None:
            return package_tree(self._entry, self._access)
        raise EnvironmentFailure(
            f"The package '{self._package}' is not installed here; run 'pip install {self._package}' in the "
            "environment manimill runs in."
        )


class InstalledTree:
    """The files of an installed package; paths begin with its folder's name."""

    def __init__(self, folder: Path) -> None:
        self._prefix = f"{folder.name}/"
        self._tree = FolderTree(folder)

    @classmethod
    def find(cls, package: str) -> InstalledTree | None:
        """The package of this name, or None. Nothing of it runs."""
        if not package.isidentifier():
            return None  # the name of a distribution that no module can have
        # For a top-level name find_spec only looks for the file.
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            return None
        return cls(Path(spec.submodule_search_locations[0]))

    def files(self) -> Mapping[str, int | None]:
        return {self._prefix + path: size for path, size in self._tree.files().items()}

    def read(self, path: str) -> bytes:
        if not path.startswith(self._prefix):
            raise FileAbsentError(f"there is no {path}")
        return self._tree.read(path.removeprefix(self._prefix))


def _local_tree(path: Path) -> tuple[FileTree, str]:
    try:
        return ArchiveTree(path), version_of(path)
    except ArchiveError as error:
        raise InputError(
            f"{path} {error}; a source distribution (.tar.gz) or a wheel (.whl) was wanted: get it anew."
        ) from None

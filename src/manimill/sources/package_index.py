"""Distributions from the Python package index that pip uses here. They are fetched and checked, nothing more.

pip itself runs a source distribution's build to learn its metadata, so it is asked where its indexes are, and
the files are found with `unearth`, which reads the same index pages.
"""

from __future__ import annotations

import hashlib
import json
import logging
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    parse_sdist_filename,
    parse_wheel_filename,
)
from packaging.version import InvalidVersion, Version

from manimill.catalog.entry import SourceEntry
from manimill.scenes.files import FileTree
from manimill.sources.access import Access, SourceUnavailableError
from manimill.sources.archive import ArchiveError, ArchiveTree
from manimill.sources.download import ChecksumError, Download
from manimill.sources.extras import require
from manimill.sources.inquiry import Inquiry
from manimill.sources.patience import NoAnswerError, Patience

_ASK_PIP = """
import json
from pip._internal.commands import create_command
options, _ = create_command("download").parse_args(["x"])
print(json.dumps({
    "indexes": [] if options.no_index else [options.index_url, *options.extra_index_urls],
    "find_links": options.find_links,
    "trusted_hosts": options.trusted_hosts,
    "certificates": options.cert,
}))
"""
"""pip's own reading of its defaults, configuration files and environment; no public command prints it whole."""

_LIBRARIES = ("unearth", "httpx2")
_STRONG_HASHES = ("sha256", "sha512", "sha384")


def package_tree(
    entry: SourceEntry, access: Access, patience: Patience | None = None
) -> tuple[FileTree, str]:
    """The files of a distribution, and its version: the pinned one, or the latest.

    A source distribution is preferred, because it has the examples and pages that a wheel leaves out.

    Raises:
        SourceUnavailableError: it is not to be had here and now.
    """
    assert entry.package is not None  # held by the catalog's validation
    shelf = _Shelf(access.cache / "packages" / entry.package, entry.package)
    inquiry = _inquiry(entry)
    kept = shelf.best(entry.revision.pin) if entry.revision.pin or access.offline else None
    if kept is None:
        if access.offline:
            raise inquiry.offline()
        kept = _fetched(entry, shelf, inquiry, patience or Patience())
    try:
        return ArchiveTree(kept), version_of(kept)
    except ArchiveError as error:
        raise SourceUnavailableError(f"cannot be read: {kept} {error}; remove it and run again") from None


def version_of(path: Path) -> str:
    """The version in a distribution's file name; for another name, what identifies its content."""
    version = _version_in(path.name)
    if version is not None:
        return str(version)
    with path.open("rb") as stream:
        return "file:" + hashlib.file_digest(stream, "sha256").hexdigest()[:16]


def _version_in(name: str) -> Version | None:
    with suppress(InvalidWheelFilename, InvalidSdistFilename, InvalidVersion):
        return parse_wheel_filename(name)[1] if name.endswith(".whl") else parse_sdist_filename(name)[1]
    return None


def _inquiry(entry: SourceEntry) -> Inquiry:
    version = f" {entry.revision.pin}" if entry.revision.pin else ""
    return Inquiry(
        source=entry.name,
        host="the package index",
        wanted=f"{entry.package}{version}",
        settings="'package' and 'revision'",
        login="PIP_INDEX_URL to an address with a user name and a password",
        given="FILE (.tar.gz or .whl)",
    )


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The distributions of one package that are in the cache."""

    folder: Path
    package: str

    def best(self, pin: str | None) -> Path | None:
        """The pinned version, or else the highest; its source distribution before its wheels."""
        files = self.folder.iterdir() if self.folder.is_dir() else ()
        versions = {path: version for path in files if (version := _version_in(path.name)) is not None}
        fitting = [path for path in versions if pin is None or versions[path] == Version(pin)]
        return max(fitting, key=lambda path: (versions[path], path.suffix != ".whl", path.name), default=None)


def _fetched(entry: SourceEntry, shelf: _Shelf, inquiry: Inquiry, patience: Patience) -> Path:
    require(*_LIBRARIES)
    from manimill.sources._index_client import index_client

    settings = _pip_settings()
    try:
        with index_client(settings["trusted_hosts"], settings["certificates"], patience) as client:
            link = _best_link(_links(entry, settings, client), inquiry)
            return _download(link, client, shelf, patience)
    except NoAnswerError as error:
        raise inquiry.unanswered(error) from None
    except ChecksumError as error:
        raise inquiry.damaged(error.got, error.wanted) from None


def _links(entry: SourceEntry, settings: dict[str, Any], client: Any) -> list[Any]:
    """Links to the files of the wanted version."""
    from unearth import PackageFinder

    logging.getLogger("unearth").setLevel(logging.ERROR)
    indexes = settings["indexes"]
    # pip passes over a folder that is not there, unearth does not.
    places = [place for place in settings["find_links"] if "://" in place or Path(place).exists()]
    if not indexes and not places:
        raise SourceUnavailableError("needs a package index, and pip is set to use none; set PIP_INDEX_URL")
    finder = PackageFinder(
        client,
        index_urls=indexes,
        find_links=places,
        trusted_hosts=settings["trusted_hosts"],
        ignore_compatibility=True,  # it is read, so it need not fit this machine
    )
    pin = entry.revision.pin
    requirement = f"{entry.package}=={pin}" if pin else str(entry.package)
    # A preview is for those who ask for it, or where there is nothing else.
    found = [] if pin else list(finder.find_matches(requirement, allow_prereleases=False))
    found = found or list(finder.find_matches(requirement, allow_prereleases=True))
    return [package.link for package in found if package.version == found[0].version]


def _best_link(links: Iterable[Any], inquiry: Inquiry) -> Any:
    """The source distribution, or else the wheel with the first name: all wheels hold the same Python."""
    ranked = sorted(
        links, key=lambda link: (link.is_wheel, not link.filename.endswith(".tar.gz"), link.filename)
    )
    if not ranked:
        raise inquiry.absent(f"{inquiry.host} has no {inquiry.wanted}")
    return ranked[0]


def _download(link: Any, client: Any, shelf: _Shelf, patience: Patience) -> Path:
    target = shelf.folder / Path(link.filename).name
    return Download(link.url_without_fragment, target, _checksum(link)).fetch(client, patience)


def _checksum(link: Any) -> tuple[str, str] | None:
    announced: dict[str, list[str]] = link.hash_option or {}
    return next(((name, announced[name][0]) for name in _STRONG_HASHES if name in announced), None)


def _pip_settings() -> dict[str, Any]:
    asked = subprocess.run([sys.executable, "-c", _ASK_PIP], capture_output=True, text=True, check=False)
    try:
        settings: dict[str, Any] = json.loads(asked.stdout)
    except ValueError:
        raise SourceUnavailableError(
            "needs to know which package index to use, and pip cannot say it: run 'python -m ensurepip' in the "
            "environment manimill runs in"
        ) from None
    return settings

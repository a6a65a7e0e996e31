"""Where samples come from: one module per kind of place, and the choice between them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from manimill.catalog import SourceEntry
from manimill.records import Sample, Skipped
from manimill.sources.access import Access, SourceUnavailableError
from manimill.sources.package import PackageExtractor
from manimill.sources.repository import GitExtractor
from manimill.sources.rows import RowsExtractor

__all__ = [
    "Access",
    "Extractor",
    "GitExtractor",
    "PackageExtractor",
    "RowsExtractor",
    "SourceUnavailableError",
    "extractor_for",
]


class Extractor(Protocol):
    """Anything that yields samples. It may also yield what it skipped, so that nothing goes uncounted.

    Reading may raise `SourceUnavailableError`, before or after the first sample: the source is left out then.
    """

    def extract(self) -> Iterable[Sample | Skipped]:
        """Everything the source holds."""


def extractor_for(entry: SourceEntry, local: Path | None = None, access: Access | None = None) -> Extractor:
    """The reader of a catalogued source, from ``local`` instead of its own place if that is given.

    ``access`` defaults to the network and this user's cache.

    Raises:
        SourceUnavailableError: the place is out of reach.
    """
    access = access or Access()
    if local is not None and entry.fields is not None and local.is_file():
        return RowsExtractor(entry, local)
    if entry.kind == "git":
        return GitExtractor(entry, access, local)
    if entry.kind == "package":
        return PackageExtractor(entry)
    if entry.kind == "rows":
        raise SourceUnavailableError(f"is read from a file: give it with --local {entry.name}=FILE")
    if entry.fields is not None:
        files = ", ".join(entry.files) or "its rows"
        raise SourceUnavailableError(
            f"is not on this machine: download {files} from {entry.url} and give it with "
            f"--local {entry.name}=FILE"
        )
    raise SourceUnavailableError(f"is a source of kind '{entry.kind}', which this version cannot read yet")

"""Where samples come from: one module per kind of place, and the choice between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from manimill.catalog import SourceEntry
from manimill.records import Sample, Skipped
from manimill.sources.access import Access, SourceUnavailableError
from manimill.sources.evaluation import items_from, items_in
from manimill.sources.huggingface import HuggingFaceExtractor
from manimill.sources.kaggle import KaggleExtractor
from manimill.sources.package import PackageExtractor
from manimill.sources.plugins import PluginExtractor
from manimill.sources.repository import GitExtractor
from manimill.sources.rows import RowsExtractor
from manimill.sources.web import WebExtractor

__all__ = [
    "Access",
    "Extractor",
    "GitExtractor",
    "HuggingFaceExtractor",
    "KaggleExtractor",
    "LocalForm",
    "PackageExtractor",
    "PluginExtractor",
    "RowsExtractor",
    "SourceUnavailableError",
    "WebExtractor",
    "extractor_for",
    "items_from",
    "items_in",
    "local_form",
]


_FROM_FILES_TOO: Mapping[str, Callable[[SourceEntry, Access, Path | None], Extractor]] = {
    "git": GitExtractor,
    "package": PackageExtractor,
    "web": WebExtractor,
}
_FROM_THEIR_PLACE: Mapping[str, Callable[[SourceEntry, Access], Extractor]] = {
    "huggingface": HuggingFaceExtractor,
    "kaggle": KaggleExtractor,
}


class Extractor(Protocol):
    """Anything that yields samples. It may also yield what it skipped, so that nothing goes uncounted.

    Reading may raise `SourceUnavailableError`, before or after the first sample: the source is left out then.
    """

    def extract(self) -> Iterable[Sample | Skipped]:
        """Everything the source holds."""


@dataclass(frozen=True, slots=True)
class LocalForm:
    """What ``--local`` takes for a source; ``words`` name it in a sentence."""

    words: str
    file: bool = True
    folder: bool = False

    def fits(self, path: Path) -> bool:
        """Whether there is such a thing at the path."""
        return (self.file and path.is_file()) or (self.folder and path.is_dir())


def local_form(entry: SourceEntry) -> LocalForm | None:
    """What a source can be read from in place of its own place; None if nothing."""
    if entry.kind == "git" and entry.fields is not None:
        return LocalForm("a file of its rows, or the repository's folder", folder=True)
    if entry.fields is not None:
        return LocalForm("a file: the source's data file")
    if entry.kind == "git":
        several = len(entry.repositories) > 1
        words = "the folder that holds its repositories" if several else "the repository's folder"
        return LocalForm(words, file=False, folder=True)
    if entry.kind == "package":
        return LocalForm("a file: a source distribution (.tar.gz) or a wheel (.whl)")
    if entry.kind == "web":
        return LocalForm("a saved page (.html) or a folder of them", folder=True)
    return None


def extractor_for(entry: SourceEntry, local: Path | None = None, access: Access | None = None) -> Extractor:
    """The reader of a catalogued source, from ``local`` instead of its own place if that is given.

    It is cheap to make and asks nothing of the network before its ``extract()``. ``access`` defaults to the
    network and this user's cache.

    Raises:
        SourceUnavailableError: the place is out of reach.
    """
    access = access or Access()
    if local is not None and entry.fields is not None and local.is_file():
        return RowsExtractor(entry, local)
    if entry.kind == "rows":
        raise SourceUnavailableError(f"is read from a file: give it with --local {entry.name}=FILE")
    if reader := _FROM_FILES_TOO.get(entry.kind):
        return reader(entry, access, local)
    return _FROM_THEIR_PLACE.get(entry.kind, PluginExtractor)(entry, access)

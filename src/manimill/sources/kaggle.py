"""Data sets on Kaggle, read from their raw files with Kaggle's own client."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from manimill.catalog.entry import SourceEntry
from manimill.records import EvaluationItem, Sample, Skipped
from manimill.sources._hubfiles import HubFile, items_of, rows_of, wanted_files
from manimill.sources.access import Access
from manimill.sources.extras import require
from manimill.sources.inquiry import Inquiry
from manimill.sources.patience import Patience


class KaggleExtractor:
    """Samples of the files of one data set, of the pinned version or the newest.

    Files are kept in the cache by version. Credentials come from where the client looks for them:
    ``KAGGLE_API_TOKEN``, ``KAGGLE_USERNAME`` and ``KAGGLE_KEY``, or its file.
    """

    def __init__(self, entry: SourceEntry, access: Access, patience: Patience | None = None) -> None:
        """Prepare to read; nothing is asked of the network yet.

        Raises:
            SourceUnavailableError: Kaggle's client is not installed.
        """
        require("kagglehub")
        assert entry.dataset is not None  # held by the catalog's validation
        self._entry = entry
        self._access = access
        self._patience = patience or Patience()
        self._inquiry = Inquiry(
            source=entry.name,
            host="Kaggle",
            wanted=f"the data set {entry.dataset}",
            settings="'dataset', 'files' and 'revision'",
            login="KAGGLE_USERNAME and KAGGLE_KEY, or KAGGLE_API_TOKEN",
        )

    def extract(self) -> Iterator[Sample | Skipped]:
        """One sample per row, file by file.

        Raises:
            SourceUnavailableError: a file can neither be fetched nor found in the cache, or is not as announced.
        """
        yield from rows_of(self._entry, self._fetch())

    def items(self) -> Iterator[EvaluationItem]:
        """What each row has to compare with.

        Raises:
            SourceUnavailableError: as for `extract`.
        """
        yield from items_of(self._entry, self._fetch())

    def _fetch(self) -> list[HubFile]:
        from manimill.sources import _kaggle

        with _kaggle.session(self._access.cache / "kaggle", self._inquiry):
            hub = _kaggle.Hub(str(self._entry.dataset), self._entry.revision.pin, self._patience)
            if self._access.offline and not hub.use_newest_kept(self._names()):
                raise self._inquiry.offline()
            names = self._names()
            if names is not None:
                return [self._file(hub, name, hub.file(name)) for name in names]
            return self._matching(hub, hub.folder())

    def _names(self) -> Sequence[str] | None:
        """The files to fetch one by one; None where only the whole data set tells what is in it."""
        files = self._entry.files
        return files if files and not any(set(name) & set("*?[") for name in files) else None

    def _matching(self, hub: Any, folder: Path) -> list[HubFile]:
        there = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]
        names = wanted_files(self._entry, there)
        if not names:
            wanted = ", ".join(self._entry.files) or "a table"
            raise self._inquiry.absent(f"{self._inquiry.wanted} has no file {wanted}")
        return [self._file(hub, name, folder / name) for name in names]

    def _file(self, hub: Any, name: str, path: Path) -> HubFile:
        return HubFile(name, path, f"version {hub.version}")

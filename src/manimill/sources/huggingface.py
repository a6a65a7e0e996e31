"""Data sets on the Hugging Face hub, read from their raw files with the hub's own client."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from manimill.catalog.entry import SourceEntry
from manimill.records import EvaluationItem, Sample, Skipped
from manimill.sources._hubfiles import HubFile, items_of, rows_of, wanted_files
from manimill.sources._kept import keep, kept
from manimill.sources.access import Access
from manimill.sources.extras import require
from manimill.sources.inquiry import Inquiry
from manimill.sources.patience import Patience
from manimill.sources.rows import RowsExtractor

_LARGE = 16 << 20
"""Bytes from which on it pays to ask for the wanted columns of a Parquet file instead of the file."""


class HuggingFaceExtractor:
    """Samples of the files of one data set, at the pinned revision or at the newest.

    Files are kept in the cache by commit. ``HF_ENDPOINT``, ``HF_TOKEN`` and ``HF_HUB_OFFLINE`` are honoured. Of
    Parquet files above 16 MB only the wanted columns are fetched.
    """

    def __init__(
        self, entry: SourceEntry, access: Access, patience: Patience | None = None, *, large: int = _LARGE
    ) -> None:
        """Prepare to read; nothing is asked of the network yet.

        Raises:
            SourceUnavailableError: the hub's client is not installed.
        """
        require("huggingface_hub", "httpx2")
        assert entry.dataset is not None  # held by the catalog's validation
        self._entry = entry
        self._access = access
        self._patience = patience or Patience()
        self._large = large
        self._inquiry = Inquiry(
            source=entry.name,
            host="the Hugging Face hub",
            wanted=f"the data set {entry.dataset}",
            settings="'dataset', 'files' and 'revision'",
            login="HF_TOKEN to a token that may read it",
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
        if self._access.offline and not self._listing_file.exists():
            # Known without the hub's client, which takes half a second to import.
            raise self._inquiry.offline()
        from manimill.sources import _huggingface

        offline = self._access.offline or _huggingface.offline_by_setting()
        with _huggingface.session(self._folder, self._patience, self._inquiry):
            hub = _huggingface.Hub(
                str(self._entry.dataset), os.environ.get("HF_ENDPOINT"), self._folder / "hub", offline
            )
            listing = self._listing(hub, offline)
            names = wanted_files(self._entry, listing.files)
            if not names:
                wanted = ", ".join(self._entry.files) or "a table"
                raise self._inquiry.absent(f"{self._inquiry.wanted} has no file {wanted}")
            return [HubFile(name, self._file(hub, listing, name), listing.commit) for name in names]

    @property
    def _folder(self) -> Path:
        return self._access.cache / "huggingface"

    @property
    def _listing_file(self) -> Path:
        owner_and_name = str(self._entry.dataset).replace("/", "--")
        state = (self._entry.revision.pin or "latest").replace("/", "--")
        return self._folder / "listings" / f"{owner_and_name}@{state}.json"

    def _listing(self, hub: Any, offline: bool) -> _Listing:
        """The files of the data set: from the cache where it may be, and then kept for the next time."""
        pin, path = self._entry.revision.pin, self._listing_file
        if (pin or offline) and (known := kept(path)):
            return _Listing(**known)
        if offline:
            raise self._inquiry.offline()
        listing = _Listing(*hub.listing(pin))
        keep(path, asdict(listing))
        return listing

    def _file(self, hub: Any, listing: _Listing, name: str) -> Path:
        facts = listing.files[name]
        if name.endswith(".parquet") and (facts["size"] or 0) >= self._large:
            columns = RowsExtractor(self._entry, Path(name)).wanted_paths()
            narrow: Path | None = hub.columns(listing.commit, name, columns, self._folder / "columns")
        else:
            narrow = hub.whole(listing.commit, name, facts["checksum"])
        if narrow is None:
            raise self._inquiry.offline()
        return narrow


@dataclass(frozen=True, slots=True)
class _Listing:
    """A commit, and of each of its files the size and the checksum, as far as the hub says them."""

    commit: str
    files: dict[str, dict[str, Any]]

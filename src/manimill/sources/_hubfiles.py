"""Files of a hub's data set: which are wanted, and the rows of those that were fetched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from manimill.catalog.entry import SourceEntry
from manimill.errors import InputError
from manimill.records import EvaluationItem, Sample, Skipped
from manimill.sources.access import SourceUnavailableError
from manimill.sources.rows import RowsExtractor

_TABLES = (".parquet", ".jsonl", ".json", ".csv", ".tsv", ".ndjson", ".jsonl.gz", ".json.gz", ".csv.gz")
_SETTINGS = frozenset({"dataset_info.json", "dataset_infos.json", "state.json", "dataset-metadata.json"})
"""JSON files that describe a data set and hold no rows of it."""


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file that was fetched: what the hub calls it, where it is now, and which revision it belongs to."""

    name: str
    path: Path
    revision: str


def wanted_files(entry: SourceEntry, names: Iterable[str]) -> list[str]:
    """Those of a data set's files that match the entry's names and globs, or all tables if it has none."""
    if entry.files:
        return sorted(name for name in names if any(fnmatchcase(name, glob) for glob in entry.files))
    return sorted(
        name for name in names if name.endswith(_TABLES) and name.rpartition("/")[2] not in _SETTINGS
    )


def rows_of(entry: SourceEntry, files: Iterable[HubFile]) -> Iterator[Sample | Skipped]:
    """The rows of one file after the other.

    Raises:
        SourceUnavailableError: a file is not what the catalog entry says; upstream may have changed it.
    """
    for file in files:
        with _fitting():
            yield from _reader(entry, file).extract()


def items_of(entry: SourceEntry, files: Iterable[HubFile]) -> Iterator[EvaluationItem]:
    """What there is to compare with in one file after the other.

    Raises:
        SourceUnavailableError: a file is not what the catalog entry says; upstream may have changed it.
    """
    for file in files:
        with _fitting():
            yield from _reader(entry, file).items()


def _reader(entry: SourceEntry, file: HubFile) -> RowsExtractor:
    return RowsExtractor(entry, file.path, name=file.name, revision=file.revision)


@contextmanager
def _fitting() -> Iterator[None]:
    try:
        yield
    except InputError as error:
        raise SourceUnavailableError(f"does not fit its catalog entry: {str(error).rstrip('.')}") from None

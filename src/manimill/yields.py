"""What each source yielded in the last build on this machine, for ``manimill sources``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from manimill.workspace import Cache, cache_folder

_REMEMBERED = (
    "found",
    "written_for",
    "revisions",
    "skipped",
    "skipped_by_reason",
    "held_back",
    "kept",
    "train",
    "test",
)


def record_yields(statistics: Mapping[str, Any], dataset_hash: str, folder: str) -> None:
    """Remember the counts of a finished build; ``places`` are the samples and what became none."""
    with _cache() as cache:
        for source, row in statistics["by_source"].items():
            kept = {key: row[key] for key in _REMEMBERED}
            kept["places"] = row["found"] + row["skipped"]
            cache.put(source, {**kept, "dataset_hash": dataset_hash, "out": folder})


def last_yields(names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The remembered counts of those sources that have been built here."""
    with _cache() as cache:
        return cache.get_many(names)


def _cache() -> Cache:
    return Cache(cache_folder() / "yields.sqlite")

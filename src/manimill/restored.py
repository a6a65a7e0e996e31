"""A finished build read back, so that what comes after rendering can be done anew without sources or a sandbox."""

from __future__ import annotations

import base64
import importlib.metadata
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from manimill.errors import OutputError
from manimill.export import ASSETS
from manimill.records import (
    Description,
    Extraction,
    Generation,
    Origin,
    Provenance,
    Sample,
    SampleAsset,
    Skipped,
)
from manimill.registry import DatasetRegistry
from manimill.release import Release, held_back
from manimill.render import Verdict
from manimill.result import BuildResult
from manimill.workspace import cache_folder


@dataclass(frozen=True, slots=True)
class Restored:
    """What a build read and what rendering showed, as it was, by sample id.

    ``held`` are the samples that were held back for the files they need.
    """

    extraction: Extraction
    renders: Mapping[str, Verdict]
    held: Mapping[str, Release]
    versions: Mapping[str, str]


def check_version(result: BuildResult) -> None:
    """Make sure that a build can be read back.

    Raises:
        OutputError: another version of manimill made it, whose rules may differ.
    """
    here, made_by = importlib.metadata.version("manimill"), result.build.get("versions", {}).get("manimill")
    if made_by != here or not (result.folder / "tables" / "asked.parquet").is_file():
        raise OutputError(
            f"{result.folder} was built by another manimill ({made_by or 'unknown'}, and this is {here}); build it "
            "anew with this one first."
        )


def restore(result: BuildResult) -> Restored:
    """Read a build back.

    Raises:
        OutputError: another version of manimill made it.
    """
    check_version(result)
    tables = result.tables
    versions = {name: value for name, value in result.build["versions"].items() if name != "manimill"}
    samples = tuple(_sample(row, result.folder) for row in tables["samples"].iter_rows(named=True))
    skipped = tuple(Skipped(**row) for row in tables["skipped"].iter_rows(named=True))
    extraction = Extraction(samples, skipped, result.unavailable)
    return Restored(extraction, dict(_renders(tables, result.folder)), dict(_held(tables)), versions)


def add_sources(registry: DatasetRegistry, result: BuildResult) -> None:
    """Tell a registry of the sources of a build that it lacks: those that were registered by hand."""
    known = set(registry.names())
    for name, told in result.build["sources"].items():
        if name not in known:
            registry.register(name, _Gone(), priority=int(told["priority"]))


class _Gone:
    """The extractor of a source whose samples are there already."""

    def extract(self) -> Iterator[Sample]:
        return iter(())


def _sample(row: Mapping[str, Any], folder: Path) -> Sample:
    place = ("url", "revision", "path", "first_line", "last_line", "row", "cell", "licence")
    return Sample(
        id=row["id"],
        source=row["source"],
        key=row["key"],
        code=row["code"],
        scene=row["scene"],
        description=row["description"],
        description_origin=Origin(row["description_origin"]),
        provenance=Provenance(**{name: row[name] for name in place}),
        metadata=json.loads(row["metadata"]),
        requires=tuple(row["requires"]),
        environment=row["environment"],
        assets=tuple(_asset(asset, folder / ASSETS / row["id"]) for asset in row["assets"]),
        missing_assets=tuple(row["missing_assets"]),
        generation=Generation(**row["generation"]) if row["generation"] is not None else None,
        replaced=_replaced(row["replaced"]) if row["replaced"] is not None else None,
    )


def _held(tables: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, Release]]:
    for row in tables["release"].filter(pl.col("gate") == "assets").iter_rows(named=True):
        yield row["id"], held_back("assets", row["reason"], row["evidence"])


def _replaced(told: Mapping[str, Any]) -> Description:
    return Description(told["text"], Origin(told["origin"]))


def _asset(asset: Mapping[str, Any], beside: Path) -> SampleAsset:
    """An asset with its content: the copy that the build exported, or the one in the cache."""
    exported, digest = beside / asset["path"], asset["sha256"]
    kept = cache_folder() / "assets" / digest[:2] / digest
    return SampleAsset(asset["path"], digest, asset["size"], exported if exported.is_file() else kept)


def _renders(tables: Mapping[str, pl.DataFrame], folder: Path) -> Iterator[tuple[str, Verdict]]:
    frame = (
        tables["render"]
        .join(tables["storyboards"], on="id", how="left")
        .join(tables["timings"], on="id", how="left")
    )
    frames = _frames(folder)
    for row in frame.iter_rows(named=True):
        pictures = None
        if row["moved"] is not None or row["blank"] is not None or row["id"] in frames:
            pictures = {"moved": row["moved"], "blank": row["blank"], "frames": frames.get(row["id"], [])}
        told = {
            **{name: row[name] for name in row if name not in ("id", "moved", "blank")},
            "storyboard": json.loads(row["storyboard"]) if row["storyboard"] else None,
            "layout": (json.loads(row["layout"]) or None) if row["layout"] else None,
            "pictures": pictures,
        }
        yield row["id"], Verdict.from_json(told)


def _frames(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The pictures of each sample, as a verdict has them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in pl.read_parquet(folder / "tables" / "frames.parquet").iter_rows(named=True):
        shown: dict[bytes, list[str]] = {}
        for which in ("first", "middle", "last"):
            if row[which] is not None:
                shown.setdefault(row[which], []).append(which)
        found[row["id"]] = [
            {"webp": base64.b64encode(content).decode(), "which": which} for content, which in shown.items()
        ]
    return found

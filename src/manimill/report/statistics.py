"""Counts of a build. Those by source and by reason add up to the totals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from manimill.tables import final_samples


def build_statistics(tables: Mapping[str, pl.DataFrame], unavailable: Mapping[str, str]) -> dict[str, Any]:
    """Raw, kept and split counts, by source and by reason.

    ``found`` is what a source yielded as samples, ``skipped`` what it holds besides; ``held_back`` counts
    samples that are not exported by the gate that closed first. ``skipped_by_reason`` gives an example with each
    count, the first in the order of places. ``descriptions_by_model`` counts what language models wrote for this
    dataset, by model and by prompt with its version.
    """
    ledger = (
        tables["samples"]
        .select("id", "source", "revision")
        .join(tables["release"], on="id")
        .join(tables["split"].select("id", "split", pl.col("reason").alias("split_reason")), on="id")
        .join(tables["description"].select("id", "origin"), on="id", how="left")
        .join(tables["render"].select("id", "verdict"), on="id", how="left")
        .join(tables["flavour"].select("id", "flavour"), on="id", how="left")
        .join(tables["repair"].select("id", pl.col("flavour").alias("written_for")), on="id", how="left")
        .with_columns(pl.coalesce("written_for", "flavour").alias("written_for"))
    )
    kept = ledger.filter(pl.col("kept"))
    return {
        "samples": {
            "found": ledger.height,
            "skipped": tables["skipped"].height,
            "held_back": ledger.height - kept.height,
            "kept": kept.height,
            "train": _count(kept, "split", "train"),
            "test": _count(kept, "split", "test"),
        },
        "by_source": {
            source: _of_source(source, ledger, tables["skipped"])
            for source in sorted({*ledger["source"].to_list(), *tables["skipped"]["source"].to_list()})
        },
        "held_back": _nested(ledger.filter(~pl.col("kept")), "gate", "reason"),
        "skipped": _nested(tables["skipped"], "source", "reason"),
        "unavailable": dict(sorted(unavailable.items())),
        "by_verdict": _counts(ledger.filter(pl.col("verdict").is_not_null()), "verdict"),
        "by_flavour": _counts(ledger, "flavour"),
        "by_licence": _counts(kept, "licence"),
        "by_description_origin": _counts(kept, "origin"),
        "descriptions_by_model": _by_model(kept, tables["description"]),
        "split": _split(kept, tables["split"]),
        "features": _features(kept, tables["features"]),
        "assets": _assets(kept, tables["samples"]),
        "length": _lengths(kept, tables),
    }


def _of_source(source: str, ledger: pl.DataFrame, skipped: pl.DataFrame) -> dict[str, Any]:
    rows = ledger.filter(pl.col("source") == source)
    kept = rows.filter(pl.col("kept"))
    return {
        "found": rows.height,
        "written_for": _counts(rows, "written_for"),
        "revisions": rows["revision"].drop_nulls().unique().sort().to_list(),
        "skipped": _count(skipped, "source", source),
        "skipped_by_reason": _with_example(skipped.filter(pl.col("source") == source)),
        "kept": kept.height,
        "train": _count(kept, "split", "train"),
        "test": _count(kept, "split", "test"),
        "held_back": _nested(rows.filter(~pl.col("kept")), "gate", "reason"),
    }


def _with_example(skipped: pl.DataFrame) -> dict[str, Any]:
    """Count and first place by reason, the most frequent reason first."""
    found: dict[str, Any] = {}
    for reason, count in _counts(skipped, "reason").items():
        first = skipped.filter(pl.col("reason") == reason).sort("where", "detail").row(0, named=True)
        found[reason] = {"count": count, "example": {"where": first["where"], "detail": first["detail"]}}
    return found


def _split(kept: pl.DataFrame, split: pl.DataFrame) -> dict[str, Any]:
    joined = split.filter(pl.col("reason") == "joined")["cluster"].unique().sort().to_list()
    return {
        "test_share": round(_count(kept, "split", "test") / kept.height, 4) if kept.height else 0.0,
        "reasons": _counts(kept, "split_reason"),
        "joined_clusters": len(joined),
        "joined": joined,
    }


def _assets(kept: pl.DataFrame, samples: pl.DataFrame) -> dict[str, int]:
    """Samples whose source says that they need files, and what became of them."""
    asking = samples.filter((pl.col("assets").list.len() > 0) | (pl.col("missing_assets").list.len() > 0))
    exported = asking.join(kept.select("id"), on="id", how="semi")
    replaced = pl.col("placeholders").list.len() > 0
    files = [file for files in exported.filter(~replaced)["assets"].to_list() for file in files]
    return {
        "samples_asking": asking.height,
        "samples_with_placeholders": exported.filter(replaced).height,
        "samples_with_files": exported.filter(~replaced).height,
        "files": len(files),
        "bytes": sum(file["size"] for file in files),
    }


def _by_model(kept: pl.DataFrame, descriptions: pl.DataFrame) -> dict[str, dict[str, int]]:
    """Descriptions that language models wrote for this dataset: by model, and by prompt with its version."""
    written = descriptions.join(kept.select("id"), on="id", how="semi").filter(
        pl.col("generated_by").is_not_null()
    )
    return _nested(written, "generated_by", "prompt")


def _features(kept: pl.DataFrame, features: pl.DataFrame) -> dict[str, int]:
    flags = [name for name, kind in features.schema.items() if kind == pl.Boolean]
    rows = kept.select("id").join(features, on="id")
    return {name: int(rows[name].sum() or 0) for name in sorted(flags)}


def _lengths(kept: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> dict[str, dict[str, float]]:
    rows = kept.select("id").join(final_samples(tables).select("id", "code"), on="id")
    texts = kept.select("id").join(tables["description"].select("id", "text"), on="id")
    return {
        "code_characters": _quantiles(rows["code"].str.len_chars()),
        "description_characters": _quantiles(texts["text"].str.len_chars()),
    }


def _quantiles(values: pl.Series) -> dict[str, float]:
    if values.is_empty():
        return {}
    at = {"min": 0.0, "median": 0.5, "p90": 0.9, "max": 1.0}
    return {name: float(values.quantile(q, "nearest") or 0) for name, q in at.items()}


def _count(frame: pl.DataFrame, column: str, value: str) -> int:
    return frame.filter(pl.col(column) == value).height


def _counts(frame: pl.DataFrame, column: str) -> dict[str, int]:
    """Rows by value, the most frequent first, equal counts in alphabetical order."""
    counts = frame.group_by(column).len().sort(["len", column], descending=[True, False])
    return {str(value): count for value, count in counts.iter_rows()}


def _nested(frame: pl.DataFrame, outer: str, inner: str) -> dict[str, dict[str, int]]:
    groups = sorted({str(v) for v in frame[outer].to_list()})
    return {group: _counts(frame.filter(pl.col(outer) == group), inner) for group in groups}

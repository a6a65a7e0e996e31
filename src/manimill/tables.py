"""The tables of a build: samples, and the attributes that stages write beside them, keyed by id.

Every table is sorted by id and holds nothing that differs between two builds of the same input, with one
exception: ``timings``, which holds what was measured with a clock.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from manimill.records import Sample, Skipped

Schema = Mapping[str, Any]

SAMPLES: Schema = {
    "id": pl.String,
    "source": pl.String,
    "key": pl.String,
    "scene": pl.String,
    "code": pl.String,
    "description": pl.String,
    "description_origin": pl.String,
    "url": pl.String,
    "revision": pl.String,
    "path": pl.String,
    "first_line": pl.Int64,
    "last_line": pl.Int64,
    "row": pl.Int64,
    "cell": pl.Int64,
    "licence": pl.String,
    "requires": pl.List(pl.String),
    "environment": pl.String,
    "assets": pl.List(pl.Struct({"path": pl.String, "sha256": pl.String, "size": pl.Int64})),
    "missing_assets": pl.List(pl.String),
    "placeholders": pl.List(pl.String),
    "metadata": pl.String,
    "generation": pl.Struct(
        {"model": pl.String, "prompt": pl.String, "date": pl.String, "request": pl.String}
    ),
    "replaced": pl.Struct({"text": pl.String, "origin": pl.String}),
}
SKIPPED: Schema = {"source": pl.String, "where": pl.String, "reason": pl.String, "detail": pl.String}
FLAVOUR: Schema = {
    "id": pl.String,
    "flavour": pl.String,
    "evidence": pl.List(pl.String),
    "problem": pl.String,
}
REPAIR: Schema = {
    "id": pl.String,
    "flavour": pl.String,
    "changed": pl.Boolean,
    "tier": pl.String,
    "rules": pl.List(
        pl.Struct({"id": pl.String, "line": pl.Int64, "confidence": pl.String, "shim": pl.Boolean})
    ),
    "unresolved": pl.List(pl.Struct({"name": pl.String, "line": pl.Int64, "reason": pl.String})),
    "findings": pl.List(pl.Struct({"finding": pl.String, "evidence": pl.String})),
    "code": pl.String,
}
DUPLICATES: Schema = {
    "id": pl.String,
    "cluster": pl.String,
    "cluster_size": pl.Int64,
    "kept": pl.Boolean,
    "rule": pl.String,
    "matched_id": pl.String,
    "similarity": pl.Float64,
    "kept_because": pl.String,
}
LINKS: Schema = {"id": pl.String, "other": pl.String, "rule": pl.String, "similarity": pl.Float64}
PAIRING: Schema = {
    "id": pl.String,
    "score": pl.Float64,
    "probability": pl.Float64,
    "verdict": pl.String,
    "action": pl.String,
    "from_id": pl.String,
    "confidence": pl.Float64,
}
RENDER: Schema = {
    "id": pl.String,
    "verdict": pl.String,
    "error": pl.String,
    "error_line": pl.Int64,
    "evidence": pl.String,
    "warnings": pl.List(pl.Struct({"line": pl.Int64, "call": pl.String, "why": pl.String})),
    "level": pl.String,
    "environment": pl.String,
    "manim": pl.String,
    "duration": pl.Float64,
    "plays": pl.Int64,
    "still": pl.Boolean,
    "moved": pl.Boolean,
    "blank": pl.Float64,
}
STORYBOARDS: Schema = {"id": pl.String, "storyboard": pl.String, "layout": pl.String}
FRAMES: Schema = {"id": pl.String, "first": pl.Binary, "middle": pl.Binary, "last": pl.Binary}
TIMINGS: Schema = {"id": pl.String, "seconds": pl.Float64, "cpu_seconds": pl.Float64}
DESCRIPTION: Schema = {
    "id": pl.String,
    "text": pl.String,
    "origin": pl.String,
    "generated_by": pl.String,
    "prompt": pl.String,
    "date": pl.String,
    "request": pl.String,
    "needs_description_update": pl.Boolean,
    "action": pl.String,
    "from_id": pl.String,
    "from_source": pl.String,
    "original_text": pl.String,
    "original_origin": pl.String,
}
ASKED: Schema = {
    "id": pl.String,
    "style": pl.String,
    "prompt": pl.String,
    "model": pl.String,
    "outcome": pl.String,
    "text": pl.String,
    "date": pl.String,
    "request": pl.String,
    "objections": pl.List(pl.Struct({"check": pl.String, "evidence": pl.String})),
    "answers": pl.List(
        pl.Struct(
            {
                "key": pl.String,
                "status": pl.String,
                "text": pl.String,
                "input_tokens": pl.Int64,
                "output_tokens": pl.Int64,
                "cost": pl.Float64,
                "date": pl.String,
                "batch": pl.Boolean,
            }
        )
    ),
}
VARIANTS: Schema = {
    "id": pl.String,
    "parent_id": pl.String,
    "variant": pl.String,
    "text": pl.String,
    "origin": pl.String,
    "generated_by": pl.String,
}
QUALITY: Schema = {
    "id": pl.String,
    "score": pl.Float64,
    "closed": pl.List(pl.Struct({"gate": pl.String, "threshold": pl.String, "evidence": pl.String})),
}
SPLIT: Schema = {
    "id": pl.String,
    "cluster": pl.String,
    "cluster_size": pl.Int64,
    "split": pl.String,
    "reason": pl.String,
    "held_by": pl.List(pl.String),
}
RELEASE: Schema = {
    "id": pl.String,
    "kept": pl.Boolean,
    "gate": pl.String,
    "reason": pl.String,
    "evidence": pl.String,
    "licence": pl.String,
    "original_id": pl.String,
    "original_source": pl.String,
}

PICTURES = frozenset({"frames"})
"""Tables that hold pictures, so much larger than the others that nobody wants them whole."""

PARAPHRASE = "paraphrase"
"""The style in the table ``asked`` of what is no description of a sample but other words for one."""

MEASURED = frozenset({"timings"})
"""Tables that hold clock readings and so are no part of what must come out the same."""


def table(rows: Iterable[Mapping[str, Any]], schema: Schema) -> pl.DataFrame:
    """Rows as a table, sorted by the schema's columns up to the first that tells rows apart."""
    frame = pl.DataFrame(list(rows), schema=dict(schema), orient="row")
    several = {id(LINKS): list(LINKS), id(ASKED): ["id", "style", "request"]}
    return frame.sort(several.get(id(schema), ["id"] if "id" in schema else list(schema)))


def sample_rows(samples: Iterable[Sample]) -> Iterable[dict[str, Any]]:
    """Samples as rows of the ``samples`` table; metadata is JSON with sorted keys."""
    for s in samples:
        p = s.provenance
        yield {
            "id": s.id,
            "source": s.source,
            "key": s.key,
            "scene": s.scene,
            "code": s.code,
            "description": s.description,
            "description_origin": s.description_origin.value,
            "url": p.url,
            "revision": p.revision,
            "path": p.path,
            "first_line": p.first_line,
            "last_line": p.last_line,
            "row": p.row,
            "cell": p.cell,
            "licence": p.licence,
            "requires": list(s.requires),
            "environment": s.environment,
            "assets": [{"path": a.path, "sha256": a.sha256, "size": a.size} for a in s.assets],
            "missing_assets": list(s.missing_assets),
            "placeholders": list(s.metadata.get("placeholders", ())),
            "metadata": json.dumps(s.metadata, sort_keys=True, ensure_ascii=False, default=str),
            "generation": asdict(s.generation) if s.generation is not None else None,
            "replaced": {"text": s.replaced.text, "origin": s.replaced.origin.value} if s.replaced else None,
        }


def final_samples(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The ``samples`` table with the code that each sample goes on with: repaired where that changed it."""
    samples = tables["samples"]
    if "repair" not in tables:
        return samples
    new = tables["repair"].select("id", pl.col("code").alias("_new"))
    return (
        samples.join(new, on="id", how="left", maintain_order="left")
        .with_columns(pl.coalesce("_new", "code").alias("code"))
        .drop("_new")
    )


def skipped_rows(skipped: Iterable[Skipped]) -> Iterable[dict[str, Any]]:
    """What was skipped as rows of the ``skipped`` table."""
    for s in skipped:
        yield {"source": s.source, "where": s.where, "reason": s.reason, "detail": s.detail}


def write_table(frame: pl.DataFrame, path: Path) -> None:
    """Write Parquet that depends on nothing but the table."""
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.write_parquet(path, compression="zstd", compression_level=3)


def read_tables(folder: Path) -> dict[str, pl.DataFrame]:
    """The tables of a build, by name; without pictures, which are looked up one by one."""
    paths = (path for path in sorted(folder.glob("*.parquet")) if path.stem not in PICTURES)
    return {path.stem: pl.read_parquet(path) for path in paths}

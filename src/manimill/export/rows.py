"""The exported rows: every kept sample with everything that is known about it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from manimill.export.sharegpt import conversation
from manimill.records import Origin
from manimill.tables import PARAPHRASE, final_samples

_FIRST = [
    "id",
    "parent_id",
    "variant",
    "source",
    "sampling_weight",
    "conversations",
    "description",
    "description_origin",
    "description_generated_by",
    "description_prompt",
    "description_date",
    "needs_description_update",
    "description_source",
    "original_description",
    "original_description_origin",
    "scene",
    "code",
    "licence",
    "original_source",
    "url",
    "revision",
    "path",
    "first_line",
    "last_line",
    "row",
    "cell",
    "cluster",
    "split",
    "flavour",
    "original_flavour",
    "repair_tier",
    "repair_rules",
]

_OTHERWISE_TOLD = (
    "description",
    "description_origin",
    "generation",
    "replaced",
    "key",
    "assets",
    "missing_assets",
    "licence",
)
"""Columns of the samples as they were found, in whose place rows have others or none."""

_CONVERSATION = pl.List(pl.Struct({"from": pl.String, "value": pl.String}))

POSITIONS = frozenset({"path", "revision", "first_line", "last_line", "row", "cell"})
"""Where a sample happened to stand says nothing about it; what does is in its id. So these columns are no
part of the dataset hash: the same rows in another order, or in a file of another name, are the same dataset."""


def exported_rows(
    tables: Mapping[str, pl.DataFrame], side: str, weights: Mapping[str, float] | None = None
) -> pl.DataFrame:
    """One row per kept sample of ``side`` (``train`` or ``test``) and per variant of one, sorted by id.

    The columns are those of the sample, its final description, its cluster and split, its features and
    what rendering it showed, and ``conversations``. ``description_source`` is the source of the sample
    that the description was found with, where that is another sample, ``original_source`` the source that the code was
    collected from; ``licence`` is that of all parts. Where a language model wrote the description for this dataset,
    ``description_generated_by``, ``description_prompt`` and ``description_date`` say how, and ``original_description``
    is what it took the place of, if somebody had written one. A row with a ``parent_id`` is a variant of that sample:
    the same but for the wording of the request, and ``variant`` says how that was made. ``sampling_weight`` is what
    ``weights`` say of its source, or 1.
    """
    split = tables["split"].filter(pl.col("split") == side).select("id", "cluster", "split")
    released = tables["release"].filter(pl.col("kept")).select("id", "licence", "original_source")
    kept = released.join(split, on="id", how="semi")
    samples = final_samples(tables).join(kept, on="id", how="semi")
    description = tables["description"].select(
        "id",
        pl.col("text").alias("description"),
        pl.col("origin").alias("description_origin"),
        pl.col("generated_by").alias("description_generated_by"),
        pl.col("prompt").alias("description_prompt"),
        pl.col("date").alias("description_date"),
        "needs_description_update",
        pl.col("from_source").alias("description_source"),
        pl.col("original_text").alias("original_description"),
        pl.col("original_origin").alias("original_description_origin"),
    )
    rendered = (
        tables["render"]
        .select("id", "verdict", "level", "environment", "duration", "plays", "still")
        .rename({name: f"render_{name}" for name in ("verdict", "level", "environment", "plays")})
    )
    frame = (
        kept.join(split, on="id")
        .join(
            samples.drop(*_OTHERWISE_TOLD),
            on="id",
        )
        .join(_exported_assets(samples), on="id")
        .join(description, on="id")
        .join(tables["flavour"].select("id", "flavour"), on="id", how="left")
        .join(_repairs(tables), on="id", how="left")
        .join(tables["features"], on="id", how="left")
        .join(rendered, on="id", how="left")
        .with_columns(
            _weight(weights or {}), parent_id=pl.lit(None, pl.String), variant=pl.lit(None, pl.String)
        )
    )
    frame = pl.concat([frame, _variants(tables, frame)]).sort("id")
    talks = [conversation(d, c) for d, c in frame.select("description", "code").iter_rows()]
    frame = frame.with_columns(pl.Series("conversations", talks, dtype=_CONVERSATION))
    return frame.select(*_FIRST, pl.exclude(_FIRST))


def _weight(weights: Mapping[str, float]) -> pl.Expr:
    """How often a trainer that draws rows by weight should draw one, by its source."""
    return (
        pl.col("source")
        .replace_strict(dict(weights), default=1.0, return_dtype=pl.Float64)
        .alias("sampling_weight")
    )


def _variants(tables: Mapping[str, pl.DataFrame], frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of those variants whose samples are in ``frame``, with the same columns."""
    other = {
        "parent_id": "parent_id",
        "id": "id",
        "variant": "variant",
        "description": "text",
        "description_origin": "origin",
        "description_generated_by": "generated_by",
        "description_prompt": "prompt",
        "description_date": "date",
    }
    said = _with_answers(tables).select(pl.col(name).alias(f"_{column}") for column, name in other.items())
    framed = pl.col("_variant").str.starts_with("template:")
    joined = said.join(frame, left_on="_parent_id", right_on="id", maintain_order="left").with_columns(
        # What a template frames was written when and as its sample's description was.
        *(
            pl.when(framed).then(column).otherwise(f"_{column}").alias(column)
            if column in ("description_prompt", "description_date")
            else pl.col(f"_{column}").alias(column)
            for column in other
        )
    )
    generated = pl.col("variant").str.starts_with("alternative:")
    undescribed = [origin.value for origin in Origin if origin.needs_description_update]
    return joined.with_columns(
        pl.col("description_origin").is_in(undescribed).alias("needs_description_update"),
        # An alternative was found with no sample.
        pl.when(generated).then(None).otherwise("description_source").alias("description_source"),
    ).select(frame.columns)


def _with_answers(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The variants, with prompt and date of those that are a language model's answers."""
    answers = (
        tables["asked"]
        .filter(pl.col("outcome") == "accepted")
        .select(pl.col("id").alias("parent_id"), pl.col("text").str.strip_chars(), "prompt", "date", "style")
        .with_columns(
            variant=pl.when(pl.col("style") == PARAPHRASE)
            .then(pl.lit("paraphrase"))
            .otherwise(pl.concat_str(pl.lit("alternative:"), "style"))
        )
        .drop("style")
        # Two answers may say the same.
        .unique(["parent_id", "variant", "text"], keep="first", maintain_order=True)
    )
    return tables["variants"].join(
        answers, on=["parent_id", "variant", "text"], how="left", maintain_order="left"
    )


def _repairs(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """What each sample was written for, and what was done to bring it here."""
    flavour = tables["flavour"].select("id", pl.col("flavour").alias("_as_it_is"))
    done = tables["repair"].select(
        "id",
        pl.col("flavour").alias("original_flavour"),
        pl.col("tier").alias("repair_tier"),
        pl.col("rules")
        .list.eval(pl.element().struct.field("id"))
        .list.unique()
        .list.sort()
        .alias("repair_rules"),
    )
    return flavour.join(done, on="id", how="left").select(
        "id",
        pl.coalesce("original_flavour", "_as_it_is").alias("original_flavour"),
        "repair_tier",
        pl.col("repair_rules").fill_null([]),
    )


ASSETS = "assets"
"""The folder of a dataset that holds the files of its samples, each sample's in a folder named by its id."""


def _exported_assets(samples: pl.DataFrame) -> pl.DataFrame:
    """The files that go with each sample, by their paths in the dataset, and their digests.

    A scene runs where it finds them under the paths behind its id. Where something stands for them there are none.
    """
    rows = [
        {
            "id": row["id"],
            "assets": []
            if row["placeholders"]
            else [f"{ASSETS}/{row['id']}/{a['path']}" for a in row["assets"]],
            "assets_sha256": [] if row["placeholders"] else [a["sha256"] for a in row["assets"]],
        }
        for row in samples.select("id", "assets", "placeholders").iter_rows(named=True)
    ]
    return pl.DataFrame(
        rows, schema={"id": pl.String, "assets": pl.List(pl.String), "assets_sha256": pl.List(pl.String)}
    )


def dataset_hash(sides: Mapping[str, pl.DataFrame]) -> str:
    """SHA-256 (hex) over the content of the exported rows, side by side, positions left out."""
    digest = hashlib.sha256()
    for side, frame in sorted(sides.items()):
        digest.update(f"{side}\n".encode())
        for row in frame.drop(*POSITIONS).iter_rows(named=True):
            digest.update(json.dumps(row, sort_keys=True, ensure_ascii=True, default=_json).encode() + b"\n")
    return digest.hexdigest()


def _json(value: Any) -> Any:
    raise TypeError(f"a column of type {type(value).__name__} has no agreed form in the dataset hash")

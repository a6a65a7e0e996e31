"""The report's section on variants: how many more prompts there are, of what, and how they read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import polars as pl

_SHOWN = 5
"""Samples whose variants the page shows; all are in ``tables/variants.parquet``."""


def variants_sentence(statistics: Mapping[str, Any]) -> str:
    """How many more prompts there are, and how many rows that makes; empty where there are none."""
    variants = statistics["variants"]
    if not variants["total"]:
        return ""
    short = variants["fewer_than_asked_for"]
    lacking = f"; {short['rows']:,} rows found no wording" if short["rows"] else ""
    return (
        f"variants: {variants['total']:,} more prompts for {variants['samples']:,} of "
        f"{statistics['samples']['train']:,} train samples, {statistics['rows']['train']:,} rows in all{lacking}"
    )


def variants_section(statistics: Mapping[str, Any], train: pl.DataFrame) -> str:
    """The section as HTML, from the statistics and the exported rows of the train side."""
    variants = statistics["variants"]
    if not variants["total"]:
        return "<p>None: every sample is one row.</p>"
    tables = "".join(
        _table(title, variants[name])
        for title, name in (("kind", "by_kind"), ("origin", "by_origin"), ("source", "by_source"))
    )
    told = escape(variants_sentence(statistics).partition(": ")[2])
    refused = ", ".join(f"{count:,} {reason}" for reason, count in variants["refused"].items())
    also = f" Wordings that were not used: {escape(refused)}." if refused else ""
    return f"<p>{told}.{also}</p>{tables}{''.join(_examples(train))}"


def _table(title: str, counts: Mapping[str, int]) -> str:
    rows = "".join(f"<tr><td>{escape(name)}</td><td class='n'>{n:,}</td></tr>" for name, n in counts.items())
    return f"<table><tr><th>{title}</th><th>variants</th></tr>{rows}</table>"


def _examples(train: pl.DataFrame) -> Iterable[str]:
    variants = train.filter(pl.col("parent_id").is_not_null())
    said = dict(train.select("id", "description").iter_rows())
    for parent in variants["parent_id"].unique().sort().to_list()[:_SHOWN]:
        items = "".join(
            f"<li><span class='tag'>{escape(made)}</span> {escape(text)}</li>"
            for made, text in variants.filter(pl.col("parent_id") == parent)
            .select("variant", "description")
            .iter_rows()
        )
        yield (
            f"<details><summary><code>{escape(parent)}</code> {escape(said[parent])}</summary>"
            f"<ul>{items}</ul></details>"
        )

"""What repair came to, source by source: found, rewritten, rendered, and what stopped the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

MOST_STOPPED = 20
"""Reasons that the statistics name for each source; the report for programs has them all."""

_OLD = ("gl", "legacy")
_LONGEST = 120
_VARIES = re.compile(r"0x[0-9a-f]+|\d+(?:\.\d+)?")
_NAMED = re.compile(r"name '(\w+)' is not defined")


def repair_statistics(tables: Mapping[str, pl.DataFrame], *, most: int | None = None) -> dict[str, Any]:
    """Counts of all and by source, of sources with anything to repair.

    ``found`` are all samples, ``written_for`` the same by Manim, ``older`` those for another Manim than ManimCE,
    ``repaired`` those whose code was rewritten, by ``tiers`` and ``rules``. Of those that are older or rewritten, the
    ``concerned``, ``rendered`` run to their end and ``exported`` are in the dataset; ``stopped`` says what kept the
    others from running, the most frequent first, at most ``most`` of them.
    """
    rows = list(_ledger(tables).iter_rows(named=True))
    by_source: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_source.setdefault(row["source"], []).append(row)
    counted = {source: _counts(by_source[source], most) for source in sorted(by_source)}
    return {
        **_counts(rows, most),
        "findings": _ranked(one["finding"] for row in rows for one in row["findings"]),
        "by_source": {source: counts for source, counts in counted.items() if counts["concerned"]},
    }


def repair_sentence(statistics: Mapping[str, Any]) -> str | None:
    """The statistics in one line; None where nothing was to be repaired."""
    if not statistics["concerned"]:
        return None
    tiers = ", ".join(f"{count:,} {tier}" for tier, count in statistics["tiers"].items())
    told = f"repair: {statistics['repaired']:,} of {statistics['found']:,} codes rewritten"
    told += f" ({tiers})" if tiers else ""
    if statistics["judged"]:
        told += (
            f"; of {statistics['judged']:,} rewritten or older that ran, {statistics['rendered']:,} render"
        )
    if statistics["stopped"]:
        first = "; ".join(f"{one['count']:,} {one['what']}" for one in statistics["stopped"][:3])
        told += f"; stopped by {first}"
    return told


def _ledger(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    return (
        tables["samples"]
        .select("id", "source")
        .join(tables["repair"].drop("code"), on="id", how="left")
        .join(tables["flavour"].select("id", pl.col("flavour").alias("as_it_is")), on="id", how="left")
        .join(tables["render"].select("id", "verdict", "error"), on="id", how="left")
        .join(tables["release"].select("id", "kept", "gate", "reason"), on="id", how="left")
        .with_columns(
            pl.coalesce("flavour", "as_it_is").alias("flavour"),
            pl.col("changed").fill_null(False),
            pl.col("rules", "unresolved", "findings").fill_null([]),
        )
        .sort("id")
    )


def _counts(rows: Sequence[Mapping[str, Any]], most: int | None) -> dict[str, Any]:
    concerned = [row for row in rows if row["changed"] or row["flavour"] in _OLD]
    return {
        "found": len(rows),
        "written_for": _ranked(row["flavour"] for row in rows),
        "older": sum(row["flavour"] in _OLD for row in rows),
        "repaired": sum(row["changed"] for row in rows),
        "tiers": _ranked(row["tier"] for row in rows if row["tier"]),
        "concerned": len(concerned),
        "judged": sum(row["verdict"] is not None for row in concerned),
        "rendered": sum(row["verdict"] == "ok" for row in concerned),
        "exported": sum(bool(row["kept"]) for row in concerned),
        "stopped": _stopped(concerned)[:most],
        "rules": _ranked(rule for row in rows for rule in {one["id"] for one in row["rules"]}),
    }


def _stopped(concerned: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    counts: Counter[str] = Counter()
    example: dict[str, str] = {}
    for row in concerned:
        what = _what_stops(row)
        if what is not None:
            counts[what] += 1
            example.setdefault(what, row["id"])
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [{"what": what, "count": count, "example": example[what]} for what, count in ranked]


def _what_stops(row: Mapping[str, Any]) -> str | None:
    """What keeps a sample from running: the verdict and its error, else a name that was left, else the gate."""
    if row["verdict"] == "ok":
        return None
    if row["verdict"] is not None:
        return f"{row['verdict']}: {_normal(row['error'])}" if row["error"] else str(row["verdict"])
    if row["kept"] or row["gate"] == "duplicates":
        return None
    if row["unresolved"] and row["gate"] not in ("assets", "licence", "repair"):
        return f"unresolved: {row['unresolved'][0]['name']}"
    return f"{row['gate']}: {row['reason']}"


def _normal(error: str) -> str:
    """An error without what differs from scene to scene."""
    if named := _NAMED.search(error):
        return named[1]
    told = _VARIES.sub("N", error)
    return told if len(told) <= _LONGEST else told[: _LONGEST - 1] + "…"


def _ranked(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))

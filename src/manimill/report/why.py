"""Why a sample is in, or why it is out: every decision about it, with its evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StageDecision:
    """What one stage decided: its verdict in a word, a reason where there is one, and the evidence."""

    stage: str
    verdict: str
    reason: str | None
    evidence: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The way of one sample through a build; ``split`` is None where it is not exported.

    ``storyboard`` is what happened while the scene ran, or None where it never did. Where ``parent_id`` is set it was a
    variant that was asked about, and everything but the last decision is about the sample it is a variant of.
    """

    id: str
    source: str
    kept: bool
    split: str | None
    decisions: tuple[StageDecision, ...]
    storyboard: dict[str, Any] | None = None
    parent_id: str | None = None

    def to_json(self) -> dict[str, Any]:
        """A dictionary of plain values."""
        return asdict(self)


def explain(sample: str, tables: Mapping[str, pl.DataFrame]) -> Explanation:
    """Collect what every stage wrote about a sample, or about the sample that a variant belongs to.

    Raises:
        KeyError: there is no such sample.
    """
    variant = _variant(tables, sample)
    if variant is not None:
        return _of_variant(variant, explain(variant["parent_id"], tables))
    rows = {
        name: _row(frame, sample)
        for name, frame in tables.items()
        if "id" in frame.columns and name not in ("links", "asked")
    }
    found = rows.get("samples")
    if found is None:
        raise KeyError(sample)
    sources = dict(tables["samples"].select("id", "source").iter_rows())
    release = rows["release"] or {}
    return Explanation(
        id=sample,
        source=found["source"],
        kept=bool(release.get("kept")),
        split=(rows["split"] or {}).get("split") if release.get("kept") else None,
        decisions=(
            *_decisions(found, rows, sources, _links(tables, sample), list(_asked(tables, rows, sample))),
            *_augmented(tables, sample),
        ),
        storyboard=_storyboard(rows.get("storyboards")),
    )


def _of_variant(variant: Row, parent: Explanation) -> Explanation:
    said = _said(variant, "parent_id", "text", "origin", "generated_by")
    decision = StageDecision("augment", "variant", variant["variant"], said)
    decisions = (*(d for d in parent.decisions if d.stage != "augment"), decision)
    return replace(parent, id=variant["id"], parent_id=parent.id, decisions=decisions)


def _variant(tables: Mapping[str, pl.DataFrame], sample: str) -> Row | None:
    return _row(tables["variants"], sample) if "variants" in tables else None


def _augmented(tables: Mapping[str, pl.DataFrame], sample: str) -> Iterator[StageDecision]:
    """The variants of a sample, where it has any."""
    if "variants" in tables:
        own = tables["variants"].filter(pl.col("parent_id") == sample).select("id", "variant")
        if own.height:
            told = [f"{one} {made}" for one, made in own.iter_rows()]
            yield StageDecision("augment", "varied", None, {"variants": told})


def _asked(
    tables: Mapping[str, pl.DataFrame], rows: Mapping[str, Row | None], sample: str
) -> Iterator[StageDecision]:
    """What a language model answered that was asked to describe a sample, in each style; or why it was not asked.

    Nothing where no model was asked about any sample.
    """
    if "asked" not in tables or not tables["asked"].height:
        return
    answered = tables["asked"].filter(pl.col("id") == sample)
    if not answered.height:
        origin, release = (rows.get("description") or {}).get("origin"), rows.get("release") or {}
        kept = release.get("kept")
        reason = f"its description is {origin}" if kept else release.get("reason")
        if kept and origin in ("derived", "none"):
            reason = "left for another run"
        yield StageDecision("asked", "not asked", reason, {})
    for row in answered.iter_rows(named=True):
        answers = row["answers"]
        told = {
            **_said(row, "model", "prompt", "date", "text"),
            "answers": len(answers),
            "statuses": [answer["status"] for answer in answers],
            "dollars": round(sum(answer["cost"] or 0.0 for answer in answers), 6),
            "objections": [f"{one['check']}: {one['evidence']}" for one in row["objections"]],
        }
        reason = row["objections"][0]["check"] if row["objections"] else None
        yield StageDecision("asked", row["outcome"], reason, {n: v for n, v in told.items() if v != []})


def thumbnail(sample: str, folder: Path) -> bytes | None:
    """The picture in the middle of a sample's scene, as WebP, from the folder of a build.

    None where the scene has none. Of the table of pictures, which may be large, only this one is read.
    """
    table = folder / "tables" / "frames.parquet"
    if not table.is_file():
        return None
    found = pl.scan_parquet(table).filter(pl.col("id") == sample).collect()
    if not found.height:
        return None
    row = found.row(0, named=True)
    return next((bytes(row[name]) for name in ("middle", "last", "first") if row.get(name)), None)


def _storyboard(row: Row | None) -> dict[str, Any] | None:
    if not row or not row.get("storyboard"):
        return None
    storyboard = json.loads(row["storyboard"])
    return storyboard if isinstance(storyboard, dict) else None


def _row(frame: pl.DataFrame, sample: str) -> Row | None:
    rows = frame.filter(pl.col("id") == sample)
    return rows.row(0, named=True) if rows.height else None


def _decisions(
    found: Row,
    rows: Mapping[str, Row | None],
    sources: Mapping[str, str],
    links: list[str],
    asked: list[StageDecision],
) -> Iterator[StageDecision]:
    place = ("url", "revision", "path", "first_line", "last_line", "row", "cell", "licence", "scene")
    yield StageDecision("extract", "found", None, _said(found, *place))
    if found.get("assets") or found.get("missing_assets"):
        yield _assets(found, rows.get("release") or {})
    if repair := rows.get("repair"):
        yield _repair(repair, (rows.get("release") or {}))
    if flavour := rows.get("flavour"):
        yield StageDecision("flavour", flavour["flavour"], flavour["problem"], _said(flavour, "evidence"))
    if render := rows.get("render"):
        evidence = _said(
            render,
            *("error", "error_line", "evidence", "warnings", "level", "environment", "manim"),
            *("duration", "plays", "still", "moved", "blank"),
        )
        evidence |= _said(rows.get("timings") or {}, "seconds", "cpu_seconds")
        reason = None if render["verdict"] == "ok" else render["verdict"]
        yield StageDecision("render", render["verdict"], reason, evidence)
    if pairing := rows.get("pairing"):
        said = _said(pairing, "score", "probability", "from_id", "confidence")
        yield StageDecision("pairing", pairing["verdict"] or "unsure", pairing["action"], said)
    if quality := rows.get("quality"):
        closed = [_finding(one) for one in quality["closed"]]
        reason = quality["closed"][0]["gate"] if closed else None
        evidence = {**_said(quality, "score"), **({"closed": closed} if closed else {})}
        yield StageDecision("quality", "doubtful" if closed else "passed", reason, evidence)
    if duplicates := rows.get("duplicates"):
        yield _duplicates(duplicates, sources, links, (rows.get("release") or {}).get("gate"))
    if description := rows.get("description"):
        said = _said(
            description,
            *("text", "generated_by", "prompt", "date", "request", "original_text", "original_origin"),
            *("from_id", "from_source"),
        )
        action = description["action"] if description["from_id"] else None
        yield StageDecision("description", description["origin"], action, said)
    yield from asked
    if split := rows.get("split"):
        yield StageDecision(
            "split", split["split"], split["reason"], _said(split, "cluster", "cluster_size", "held_by")
        )
    if release := rows.get("release"):
        verdict = "kept" if release["kept"] else "removed"
        yield StageDecision(
            "release",
            verdict,
            release["reason"],
            _said(release, "gate", "evidence", "licence", "original_id", "original_source"),
        )


def _assets(row: Row, release: Row) -> StageDecision:
    """What was made of the files that a sample needs."""
    evidence: dict[str, Any] = {"files": [f"{a['path']} ({a['size']} bytes)" for a in row["assets"] or ()]}
    evidence |= _said(row, "missing_assets", "placeholders")
    if release.get("gate") == "assets":
        return StageDecision("assets", "removed", release["reason"], evidence)
    return StageDecision("assets", "placeholders" if row["placeholders"] else "bundled", None, evidence)


def _repair(row: Row, release: Row) -> StageDecision:
    """What was done to the code: each rule with its lines and how sure it is, what was left, what is other now."""
    lines: dict[tuple[str, str], list[str]] = {}
    for one in row["rules"]:
        lines.setdefault((one["id"], one["confidence"]), []).append(str(one["line"]))
    evidence: dict[str, Any] = {"written_for": row["flavour"]}
    if lines:
        evidence["rules"] = [
            f"{rule} ({sure}) at {', '.join(dict.fromkeys(at))}" for (rule, sure), at in lines.items()
        ]
    if row["unresolved"]:
        evidence["left"] = [f"line {u['line']}: {u['name']}: {u['reason']}" for u in row["unresolved"]]
    if row["findings"]:
        evidence["findings"] = [f"{one['finding']}: {one['evidence']}" for one in row["findings"]]
    verdict = row["tier"] or ("left as it is" if row["unresolved"] else "unchanged")
    return StageDecision(
        "repair", verdict, release["reason"] if release.get("gate") == "repair" else None, evidence
    )


def _finding(finding: Row) -> str:
    limit = f" ({finding['threshold']})" if finding["threshold"] else ""
    return f"{finding['gate']}: {finding['evidence']}{limit}"


def _links(tables: Mapping[str, pl.DataFrame], sample: str) -> list[str]:
    """What a sample is linked with, the closest first, as ``near_code 0.91 ID``."""
    if "links" not in tables:
        return []
    found = tables["links"].filter((pl.col("id") == sample) | (pl.col("other") == sample))
    closest = found.sort("similarity", "id", "other", descending=[True, False, False]).head(_LINKS)
    return [
        f"{row['rule']} {row['similarity']:g} {row['other'] if row['id'] == sample else row['id']}"
        for row in closest.iter_rows(named=True)
    ]


_LINKS = 10
"""Links that are told; a sample of a large cluster may have hundreds."""


def _duplicates(row: Row, sources: Mapping[str, str], links: list[str], gate: str | None) -> StageDecision:
    evidence = _said(row, "cluster", "cluster_size", "matched_id", "similarity", "kept_because")
    if links:
        evidence["links"] = links
    if row["matched_id"]:
        evidence["matched_source"] = sources.get(row["matched_id"])
    if row["kept"] is None:
        return StageDecision("duplicates", "not compared", gate, evidence)
    return StageDecision("duplicates", "kept" if row["kept"] else "removed", row["rule"], evidence)


def _said(row: Row, *names: str) -> dict[str, Any]:
    """The values that are there; an absent one is no evidence."""
    return {name: row[name] for name in names if row.get(name) not in (None, [])}

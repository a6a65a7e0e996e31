"""What a build writes: tables first, then everything that is read off them."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from manimill import tables as t
from manimill.augment import Augmentation, variant_statistics
from manimill.catalog import SourceEntry
from manimill.code.analysis import Analysis
from manimill.code.features import Features
from manimill.decontamination import Contamination
from manimill.describe.course import Course
from manimill.describing import course_rows
from manimill.duplicates import Facts, Matches, deduplication_report
from manimill.export import ASSETS, dataset_card, dataset_hash, write_sharegpt
from manimill.gates import Findings
from manimill.leaks import Proof
from manimill.pairs import pairing_statistics
from manimill.progress import Progress
from manimill.quality import quality_statistics
from manimill.recipe import Recipe
from manimill.records import NOASSERTION, Extraction, Generation
from manimill.registry import DatasetRegistry
from manimill.release import Release
from manimill.render import Verdict
from manimill.repairs import repair_rows
from manimill.report import MOST_STOPPED, build_statistics, repair_statistics, report_page, split_report
from manimill.split import Split
from manimill.wording import Wording, pair_licence
from manimill.workspace import OutputFolder
from manimill.yields import record_yields

SIDES = ("test", "train")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything the stages found out; maps are keyed by sample id.

    ``originals`` maps a sample of a collection to the one it was collected from, where that is among the samples;
    ``reworded`` are the paraphrases that language models were asked for.
    """

    recipe: Recipe
    extraction: Extraction
    findings: Findings
    facts: Mapping[str, Facts]
    matches: Matches
    wordings: Mapping[str, Wording]
    originals: Mapping[str, str]
    releases: Mapping[str, Release]
    contamination: Contamination
    split: Split
    versions: Mapping[str, str]
    augmentation: Augmentation = field(default_factory=Augmentation)
    reworded: Sequence[Course] = ()


def write_outputs(
    outcome: Outcome,
    tables: Mapping[str, pl.DataFrame],
    sides: Mapping[str, pl.DataFrame],
    proof: Proof,
    registry: DatasetRegistry,
    folder: OutputFolder,
    seconds: Mapping[str, float],
    progress: Progress,
) -> None:
    """Write a build's files; where they are the same as those already there, touch nothing.

    ``tables`` are those of `build_tables`, ``sides`` the exported rows by side, which ``proof`` is about.
    """
    start = time.perf_counter()
    progress.start("write", None, "files")
    with folder.stage() as staged:
        _write_rows(tables, sides, staged)
        _write_assets(outcome, staged)
        statistics = build_statistics(tables, outcome.extraction.unavailable)
        sources = _sources(outcome)
        statistics["repair"] = repair_statistics(tables, most=MOST_STOPPED)
        statistics["pairing"] = pairing_statistics(outcome.findings.fitted, outcome.extraction)
        statistics["quality"] = quality_statistics(outcome.findings.quality, sources, outcome.recipe.quality)
        statistics["variants"] = variant_statistics(outcome.augmentation, sources)
        statistics["rows"] = {side: frame.height for side, frame in sorted(sides.items())}
        content_hash = dataset_hash(sides)
        _write_reports(outcome, registry, statistics, proof, content_hash, tables, sides, staged)
        timed = {**seconds, "write": _since(start)}
        _write_build(
            outcome, registry, tables, content_hash, staged=staged, published=folder.path, seconds=timed
        )
        changed = folder.publish(staged)
    record_yields(statistics, content_hash, str(folder.path))
    kept = f"{statistics['samples']['kept']} samples"
    if outcome.augmentation.variants:
        kept += f" in {sum(statistics['rows'].values())} rows"
    progress.finish(kept if changed else f"{kept}, nothing has changed")


def build_tables(outcome: Outcome) -> dict[str, pl.DataFrame]:
    """All tables of a build, by name."""
    return {
        "samples": t.table(t.sample_rows(outcome.findings.repaired.as_found()), t.SAMPLES),
        "skipped": t.table(t.skipped_rows(outcome.extraction.skipped), t.SKIPPED),
        "repair": t.table(repair_rows(outcome.findings.repaired, outcome.findings.renders), t.REPAIR),
        "flavour": t.table(_flavour_rows(outcome.findings.analyses), t.FLAVOUR),
        "features": _features(outcome.findings.analyses),
        "duplicates": t.table(_duplicate_rows(outcome), t.DUPLICATES),
        "links": t.table((link._asdict() for link in outcome.matches.links), t.LINKS),
        "pairing": t.table(_pairing_rows(outcome), t.PAIRING),
        "quality": t.table(
            ({"id": s, **j.to_json()} for s, j in outcome.findings.quality.items()), t.QUALITY
        ),
        "render": t.table(_render_rows(outcome.findings.renders), t.RENDER),
        "storyboards": t.table(_storyboard_rows(outcome.findings.renders), t.STORYBOARDS),
        "frames": t.table(_frame_rows(outcome.findings.renders), t.FRAMES),
        "timings": t.table(_timing_rows(outcome.findings.renders), t.TIMINGS),
        "description": t.table(_description_rows(outcome), t.DESCRIPTION),
        "asked": t.table(_asked_rows(outcome), t.ASKED),
        "variants": t.table((v.to_json() for v in outcome.augmentation.variants), t.VARIANTS),
        "split": t.table(_split_rows(outcome), t.SPLIT),
        "release": t.table(_release_rows(outcome), t.RELEASE),
    }


def _flavour_rows(analyses: Mapping[str, Analysis]) -> Iterable[dict[str, Any]]:
    for sample, analysis in analyses.items():
        flavour = analysis.flavour
        yield {
            "id": sample,
            "flavour": flavour.name if flavour else "unknown",
            "evidence": list(flavour.evidence) if flavour else [],
            "problem": analysis.problem,
        }


def _features(analyses: Mapping[str, Analysis]) -> pl.DataFrame:
    rows = [{"id": s, **a.features.to_json()} for s, a in analyses.items() if a.features]
    return t.table(rows, {"id": pl.String, **_feature_schema()})


def _feature_schema() -> dict[str, Any]:
    kinds = {
        bool: pl.Boolean,
        int: pl.Int64,
        str: pl.String,
        list: pl.List(pl.String),
        tuple: pl.List(pl.String),
    }
    return {name: kinds[type(value)] for name, value in Features().to_json().items()}


def _duplicate_rows(outcome: Outcome) -> Iterable[dict[str, Any]]:
    sizes = {cluster: len(members) for cluster, members in outcome.matches.members().items()}
    for sample, cluster in outcome.matches.cluster.items():
        decision = outcome.findings.decisions.get(sample)
        yield {
            "id": sample,
            "cluster": cluster,
            "cluster_size": sizes[cluster],
            "kept": decision.kept if decision else None,
            "rule": decision.rule if decision else None,
            "matched_id": decision.matched_id if decision else None,
            "similarity": decision.similarity if decision else None,
            "kept_because": decision.kept_because if decision else None,
        }


def _sources(outcome: Outcome) -> dict[str, str]:
    """The source of each sample, by id."""
    return {s.id: s.source for s in outcome.extraction}


def _pairing_rows(outcome: Outcome) -> Iterable[dict[str, Any]]:
    """Of each sample that had a description how well it fits, and of those that got another one what that is."""
    fitted = outcome.findings.fitted
    for sample in sorted({*fitted.fits, *fitted.confidence}):
        fit, wording = fitted.fits.get(sample), fitted.wordings[sample]
        yield {
            "id": sample,
            "score": fit.score if fit else None,
            "probability": fit.probability if fit else None,
            "verdict": fit.verdict if fit else None,
            "action": wording.action,
            "from_id": wording.lender,
            "confidence": fitted.confidence.get(sample),
        }


def _render_rows(renders: Mapping[str, Verdict]) -> Iterable[dict[str, Any]]:
    for sample, v in renders.items():
        yield {
            "id": sample,
            "verdict": str(v.verdict),
            "error": v.error,
            "error_line": v.error_line,
            "evidence": v.evidence,
            "warnings": [dict(warning) for warning in v.warnings],
            "level": v.level,
            "environment": v.environment,
            "manim": v.manim,
            "duration": v.duration,
            "plays": v.plays,
            "still": v.still,
            "moved": (v.pictures or {}).get("moved"),
            "blank": (v.pictures or {}).get("blank"),
        }


def _storyboard_rows(renders: Mapping[str, Verdict]) -> Iterable[dict[str, Any]]:
    for sample, v in renders.items():
        if v.storyboard is not None:
            yield {"id": sample, "storyboard": _compact(v.storyboard), "layout": _compact(v.layout or {})}


def _frame_rows(renders: Mapping[str, Verdict]) -> Iterable[dict[str, Any]]:
    for sample, v in renders.items():
        if v.frames:
            yield {"id": sample, **v.frames}


def _compact(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _timing_rows(renders: Mapping[str, Verdict]) -> Iterable[dict[str, Any]]:
    for sample, v in renders.items():
        yield {"id": sample, "seconds": v.seconds, "cpu_seconds": v.cpu_seconds}


def _description_rows(outcome: Outcome) -> Iterable[dict[str, Any]]:
    sources = _sources(outcome)
    for sample, d in outcome.findings.descriptions.items():
        wording = outcome.wordings[sample]
        yield {
            "id": sample,
            "text": d.text,
            "origin": d.origin.value,
            **_generation(d.generation),
            "needs_description_update": d.origin.needs_description_update,
            "action": wording.action,
            "from_id": wording.lender,
            "from_source": sources[wording.lender] if wording.lender else None,
            "original_text": d.original.text if d.original else None,
            "original_origin": d.original.origin.value if d.original else None,
        }


def _asked_rows(outcome: Outcome) -> Iterable[dict[str, Any]]:
    yield from outcome.findings.asked.rows()
    for course in outcome.reworded:
        yield from course_rows(course)


def _generation(generation: Generation | None) -> dict[str, str | None]:
    """How a model came to a description, as columns of its table."""
    if generation is None:
        return dict.fromkeys(("generated_by", "prompt", "date", "request"))
    return {
        "generated_by": generation.model,
        "prompt": generation.prompt,
        "date": generation.date,
        "request": generation.request,
    }


def _split_rows(outcome: Outcome) -> Iterable[dict[str, Any]]:
    for sample, cluster in outcome.split.cluster_of.items():
        yield {
            "id": sample,
            "cluster": cluster.id,
            "cluster_size": len(cluster.members),
            "split": cluster.side,
            "reason": cluster.reason,
            "held_by": list(cluster.held_by),
        }


def _release_rows(outcome: Outcome) -> Iterable[dict[str, Any]]:
    samples = {s.id: s for s in outcome.extraction}
    for sample, r in outcome.releases.items():
        original = outcome.originals.get(sample) if r.kept else None
        yield {
            "id": sample,
            "kept": r.kept,
            "gate": r.gate,
            "reason": r.reason,
            "evidence": r.evidence,
            "licence": pair_licence(samples[sample], outcome.wordings[sample], samples, original)
            if r.kept
            else None,
            "original_id": original,
            "original_source": samples[original].source if original else None,
        }


def _write_rows(tables: Mapping[str, pl.DataFrame], sides: Mapping[str, pl.DataFrame], staged: Path) -> None:
    for name, frame in tables.items():
        t.write_table(frame, staged / "tables" / f"{name}.parquet")
    for side, frame in sides.items():
        t.write_table(frame, staged / f"{side}.parquet")
        write_sharegpt(
            frame.select("conversations", "source").iter_rows(named=True), staged / f"{side}.jsonl"
        )


def _write_assets(outcome: Outcome, staged: Path) -> None:
    """Write the files of the samples that are exported, each sample's in a folder of its own."""
    for sample, files in sorted(outcome.findings.furnished.files.items()):
        if not outcome.releases[sample].kept:
            continue
        for entry in files.entries:
            path = staged / ASSETS / sample / entry.path
            path.parent.mkdir(parents=True, exist_ok=True)
            content = entry.content
            path.write_bytes(content if isinstance(content, bytes) else content.read_bytes())


def _write_reports(
    outcome: Outcome,
    registry: DatasetRegistry,
    statistics: Mapping[str, Any],
    proof: Proof,
    content_hash: str,
    tables: Mapping[str, pl.DataFrame],
    sides: Mapping[str, pl.DataFrame],
    staged: Path,
) -> None:
    """Write what is read off the tables, for programs and for people."""
    sources = _sources(outcome)
    duplicates = deduplication_report(sources, outcome.facts, outcome.matches, outcome.findings.decisions)
    removed = list(_removed_duplicates(outcome))
    card = dataset_card(statistics, _cited(registry, sides), outcome.recipe.to_json(), _version())
    _write_json(staged / "statistics.json", statistics)
    _write_json(staged / "deduplication_report.json", duplicates)
    _write_json(staged / "removed_duplicates.json", removed)
    (staged / "README.md").write_text(card, encoding="utf-8")
    (staged / "report").mkdir()
    split = split_report(
        outcome.split,
        proof,
        outcome.contamination,
        sources,
        {side: _originals(frame)["id"].to_list() for side, frame in sides.items()},
    )
    _write_json(staged / "report" / "split.json", split)
    _write_json(staged / "report" / "repair.json", repair_statistics(tables))
    page = report_page(statistics, duplicates, removed, split, tables, sides, content_hash)
    (staged / "report" / "index.html").write_text(page, encoding="utf-8")


def _originals(rows: pl.DataFrame) -> pl.DataFrame:
    """Exported rows without variants: one row for each sample."""
    return rows.filter(pl.col("parent_id").is_null())


def _removed_duplicates(outcome: Outcome) -> Iterable[dict[str, Any]]:
    """Every removed duplicate and the kept sample it repeats, in order of ids."""
    samples = {s.id: s for s in outcome.extraction}
    for sample, decision in sorted(outcome.findings.decisions.items()):
        if decision.matched_id is None:
            continue
        lost, kept = samples[sample], samples[decision.matched_id]
        yield {
            "id": sample,
            "source": lost.source,
            "path": lost.provenance.path,
            "scene": lost.scene,
            "description": lost.description,
            "rule": decision.rule,
            "similarity": decision.similarity,
            "matched_id": kept.id,
            "matched_source": kept.source,
            "matched_path": kept.provenance.path,
            "matched_description": kept.description,
            "kept_because": outcome.findings.decisions[kept.id].kept_because,
            "cross_source": lost.source != kept.source,
            "cluster": outcome.matches.cluster[sample],
        }


def _cited(registry: DatasetRegistry, sides: Mapping[str, pl.DataFrame]) -> list[dict[str, Any]]:
    """The sources that are in the dataset, as the card cites them; a licence per source and row."""
    parts = ("source", "description_source", "original_source")
    rows = pl.concat([frame.select(*parts, "licence", "url") for frame in sides.values()])
    cited = []
    for source in sorted({name for part in parts for name in rows[part].drop_nulls().to_list()}):
        entry = registry.entry(source)
        of_source = rows.filter(pl.col("source") == source)
        cited.append(
            {
                "name": source,
                "title": entry.title if entry else source,
                "url": entry.url if entry else next(iter(of_source["url"].drop_nulls().to_list()), None),
                "licence": ", ".join(of_source["licence"].unique().sort().to_list()) or _licence_of(entry),
                "attribution": entry.attribution if entry else None,
                "traps": list(entry.traps) if entry else [],
            }
        )
    return cited


def _licence_of(entry: SourceEntry | None) -> str:
    """The licence of a source that has no rows of its own: it lent a description, or code was collected from it."""
    return entry.licence if entry else NOASSERTION


def _write_build(
    outcome: Outcome,
    registry: DatasetRegistry,
    tables: Mapping[str, pl.DataFrame],
    content_hash: str,
    *,
    staged: Path,
    published: Path,
    seconds: Mapping[str, float],
) -> None:
    """Write ``build.json``. Timings are of the build that made these files: an identical one changes nothing."""
    measured = {f"tables/{name}.parquet" for name in t.MEASURED}
    files = {
        name: hashlib.sha256((staged / name).read_bytes()).hexdigest()
        for name in sorted(p.relative_to(staged).as_posix() for p in staged.rglob("*") if p.is_file())
    }
    build = {
        "dataset_hash": content_hash,
        "recipe": outcome.recipe.to_json(),
        "versions": {"manimill": _version(), **outcome.versions},
        "sources": _revisions(tables["samples"], registry),
        "unavailable": dict(sorted(outcome.extraction.unavailable.items())),
        "files": {name: digest for name, digest in files.items() if name not in measured},
        "timings": {stage: round(value, 3) for stage, value in seconds.items()},
    }
    before = _read_json(published / "build.json")
    if {**before, "timings": None} == {**build, "timings": None}:
        build["timings"] = before["timings"]
        for name in measured:
            if (published / name).is_file():
                (staged / name).write_bytes((published / name).read_bytes())
    _write_json(staged / "build.json", build)


def _revisions(samples: pl.DataFrame, registry: DatasetRegistry) -> dict[str, dict[str, Any]]:
    """Revisions, licences, counts and priorities by source, as they were read."""
    found: dict[str, dict[str, Any]] = {}
    for source in samples["source"].unique().sort().to_list():
        rows = samples.filter(pl.col("source") == source)
        found[source] = {
            "samples": rows.height,
            "revisions": rows["revision"].drop_nulls().unique().sort().to_list(),
            "licences": rows["licence"].unique().sort().to_list(),
            "priority": registry.priority(source),
        }
    return found


def _read_json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _version() -> str:
    return importlib.metadata.version("manimill")


def _since(start: float) -> float:
    return time.perf_counter() - start

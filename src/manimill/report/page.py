"""The report as a page: one HTML file without scripts or references, so that it opens from disk anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import polars as pl

from manimill.report.doubts_section import STYLE as _DOUBTS_STYLE
from manimill.report.doubts_section import pairing_section, quality_section
from manimill.report.duplicates_section import duplicates_section
from manimill.report.repair_section import repair_section
from manimill.report.split_section import STYLE as _SPLIT_STYLE
from manimill.report.split_section import split_section
from manimill.report.variants_section import variants_section
from manimill.tables import final_samples

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8882; --bar: #58c4dd; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
h1 { margin-bottom: 0; } h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
table { border-collapse: collapse; margin: 1rem 0; } th { text-align: left; }
th, td { padding: .25rem .9rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
.bar { background: var(--bar); height: .7rem; display: inline-block; border-radius: 2px; min-width: 1px; }
pre { background: var(--soft); padding: .8rem; overflow: auto; border-radius: 4px; }
code { font-family: ui-monospace, monospace; font-size: .9em; }
details { border-bottom: 1px solid var(--line); padding: .4rem 0; } summary { cursor: pointer; }
.tag { background: var(--soft); border-radius: 3px; padding: 0 .4rem; font-size: .85em; }
.numbers { display: flex; gap: 2.5rem; flex-wrap: wrap; margin: 1rem 0; }
.numbers b { display: block; font-size: 1.8rem; line-height: 1.2; }
"""

SHOWN = 40
"""How many samples the page shows in full; all of them are in the tables."""


def report_page(
    statistics: Mapping[str, Any],
    duplicates: Mapping[str, Any],
    removed: Sequence[Mapping[str, Any]],
    split: Mapping[str, Any],
    tables: Mapping[str, pl.DataFrame],
    sides: Mapping[str, pl.DataFrame],
    dataset_hash: str,
) -> str:
    """The page as HTML."""
    parts = [
        "<!doctype html><html lang='en'><meta charset='utf-8'>",
        "<meta name='viewport' content='width=device-width, initial-scale=1'>",
        f"<title>manimill report</title><style>{_STYLE}{_DOUBTS_STYLE}{_SPLIT_STYLE}</style>",
        "<h1>What this dataset is made of</h1>",
        f"<p>Dataset hash <code>{escape(dataset_hash[:16])}</code></p>",
        _numbers(statistics["samples"]),
        "<h2>Sources</h2>",
        _sources(statistics),
        "<h2>What was held back</h2>",
        _held_back(statistics),
        "<h2>Repair</h2>",
        repair_section(statistics["repair"]),
        "<h2>Rendering</h2>",
        _bars(statistics["by_verdict"]) or "<p>Rendering was switched off.</p>",
        "<h2>Do the descriptions fit?</h2>",
        pairing_section(statistics["pairing"], tables),
        "<h2>Quality</h2>",
        quality_section(statistics["quality"]),
        "<h2>Duplicates</h2>",
        _duplicates(duplicates, removed, final_samples(tables)),
        "<h2>Split</h2>",
        split_section(split, sides),
        "<h2>Descriptions</h2>",
        _bars(statistics["by_description_origin"]),
        _by_model(statistics["descriptions_by_model"]),
        "<h2>More prompts for the same scenes</h2>",
        variants_section(statistics, sides["train"]),
        "<h2>What the scenes show</h2>",
        _bars(dict(sorted(statistics["features"].items(), key=lambda item: (-item[1], item[0])))),
        "<h2>Samples</h2>",
        *_samples(sides),
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def _numbers(samples: Mapping[str, int]) -> str:
    cells = "".join(
        f"<div><b>{value:,}</b>{escape(name.replace('_', ' '))}</div>" for name, value in samples.items()
    )
    return f"<div class='numbers'>{cells}</div>"


def _sources(statistics: Mapping[str, Any]) -> str:
    columns = ("found", "skipped", "kept", "train", "test")
    rows = [[name, *(row[c] for c in columns)] for name, row in statistics["by_source"].items()]
    text = _table(["source", *columns], rows)
    notes = "".join(f"<li>{escape(reason)}</li>" for reason in statistics["unavailable"].values())
    return text + (f"<p>Not read:</p><ul>{notes}</ul>" if notes else "")


def _held_back(statistics: Mapping[str, Any]) -> str:
    rows = [
        [gate, reason, count]
        for gate, reasons in statistics["held_back"].items()
        for reason, count in reasons.items()
    ]
    skipped = [
        [source, reason, count]
        for source, reasons in statistics["skipped"].items()
        for reason, count in reasons.items()
    ]
    text = _table(["gate", "reason", "samples"], rows) if rows else "<p>Nothing.</p>"
    if skipped:
        text += "<p>And these never became samples:</p>" + _table(["source", "reason", "places"], skipped)
    return text


def _by_model(counts: Mapping[str, Mapping[str, int]]) -> str:
    """Which models wrote descriptions with which prompts; nothing where none did."""
    rows = [[model, prompt, n] for model, prompts in counts.items() for prompt, n in prompts.items()]
    return _table(["model", "prompt", "descriptions"], rows) if rows else ""


def _duplicates(
    duplicates: Mapping[str, Any], removed: Sequence[Mapping[str, Any]], samples: pl.DataFrame
) -> str:
    names = ("total_samples", "unique_samples", "within_source_duplicates", "cross_source_duplicates")
    return _numbers({name: duplicates[name] for name in names}) + duplicates_section(
        duplicates, removed, samples
    )


def _samples(sides: Mapping[str, pl.DataFrame]) -> Iterable[str]:
    for side, frame in sorted(sides.items()):
        for row in frame.filter(pl.col("parent_id").is_null()).head(SHOWN // 2).iter_rows(named=True):
            yield (
                f"<details><summary><code>{escape(row['id'])}</code> <span class='tag'>{side}</span> "
                f"<span class='tag'>{escape(row['source'])}</span> {escape(row['description'])}</summary>"
                f"<pre><code>{escape(row['code'])}</code></pre></details>"
            )


def _bars(counts: Mapping[str, int]) -> str:
    if not counts:
        return ""
    most = max(1, *counts.values())
    rows = "".join(
        f"<tr><td>{escape(name)}</td><td class='n'>{count:,}</td>"
        f"<td><span class='bar' style='width:{20 * count / most:.2f}rem'></span></td></tr>"
        for name, count in counts.items()
    )
    return f"<table>{rows}</table>"


def _table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    titles = "".join(f"<th>{escape(t)}</th>" for t in head)
    body = "".join("<tr>" + "".join(_cell(value) for value in row) + "</tr>" for row in rows)
    return f"<table><tr>{titles}</tr>{body}</table>"


def _cell(value: Any) -> str:
    return f"<td class='n'>{value:,}</td>" if isinstance(value, int) else f"<td>{escape(str(value))}</td>"

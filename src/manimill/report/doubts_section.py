"""The report's sections on doubts: descriptions that do not fit their code, and samples that may not be worth it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import polars as pl

from manimill.tables import final_samples

STYLE = """
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; margin: .5rem 0; }
.pair > * { min-width: 0; margin: 0; } .pair pre { max-height: 16rem; }
"""

_SHOWN = 5
"""Pairs of each kind that the page shows; all are in ``tables/pairing.parquet``."""

_LONGEST = 2_000
"""Characters of a code that the page shows."""

Texts = Mapping[str, Mapping[str, Any]]


def pairing_section(statistics: Mapping[str, Any], tables: Mapping[str, pl.DataFrame]) -> str:
    """How many descriptions do not fit, by source; those that fit worst, and the least sure of those put back."""
    if not statistics:
        return "<p>No source has descriptions of its own, or pairing was switched off.</p>"
    rows = "".join(_source_row(source, row) for source, row in statistics.items())
    heads = ("source", "pairs", "match", "unsure", "mismatch", "share mismatched", "put back", "released")
    table = f"<table><tr>{''.join(f'<th>{h}</th>' for h in heads)}</tr>{rows}</table>"
    pairing = tables["pairing"]
    texts = _texts(final_samples(tables), pairing)
    worst = pairing.filter(pl.col("verdict") == "mismatch").sort("probability", "score", "id").head(_SHOWN)
    back = pairing.filter(pl.col("action") == "repaired").sort("confidence", "id").head(_SHOWN)
    return "".join(
        [
            table,
            _details("Descriptions that fit their code worst", worst, texts, "id", "probability"),
            _details("Descriptions put back that are the least sure", back, texts, "from_id", "confidence"),
        ]
    )


def _source_row(source: str, row: Mapping[str, Any]) -> str:
    share = row["mismatched_share"]
    told = f"{share['estimate']:.1%} ({share['low']:.1%} to {share['high']:.1%})"
    counts = (row["pairs"], row["match"], row["unsure"], row["mismatch"])
    cells = "".join(f"<td class='n'>{count:,}</td>" for count in counts)
    after = "".join(f"<td class='n'>{row[name]:,}</td>" for name in ("repaired", "released"))
    return f"<tr><td>{escape(source)}</td>{cells}<td>{told}</td>{after}</tr>"


def _texts(samples: pl.DataFrame, pairing: pl.DataFrame) -> Texts:
    wanted = {*pairing["id"].to_list(), *pairing["from_id"].drop_nulls().to_list()}
    rows = samples.filter(pl.col("id").is_in(sorted(wanted))).select("id", "source", "description", "code")
    return {row["id"]: row for row in rows.iter_rows(named=True)}


def _details(title: str, pairs: pl.DataFrame, texts: Texts, said: str, number: str) -> str:
    if pairs.is_empty():
        return ""
    return f"<h3>{title}</h3>" + "".join(
        _pair(row, texts[row[said]]["description"], texts[row["id"]], number)
        for row in pairs.iter_rows(named=True)
    )


def _pair(row: Mapping[str, Any], description: str, sample: Mapping[str, Any], number: str) -> str:
    code = sample["code"]
    shown = code if len(code) <= _LONGEST else code[:_LONGEST] + "\n…"
    return (
        f"<details><summary><code>{escape(row['id'])}</code> <span class='tag'>{escape(sample['source'])}</span> "
        f"{number} {row[number]:.3f}</summary><div class='pair'><p>{escape(description)}</p>"
        f"<pre><code>{escape(shown)}</code></pre></div></details>"
    )


def quality_section(statistics: Mapping[str, Any]) -> str:
    """Which gates close on how many samples, and an example of each."""
    enforced = statistics["mode"] == "enforce"
    count, judged = statistics["held_back_if_enforced"], statistics["judged"]
    told = (
        f"{count:,} of {judged:,} samples are held back by a gate."
        if enforced
        else f"Nothing is held back by these gates; enforcing all would hold back {count:,} of {judged:,} samples."
    )
    gates = statistics["by_gate"]
    if not gates:
        return f"<p>{told}</p>"
    heads = "".join(f"<th>{head}</th>" for head in ("gate", "threshold", "samples", "of sources", "example"))
    return f"<p>{told}</p><table><tr>{heads}</tr>{''.join(_gate_rows(gates))}</table>"


def _gate_rows(gates: Mapping[str, Mapping[str, Any]]) -> Iterable[str]:
    for name, gate in sorted(gates.items(), key=lambda item: (-item[1]["samples"], item[0])):
        sources = ", ".join(f"{source} {count:,}" for source, count in gate["by_source"].items())
        example = gate["examples"][0]
        yield (
            f"<tr><td>{escape(name)}</td><td>{escape(gate['threshold'] or '')}</td>"
            f"<td class='n'>{gate['samples']:,}</td><td>{escape(sources)}</td>"
            f"<td><code>{escape(example['id'])}</code> {escape(example['evidence'])}</td></tr>"
        )

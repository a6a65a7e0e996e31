"""The report's section on the split: who is on which side and why, and what comes nearest across it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import polars as pl

STYLE = """
.proof { border-left: .3rem solid #3a9d5d; background: var(--soft); padding: .7rem 1rem; border-radius: 4px; }
.proof.broken { border-color: #d64545; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; margin: .5rem 0 1rem; }
.sides > div { min-width: 0; } .sides pre { max-height: 20rem; margin: .3rem 0; }
.sides p { margin: .3rem 0; }
.soft { opacity: .7; font-size: .9em; }
svg.range { width: 12rem; height: 1.1rem; vertical-align: middle; }
svg.range .track { stroke: var(--line); } svg.range .asked { stroke: #e07a5f; stroke-width: 2; }
svg.range .band { stroke: var(--bar); stroke-width: 5; stroke-linecap: round; opacity: .6; }
svg.range circle { fill: currentColor; }
.bars { display: flex; align-items: flex-end; gap: 3px; height: 6rem; margin: .3rem 0 0; }
.bars div { flex: 1; background: var(--bar); border-radius: 2px 2px 0 0; min-height: 1px; position: relative; }
.bars div.over { background: #d64545; }
.bars span { position: absolute; bottom: 100%; left: 0; right: 0; text-align: center; font-size: .7em; }
.ticks { display: flex; gap: 3px; font-size: .7em; opacity: .7; } .ticks span { flex: 1; text-align: center; }
.histograms { display: grid; grid-template-columns: repeat(3, 1fr); gap: 2rem; }
"""

_REASONS = {
    "drawn": "drawn by what they hold",
    "joined": "in test because one of their samples was drawn there: test wins",
    "upstream_test": "in test because their source tests with one of their samples",
    "decontaminated": "in test because a sample is too much like an evaluation item",
}
_RULES = {
    "identical_code": "the same code",
    "canonical_code": "the same code but for names and layout",
    "same_animation": "the same animation but for colours, places and the like",
    "near_code": "nearly the same code",
    "same_description": "the same description",
    "near_description": "nearly the same description",
    "near_meaning": "descriptions that mean the same",
    "look_alike": "codes that look alike",
    "same_module": "scenes of one module",
    "same_video": "the same video",
    "same_repository": "the same repository",
}
_ASPECTS = {"code": "Code", "description": "Description", "meaning": "Meaning of the description"}
_LIMITS = {"code": "near_code", "description": "near_description", "meaning": "near_meaning"}

_SHOWN = 5
"""Torn clusters and overlaps whose texts the page shows; all are in ``split.json``."""

_LONGEST = 3_000
"""Characters of a code that the page shows."""

Texts = Mapping[str, Mapping[str, Any]]


def split_section(split: Mapping[str, Any], sides: Mapping[str, pl.DataFrame]) -> str:
    """The section as HTML, from what `split_report` says and the exported rows."""
    texts = {
        row["id"]: row
        for frame in sides.values()
        for row in frame.select("id", "source", "description", "code").iter_rows(named=True)
    }
    return "\n".join(
        [
            _statement(split["proof"]),
            _overview(split),
            "<h3>Sides by source</h3>",
            _sources(split),
            "<h3>Why clusters are where they are</h3>",
            _reasons(split),
            "<h3>What a split sample by sample would have torn apart</h3>",
            _torn(split["would_have_straddled"], texts),
            "<h3>What comes nearest across the split</h3>",
            _nearest(split["proof"], texts),
            "<h3>Evaluation sets</h3>",
            _lists(split["decontamination"], texts),
        ]
    )


def _statement(proof: Mapping[str, Any]) -> str:
    state = "" if proof["holds"] else " broken"
    return (
        f"<p class='proof{state}'>{escape(proof['statement'])} <span class='soft'>Computed anew from the exported "
        f"rows: all {proof['pairs']:,} pairs across the split.</span></p>"
    )


def _overview(split: Mapping[str, Any]) -> str:
    torn = split["would_have_straddled"]["found"]
    cells = [
        (f"{split['test_share']:.1%}", "of the samples in test"),
        (f"{split['clusters']['total']:,}", "clusters"),
        (f"{split['clusters']['with_several_samples']:,}", "of several samples"),
        (f"{torn['clusters']:,}", "would have straddled"),
    ]
    return "<div class='numbers'>" + "".join(f"<div><b>{n}</b>{what}</div>" for n, what in cells) + "</div>"


def _sources(split: Mapping[str, Any]) -> str:
    asked = split["share"]
    widest = max([asked, *(row["interval"][1] for row in split["by_source"].values())]) * 1.1
    rows = [
        f"<tr><td>{escape(source)}</td><td class='n'>{row['samples']:,}</td><td class='n'>{row['test']:,}</td>"
        f"<td class='n'>{row['test_share']:.1%}</td><td class='n'>{row['drawn_to_test']:,} of {row['contents']:,}</td>"
        f"<td>{_range(row, asked, widest)}</td><td>{_verdict(row)}</td></tr>"
        for source, row in split["by_source"].items()
    ]
    head = "".join(
        f"<th>{title}</th>"
        for title in (
            "source",
            "samples",
            "in test",
            "share",
            "drawn to test",
            "share drawn, 95 % interval",
            "",
        )
    )
    return (
        f"<table><tr>{head}</tr>{''.join(rows)}</table><p class='soft'>Every content is drawn with the same "
        f"probability, {asked:.0%} (the red line), whatever its source. What a source has in test besides what was "
        "drawn came with a cluster. Of twenty sources one is outside of its interval by chance.</p>"
    )


def _range(row: Mapping[str, Any], asked: float, widest: float) -> str:
    low, high = (150 * end / widest for end in row["interval"])
    at, line = 150 * row["drawn_share"] / widest, 150 * asked / widest
    return (
        "<svg class='range' viewBox='-4 0 158 14'><line class='track' x1='0' y1='7' x2='150' y2='7'/>"
        f"<line class='band' x1='{low:.1f}' y1='7' x2='{high:.1f}' y2='7'/>"
        f"<line class='asked' x1='{line:.1f}' y1='0' x2='{line:.1f}' y2='14'/>"
        f"<circle cx='{at:.1f}' cy='7' r='3'/></svg>"
    )


def _verdict(row: Mapping[str, Any]) -> str:
    low, high = row["interval"]
    said = f"{low:.1%} to {high:.1%}"
    return said if row["as_asked"] else f"<b>{said}: outside</b>"


def _reasons(split: Mapping[str, Any]) -> str:
    rows = [
        f"<tr><td><code>{reason}</code></td><td class='n'>{row['clusters']:,}</td><td class='n'>{row['samples']:,}</td>"
        f"<td>{_REASONS[reason]}</td></tr>"
        for reason, row in split["clusters"]["by_reason"].items()
    ]
    head = "<tr><th>reason</th><th>clusters</th><th>samples</th><th></th></tr>"
    found = split["found_across"]
    note = (
        f"<p class='soft'>{found['links']:,} links were found by looking at all pairs across the sides, in "
        f"{found['rounds']} {'round' if found['rounds'] == 1 else 'rounds'}; the others were known before.</p>"
        if found["links"]
        else ""
    )
    return f"<table>{head}{''.join(rows)}</table>{note}"


def _torn(torn: Mapping[str, Any], texts: Texts) -> str:
    found, exported = torn["found"], torn["exported"]
    parts = [
        f"<p>Had each of the samples that were found been drawn for itself, {found['clusters']:,} clusters would "
        f"stand on both sides, and {found['test_samples_with_a_twin_in_train']:,} test samples would have a twin in "
        f"train. After duplicates are gone, of what is exported, it would still be {exported['clusters']:,} and "
        f"{exported['test_samples_with_a_twin_in_train']:,}.</p>"
    ]
    if found["largest"]:
        head = "".join(f"<th>{t}</th>" for t in ("cluster", "train", "test", "sources", "held together by"))
        parts.append(f"<table><tr>{head}</tr>{''.join(map(_torn_row, found['largest']))}</table>")
    parts += [
        _pair(
            f"{_RULES[link['rule']]}, {link['similarity']:.3f}",
            [("would be in train", link["train"]), ("would be in test", link["test"])],
            texts,
        )
        for cluster in exported["largest"][:_SHOWN]
        for link in cluster["links"][:1]
    ]
    return "".join(parts)


def _torn_row(cluster: Mapping[str, Any]) -> str:
    sources = ", ".join(f"{escape(name)} {count}" for name, count in cluster["sources"].items())
    rules = ", ".join(f"{rule} ×{count}" for rule, count in cluster["held_by"].items())
    return (
        f"<tr><td><code>{cluster['cluster']}</code></td><td class='n'>{cluster['train_samples']:,}</td>"
        f"<td class='n'>{cluster['test_samples']:,}</td><td>{sources}</td><td>{rules}</td></tr>"
    )


def _nearest(proof: Mapping[str, Any], texts: Texts) -> str:
    charts = "".join(
        f"<div><b>{title}</b>{_histogram(proof['histograms'][aspect], proof['limits'][_LIMITS[aspect]])}</div>"
        for aspect, title in _ASPECTS.items()
    )
    pairs = [
        _pair(
            f"{_ASPECTS.get(aspect, aspect)}: {pair['similarity']:.3f}",
            [("test", pair["test"]), ("train", pair["train"])],
            texts,
            code=aspect == "code",
        )
        for aspect, pair in proof["highest"].items()
    ]
    return (
        "<p>How many test samples have a nearest train sample that is so much like them. From the limit on a bar "
        f"would be red.</p><div class='histograms'>{charts}</div>{''.join(pairs)}"
    )


def _histogram(bars: Sequence[Mapping[str, Any]], limit: float) -> str:
    """Bars of similarities; the first, of what nothing comes near to, is told in words, or it would dwarf the rest."""
    far, near = bars[0]["rows"], bars[1:]
    most = max(1, *(bar["rows"] for bar in near))
    columns = "".join(
        f"<div class='{'over' if bar['from'] >= limit else ''}' style='height:{80 * bar['rows'] / most:.1f}%'>"
        f"<span>{bar['rows'] or ''}</span></div>"
        for bar in near
    )
    ticks = "".join(f"<span>{bar['from']:.2f}</span>" for bar in near)
    said = f"{far:,} with nothing from {near[0]['from']:g} on; limit {limit:g}"
    return f"<div class='bars'>{columns}</div><div class='ticks'>{ticks}</div><p class='soft'>{said}</p>"


def _lists(decontamination: Mapping[str, Any], texts: Texts) -> str:
    head = "".join(
        f"<th>{title}</th>"
        for title in ("list", "items", "samples like them", "of these in train", "in test", "")
    )
    rows = "".join(
        f"<tr><td>{escape(one['name'])}</td><td class='n'>{one['items']:,}</td><td class='n'>{one['samples']:,}</td>"
        f"<td class='n'>{one['exported'].get('train', 0):,}</td><td class='n'>{one['exported'].get('test', 0):,}</td>"
        f"<td>{'kept out of train' if one['decontaminated'] else 'reported only'}</td></tr>"
        for one in decontamination["lists"]
    )
    table = f"<table><tr>{head}</tr>{rows}</table>" if rows else "<p>None was compared with.</p>"
    unread = "".join(f"<li>{escape(reason)}</li>" for reason in decontamination["unread"].values())
    shown = [o for one in decontamination["lists"] for o in one["overlaps"] if o["sample"] in texts][:_SHOWN]
    return (
        table
        + (f"<p>Not compared with:</p><ul>{unread}</ul>" if unread else "")
        + "".join(_overlap(overlap, texts) for overlap in shown)
    )


def _overlap(overlap: Mapping[str, Any], texts: Texts) -> str:
    row = texts[overlap["sample"]]
    return (
        f"<details><summary>{_RULES[overlap['rule']]}, {overlap['similarity']:.3f}: item {overlap['item']} and "
        f"<code>{row['id']}</code> <span class='tag'>{escape(overlap['side'])}</span></summary><div class='sides'>"
        f"<div><p class='soft'>item {overlap['item']} begins</p><p>{escape(overlap['beginning'])}</p></div>"
        f"<div>{_sample(overlap['side'], row)}</div></div></details>"
    )


def _pair(title: str, named: Sequence[tuple[str, str]], texts: Texts, *, code: bool = True) -> str:
    """Two samples side by side, folded; with the code open where that is what is alike."""
    columns = "".join(
        f"<div>{_sample(label, texts[sample], code=code)}</div>" for label, sample in named if sample in texts
    )
    return f"<details><summary>{escape(title)}</summary><div class='sides'>{columns}</div></details>"


def _sample(label: str, row: Mapping[str, Any], *, code: bool = True) -> str:
    text = row["code"] if len(row["code"]) <= _LONGEST else row["code"][:_LONGEST] + "\n..."
    block = f"<pre><code>{escape(text)}</code></pre>" if code else ""
    return (
        f"<p class='soft'>{label} · <code>{row['id']}</code> · {escape(row['source'])}</p>"
        f"<p>{escape(row['description'])}</p>{block}"
    )

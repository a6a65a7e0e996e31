"""The report's section on duplicates: how many by which rule, what each source is left with, and examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import polars as pl

_RULES = {
    "identical_code": "the code is the same",
    "canonical_code": "the code is the same but for names, comments and layout",
    "same_animation": "the animation is the same but for colours, places, sizes and times",
    "near_code": "the code is nearly the same, and nothing else is shown",
    "same_description": "the request is the same",
    "near_description": "the request is nearly the same",
}
"""The rules, the strongest first, in words."""

_BECAUSE = {
    "rendered": "it renders",
    "priority": "its source has priority",
    "origin": "its description has the better origin",
    "quality": "its quality is higher",
    "id": "they are equal and its id is smaller",
}

_SHOWN = 4
"""Examples of each rule, the least similar first; all are in ``removed_duplicates.json``."""

_LONGEST = 2_000
"""Characters of a code that the page shows."""

Removed = Sequence[Mapping[str, Any]]


def duplicates_section(duplicates: Mapping[str, Any], removed: Removed, samples: pl.DataFrame) -> str:
    """The section as HTML, from ``deduplication_report.json``, ``removed_duplicates.json`` and the samples' table."""
    if not removed:
        return "<p>No sample repeats another one.</p>"
    return "".join(
        [
            "<h3>By rule</h3>",
            _by_rule(duplicates),
            _variants(duplicates["variants"]),
            "<h3>What each source is left with</h3>",
            _retention(duplicates),
            "<h3>Who lost samples to whom</h3>",
            _matrix(duplicates["matrix"]),
            "<h3>Examples</h3>",
            *_examples(removed, samples),
        ]
    )


def _by_rule(duplicates: Mapping[str, Any]) -> str:
    rows = []
    for rule, told in _RULES.items():
        if rule in duplicates["by_rule"]:
            within = _total(duplicates["within_source"].get(rule, {}))
            across = _total(duplicates["cross_source"].get(rule, {}))
            rows.append(
                f"<tr><td><code>{rule}</code></td><td>{told}</td>{_number(within)}{_number(across)}</tr>"
            )
    heads = ("rule", "", "within a source", "across sources")
    return _table(heads, rows)


def _variants(variants: Mapping[str, Mapping[str, int]]) -> str:
    same_code = variants["same_code_several_descriptions"]
    same_request = variants["same_description_several_codes"]
    return (
        f"<p>{same_code['groups']:,} codes come with several descriptions ({same_code['variants']:,} in all), and "
        f"{same_request['groups']:,} descriptions with several codes ({same_request['variants']:,} in all).</p>"
    )


def _retention(duplicates: Mapping[str, Any]) -> str:
    rows = [
        f"<tr><td>{escape(source)}</td>{_number(row['before'])}{_number(row['after'])}"
        f"<td class='n'>{row['share']:.1%}</td></tr>"
        for source, row in duplicates["retention"].items()
    ]
    return _table(("source", "before", "after", "kept"), rows)


def _matrix(matrix: Mapping[str, Mapping[str, int]]) -> str:
    winners = sorted({winner for row in matrix.values() for winner in row})
    rows = [
        f"<tr><td>{escape(loser)}</td>{''.join(_number(row.get(winner, 0)) for winner in winners)}</tr>"
        for loser, row in matrix.items()
    ]
    return _table(("removed from", *winners), rows)


def _examples(removed: Removed, samples: pl.DataFrame) -> list[str]:
    chosen = {
        rule: sorted(
            (one for one in removed if one["rule"] == rule), key=lambda one: (one["similarity"], one["id"])
        )[:_SHOWN]
        for rule in _RULES
    }
    wanted = {one[key] for some in chosen.values() for one in some for key in ("id", "matched_id")}
    rows = samples.filter(pl.col("id").is_in(sorted(wanted))).select("id", "code")
    codes = dict(rows.iter_rows())
    return [_example(one, codes) for some in chosen.values() for one in some]


def _example(one: Mapping[str, Any], codes: Mapping[str, str]) -> str:
    because = f", kept because {_BECAUSE[one['kept_because']]}" if one["kept_because"] else ""
    halves = "".join(
        f"<div><p><code>{one[key]}</code> of {escape(one[source])}</p><p>{escape(one[said] or '')}</p>"
        f"<pre><code>{escape(_shortened(codes[one[key]]))}</code></pre></div>"
        for key, source, said in (
            ("id", "source", "description"),
            ("matched_id", "matched_source", "matched_description"),
        )
    )
    return (
        f"<details><summary><span class='tag'>{one['rule']}</span> {one['similarity']:.3f} "
        f"<code>{one['id']}</code> of {escape(one['source'])} repeats <code>{one['matched_id']}</code> of "
        f"{escape(one['matched_source'])}{because}</summary><div class='pair'>{halves}</div></details>"
    )


def _shortened(code: str) -> str:
    return code if len(code) <= _LONGEST else code[:_LONGEST] + "\n…"


def _total(matrix: Mapping[str, Mapping[str, int]]) -> int:
    return sum(count for row in matrix.values() for count in row.values())


def _number(count: int) -> str:
    return f"<td class='n'>{count:,}</td>"


def _table(heads: Sequence[str], rows: Sequence[str]) -> str:
    titles = "".join(f"<th>{escape(head)}</th>" for head in heads)
    return f"<table><tr>{titles}</tr>{''.join(rows)}</table>"

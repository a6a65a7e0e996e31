"""The report's section on repair: how many scenes of each source run now, and what stops the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from manimill.report.repair_report import repair_sentence

_MOST = 12
_COLUMNS = ("found", "older", "repaired", "concerned", "judged", "rendered", "exported")
_HEADS = ("found", "for other Manims", "rewritten", "one or both", "of these ran", "render", "exported")


def repair_section(statistics: Mapping[str, Any]) -> str:
    """The section as HTML, from what `repair_statistics` says."""
    sentence = repair_sentence(statistics)
    if sentence is None:
        return "<p>Nothing was to be repaired.</p>"
    head = "".join(f"<th>{escape(name)}</th>" for name in ("source", *_HEADS))
    rows = "".join(_row(source, counts) for source, counts in statistics["by_source"].items())
    parts = [f"<p>{escape(sentence.removeprefix('repair: '))}.</p>", f"<table><tr>{head}</tr>{rows}</table>"]
    parts += _list("What stops the rest", "reason", _stops(statistics))
    parts += _list("Rules by scenes", "rule", list(statistics["rules"].items())[:_MOST])
    parts += _list("What is other than before", "finding", list(statistics["findings"].items()))
    for source, counts in statistics["by_source"].items():
        if counts["stopped"] and len(statistics["by_source"]) > 1:
            inner = _table("reason", [(f"{s['what']}", s["count"]) for s in counts["stopped"][:_MOST]])
            parts.append(f"<details><summary>What stops {escape(source)}</summary>{inner}</details>")
    return "".join(parts)


def _row(source: str, counts: Mapping[str, Any]) -> str:
    cells = "".join(f"<td class='n'>{counts[column]:,}</td>" for column in _COLUMNS)
    return f"<tr><td>{escape(source)}</td>{cells}</tr>"


def _stops(statistics: Mapping[str, Any]) -> list[tuple[str, int]]:
    return [(one["what"], one["count"]) for one in statistics["stopped"][:_MOST]]


def _list(title: str, head: str, counts: list[tuple[str, int]]) -> list[str]:
    return [f"<h3>{title}</h3>", _table(head, counts)] if counts else []


def _table(head: str, counts: Iterable[tuple[str, int]]) -> str:
    rows = "".join(f"<tr><td>{escape(name)}</td><td class='n'>{count:,}</td></tr>" for name, count in counts)
    return f"<table><tr><th>{head}</th><th>scenes</th></tr>{rows}</table>"

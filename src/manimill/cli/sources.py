"""``manimill sources``: the catalog."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from manimill.cli.output import standard_output
from manimill.cli.source_view import print_source

if TYPE_CHECKING:
    from manimill.catalog import SourceEntry

_COLOURS = {"include": "green", "convert": "yellow", "evaluation": "cyan", "lead": "cyan", "refused": "red"}

_WIDE = 140
"""Columns of a terminal that has room for everything; below it, what matters most is listed."""


def sources_command(
    name: Annotated[str | None, typer.Argument(help="Show one source in full.", metavar="[NAME]")] = None,
    catalog: Annotated[
        list[Path] | None,
        typer.Option("--catalog", help="A catalog file or folder of your own.", metavar="PATH"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per source.")] = False,
) -> None:
    """List every source that is known: licence, revision, verdict and why, expected and last yield."""
    from manimill.catalog import Catalog
    from manimill.yields import last_yields

    known = Catalog.load(catalog or [])
    entries = list(known) if name is None else [known[name]]
    yields = last_yields([entry.name for entry in entries])
    if as_json:
        for entry in entries:
            line = {**entry.to_json(), "last_build": yields.get(entry.name)}
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    elif name is None:
        _print_list(entries, yields)
    else:
        print_source(entries[0], yields.get(name))


def _print_list(entries: list[SourceEntry], yields: dict[str, dict[str, Any]]) -> None:
    console = standard_output()
    columns = ["source", "verdict", "kind", "licence", "expected", "last build"]
    if console.width < _WIDE:
        columns = ["source", "verdict", "licence"]
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, no_wrap=True)
    table.add_column("why", ratio=1, overflow="fold")
    for entry in sorted(entries, key=lambda e: (-e.priority, e.name)):
        cells = _cells(entry, yields.get(entry.name))
        table.add_row(*(cells[column] for column in columns), entry.reason)
    console.print(table)


def _cells(entry: SourceEntry, last: dict[str, Any] | None) -> dict[str, str | Text]:
    expected = next(iter(entry.expected.items()), None)
    return {
        "source": entry.name,
        "verdict": Text(entry.verdict, style=_COLOURS.get(entry.verdict, "")),
        "kind": f"{entry.kind}, {_revision(entry)}",
        "licence": entry.licence,
        "expected": f"{expected[1]} {expected[0].replace('_', ' ')}" if expected else "",
        "last build": f"{last['kept']} of {last['found']}" if last else "",
    }


def _revision(entry: SourceEntry) -> str:
    return entry.revision.policy + (f" {entry.revision.pin[:10]}" if entry.revision.pin else "")

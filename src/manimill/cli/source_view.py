"""How ``manimill sources NAME`` shows one source: its entry, then what was expected of it beside what it gave."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from manimill.cli.output import standard_output

if TYPE_CHECKING:
    from manimill.catalog import SourceEntry

_OF_A_SCENE = ("template", "not_whole")
_EVERYTHING = ("rows", "directives", "posts")
"""Names of expected counts that are of all places a source has, whatever becomes of them."""

_LONGEST = 160
"""Characters of an example; the rest is in the table ``skipped`` of the build."""


def print_source(entry: SourceEntry, last: Mapping[str, Any] | None) -> None:
    """Print a source in full; ``last`` is what the last build on this machine counted."""
    console = standard_output()
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for key, value in entry.to_json().items():
        if key != "expected" and value not in (None, [], {}, "", ()):
            table.add_row(key.replace("_", " "), Text(_shown(value)))
    console.print(table)
    if entry.expected or last:
        console.print()
        console.print(_counts(entry, last or {}))
    if last:
        _print_reasons(console, last)


def _counts(entry: SourceEntry, last: Mapping[str, Any]) -> Table:
    """What was expected beside what was counted; a count that only one side has leaves the other empty."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("")
    table.add_column("expected", justify="right")
    table.add_column("last build", justify="right")
    for name, count in entry.expected.items():
        counted = _counted(name, last) if last else None
        table.add_row(name.replace("_", " "), f"{count:,}", "" if counted is None else f"{counted:,}")
    for name in ("found", "kept", "train", "test") if last else ():
        words = "cut whole" if name == "found" and entry.kind == "git" else name
        table.add_row(words, "", f"{last[name]:,}")
    return table


def _counted(name: str, last: Mapping[str, Any]) -> int | None:
    """What the last build has counted of what the catalog calls ``name``; None if it does not count it."""
    skipped: dict[str, int] = {
        reason: row["count"] for reason, row in last.get("skipped_by_reason", {}).items()
    }
    if name == "scenes":
        flavours = (reason for reason in skipped if reason.startswith("flavour_"))
        return int(last["found"]) + sum(skipped.get(reason, 0) for reason in (*_OF_A_SCENE, *flavours))
    if name in _EVERYTHING:
        return int(last["found"]) + int(last["skipped"])
    if name not in ("legacy", "gl"):
        return None
    # Those that became samples, and those that did not for this; of others nobody noted what they are for.
    counted = last.get("written_for", {}).get(name, 0) + skipped.get(f"flavour_{name}", 0)
    return counted or None


def _print_reasons(console: Console, last: Mapping[str, Any]) -> None:
    revisions = ", ".join(last.get("revisions", [])) or "none stated"
    console.print()
    console.print(Text(f"Last build: {last['out']} ({last['dataset_hash'][:16]}), from revision {revisions}"))
    for gate, reasons in last["held_back"].items():
        counts = ", ".join(f"{count} {reason}" for reason, count in reasons.items())
        console.print(Text(f"held back by {gate}: {counts}"))
    if reasons := list(_reasons(last)):
        table = Table(box=None, pad_edge=False, header_style="dim")
        table.add_column("no sample", justify="right")
        table.add_column("reason")
        table.add_column("for example", overflow="fold")
        for count, reason, example in reasons:
            table.add_row(f"{count:,}", reason, Text(example))
        console.print(table)


def _reasons(last: Mapping[str, Any]) -> Iterator[tuple[int, str, str]]:
    for reason, row in last.get("skipped_by_reason", {}).items():
        example = f"{row['example']['where']}: {row['example']['detail']}".rstrip(": ")
        short = example if len(example) <= _LONGEST else example[: _LONGEST - 1] + "…"
        yield row["count"], reason, short


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(
            f"{key}: {_inline(item)}" for key, item in value.items() if item not in (None, [], {})
        )
    if isinstance(value, list):
        return "\n".join(_inline(item) for item in value)
    return str(value)


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        parts = (f"{key}: {_inline(item)}" for key, item in value.items() if item not in (None, [], {}))
        return "; ".join(parts)
    if isinstance(value, list):
        return ", ".join(map(_inline, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

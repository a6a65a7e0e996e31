"""``manimill why``: every decision about one sample."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text


def why_command(
    sample: Annotated[str, typer.Argument(help="A sample's id, or its beginning.", metavar="ID")],
    folder: Annotated[Path, typer.Option("--in", help="The folder of a build.", metavar="DIR")] = Path(
        "dataset"
    ),
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON.")] = False,
) -> None:
    """Say why a sample is in the dataset, or why it is not."""
    from manimill.result import BuildResult

    explanation = BuildResult.load(folder).why(sample)
    if as_json:
        sys.stdout.write(json.dumps(explanation.to_json(), ensure_ascii=False) + "\n")
        return
    console = Console()
    state = f"kept, {explanation.split} side" if explanation.kept else "not in the dataset"
    console.print(f"[bold]{explanation.id}[/] from {explanation.source}: {state}", highlight=False)
    table = Table(box=None, pad_edge=False, show_header=True, header_style="dim")
    for column in ("stage", "verdict", "reason", "evidence"):
        table.add_column(column, overflow="fold")
    for decision in explanation.decisions:
        reason = decision.reason or ""
        table.add_row(decision.stage, decision.verdict, reason, Text(_evidence(decision.evidence)))
    console.print(table)


def _evidence(evidence: dict[str, Any]) -> str:
    lines = []
    for name, value in evidence.items():
        shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        lines.append(f"{name.replace('_', ' ')}: {shown}")
    return "\n".join(lines)

"""``manimill why``: every decision about one sample, and what happens in its scene."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from manimill.cli.output import standard_output
from manimill.errors import InputError

if TYPE_CHECKING:
    from manimill.report import Explanation


def why_command(
    sample: Annotated[str, typer.Argument(help="A sample's id, or its beginning.", metavar="ID")],
    folder: Annotated[Path, typer.Option("--in", help="The folder of a build.", metavar="DIR")] = Path(
        "dataset"
    ),
    picture: Annotated[
        Path | None,
        typer.Option("--thumbnail", help="Write a picture of the scene, as WebP.", metavar="FILE"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON.")] = False,
) -> None:
    """Say why a sample is in the dataset, or why it is not, and what happens in it."""
    from manimill.result import BuildResult

    explanation = BuildResult.load(folder).why(sample)
    if picture is not None:
        _write_thumbnail(explanation.parent_id or explanation.id, folder, picture)
    if as_json:
        sys.stdout.write(json.dumps(explanation.to_json(), ensure_ascii=False) + "\n")
        return
    console = standard_output()
    _print_decisions(console, explanation)
    if explanation.storyboard is not None:
        _print_storyboard(console, explanation.storyboard)
    if picture is not None:
        console.print(f"wrote {picture}", highlight=False, markup=False)


def _write_thumbnail(sample: str, folder: Path, file: Path) -> None:
    from manimill.report.why import thumbnail
    from manimill.workspace import disk_errors

    content = thumbnail(sample, folder)
    if content is None:
        raise InputError(
            f"{folder} has no picture of {sample}: its scene was not rendered, or never drew a frame."
        )
    try:
        with disk_errors(file):
            file.write_bytes(content)
    except OSError as error:
        raise InputError(f"{file} cannot be written ({error.strerror}); give another file.") from None


def _print_decisions(console: Console, explanation: Explanation) -> None:
    state = f"kept, {explanation.split} side" if explanation.kept else "not in the dataset"
    variant = f", a variant of {explanation.parent_id}," if explanation.parent_id else ""
    console.print(f"[bold]{explanation.id}[/]{variant} from {explanation.source}: {state}", highlight=False)
    table = Table(box=None, pad_edge=False, show_header=True, header_style="dim")
    for column in ("stage", "verdict", "reason", "evidence"):
        table.add_column(column, overflow="fold")
    for decision in explanation.decisions:
        reason = decision.reason or ""
        table.add_row(decision.stage, decision.verdict, reason, Text(_evidence(decision.evidence)))
    console.print(table)


def _print_storyboard(console: Console, storyboard: dict[str, Any]) -> None:
    from manimill.cli.verdicts import printable
    from manimill.text.storyboard import storyboard_lines

    lines = storyboard_lines(storyboard)
    if lines:
        console.print("[dim]storyboard[/] (seconds, line of the code, what happens)", highlight=False)
    for line in lines:
        console.print(Text(printable(line)), soft_wrap=True, highlight=False)


def _evidence(evidence: dict[str, Any]) -> str:
    return "\n".join(f"{name.replace('_', ' ')}: {_shown(value)}" for name, value in evidence.items())


def _shown(value: Any) -> str:
    if not isinstance(value, list):
        return str(value)
    return ", ".join(_warning(item) if isinstance(item, dict) else str(item) for item in value)


def _warning(warning: dict[str, Any]) -> str:
    return f"line {warning.get('line')}: {warning.get('call')}: {warning.get('why')}"

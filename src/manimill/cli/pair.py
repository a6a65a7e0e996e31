"""``manimill pair``: which descriptions stand beside the wrong code, and which code they belong to."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from manimill.errors import Interrupted, UserError

if TYPE_CHECKING:
    from manimill.pair_files import PairFile
    from manimill.pairing import Repair

_WIDTH = 100
"""Columns of the comparison where nobody says how wide the screen is."""
_LINES = 12
"""Lines of a description or a code in it."""


def pair_command(
    file: Annotated[
        Path,
        typer.Argument(
            help="Rows with a description and a code: JSON Lines, JSON, Parquet, CSV or TSV, also gzip'd.",
            metavar="FILE",
        ),
    ],
    repair: Annotated[
        Path | None,
        typer.Option(
            help="Put scrambled pairs back together where the evidence is strong, release the rest, and write it "
            "all as JSON Lines to this file.",
            metavar="OUT",
        ),
    ] = None,
    description_field: Annotated[
        str | None,
        typer.Option(
            help="Where rows keep the description, if not where most do: a column, or a path such as "
            "'conversations[1].value'.",
            metavar="FIELD",
        ),
    ] = None,
    code_field: Annotated[
        str | None, typer.Option(help="Where rows keep the code, if not where most do.", metavar="FIELD")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            help="Read the file as this source of the catalog is read; see 'manimill sources'.",
            metavar="NAME",
        ),
    ] = None,
    catalog: Annotated[
        list[Path] | None,
        typer.Option("--catalog", help="A catalog file or folder of your own.", metavar="PATH"),
    ] = None,
    match: Annotated[
        float, typer.Option(min=0, max=1, help="Probability from which on a pair is said to match.")
    ] = 0.9,
    mismatch: Annotated[
        float, typer.Option(min=0, max=1, help="Probability up to which it is said not to.")
    ] = 0.1,
    precision: Annotated[
        float, typer.Option(min=0, max=1, help="Share of the pairs written by --repair that shall be right.")
    ] = 0.99,
    worst: Annotated[int, typer.Option(min=0, help="How many of the worst pairs are shown.")] = 20,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, help="Workers; as many as there are cores by default."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per row.")] = False,
) -> None:
    """Score every pair of a description and a code, and find those that do not belong together.

    What does not fit is no failure: the exit status is 1 only where rows lack a description or a code.
    """
    for stopping in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(stopping, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    if mismatch >= match:
        raise UserError(
            f"--mismatch {mismatch:g} is not below --match {match:g}; give two that leave room between."
        )
    from manimill.cli.console import progress_to_stderr
    from manimill.engine import LocalEngine
    from manimill.pair_files import repair_file, score_file

    progress = progress_to_stderr()
    try:
        scored = score_file(
            file,
            description_field=description_field,
            code_field=code_field,
            source=source,
            catalog=catalog or [],
            match=match,
            mismatch=mismatch,
            engine=LocalEngine(jobs),
            progress=progress,
        )
        mended = (
            repair_file(scored, repair, precision=precision, progress=progress)
            if repair is not None
            else None
        )
    except KeyboardInterrupt:
        raise Interrupted("stopped; nothing was written.") from None
    finally:
        progress.close()
    _show(scored, mended, repair, worst, as_json=as_json)
    for trouble, rows in scored.troubles().items():
        places = ", ".join(map(str, rows[:5])) + (f" and {len(rows) - 5:,} more" if len(rows) > 5 else "")
        print(f"manimill: {trouble} in {'row' if len(rows) == 1 else 'rows'} {places}.", file=sys.stderr)
    if scored.troubles():
        raise typer.Exit(1)


def _show(scored: PairFile, mended: Repair | None, out: Path | None, worst: int, *, as_json: bool) -> None:
    from manimill.cli.verdicts import write_line

    if as_json:
        for row in scored.to_json():
            write_line(json.dumps(row))
        return
    for line in _summary(scored):
        write_line(line)
    if mended is not None:
        for line in _mended(mended, out):
            write_line(line)
    _print_worst(scored, worst)


def _summary(scored: PairFile) -> Iterator[str]:
    pairing = scored.pairing
    yield f"{len(pairing):,} {'pair' if len(pairing) == 1 else 'pairs'}"
    yield f"  mismatched     {pairing.share}"
    for verdict, count in pairing.counts().items():
        yield f"  {verdict:<10} {count:>9,} {100 * count / len(pairing):6.1f} %"


def _mended(mended: Repair, out: Path | None) -> Iterator[str]:
    asserted = mended.asserted
    repaired = sum(pair.repaired for pair in asserted)
    alone = len(mended.rows) - len(asserted)
    yield f"repaired: {repaired:,} put together anew, {len(asserted) - repaired:,} stayed, {alone:,} halves released"
    yield f"  of the {len(asserted):,} pairs in {out}, at least {100 * mended.precision:g} % are expected to be right"


def _print_worst(scored: PairFile, count: int) -> None:
    """The worst pairs with description and code beside each other."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from manimill.cli.verdicts import printable
    from manimill.pairing import in_common

    indices = scored.pairing.worst(count).tolist()
    if not indices:
        return
    console = Console() if sys.stdout.isatty() else Console(width=_WIDTH, no_color=True)
    title = f"\nthe worst {len(indices)}" if len(indices) > 1 else "\nthe worst"
    console.print(Text(title))
    for at in indices:
        row, pairing = scored.scored[at], scored.pairing
        numbers = f"score {pairing.scores[at]:.3f}  probability {pairing.probabilities[at]:.3f}"
        console.print(Text(f"row {row.index}  {numbers}  {pairing.verdicts[at]}"))
        table = Table.grid(padding=(0, 2), expand=True)
        table.add_column(ratio=2)
        table.add_column(ratio=3, no_wrap=True, overflow="ellipsis")
        table.add_row(_cut(row.description or "", 40 * _LINES), _code(row.code or ""))
        console.print(table, highlight=False)
        common = ", ".join(in_common(scored.pairing.pairs[at])) or "nothing"
        console.print(Text(f"in common: {printable(common)}"))
        console.print()


def _cut(text: str, most: int) -> str:
    plain = _plain(" ".join(text.split()))
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def _code(code: str) -> str:
    lines = [line for line in code.split("\n") if line.strip() and not line.startswith(("from ", "import "))]
    shown = [_plain(line) for line in lines[:_LINES]]
    return "\n".join([*shown, f"… {len(lines) - _LINES} more lines"] if len(lines) > _LINES else shown)


def _plain(text: str) -> str:
    """The text without what would move a cursor, and without what rich takes for a style."""
    from rich.markup import escape

    from manimill.cli.verdicts import printable

    return escape(printable(text))

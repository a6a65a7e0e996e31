"""``manimill cache``: the answers of language models that are kept, and how to share or forget them."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from manimill.cli.output import standard_output
from manimill.errors import InputError, UserError

cache_app = typer.Typer(no_args_is_help=True, help="Answers of language models: count, share, forget them.")

_AsJson = Annotated[bool, typer.Option("--json", help="Print one line of JSON.")]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@cache_app.command("stats")
def stats_command(
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one line of JSON per model and prompt.")
    ] = False,
) -> None:
    """Count the answers that are kept: by model, prompt and status, with tokens and dollars."""
    from manimill.describe.answers import AnswerStore

    with AnswerStore.default() as store:
        usage, path = store.usage(), store.path
    if as_json:
        for one in usage:
            sys.stdout.write(json.dumps(asdict(one)) + "\n")
        return
    console = standard_output()
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("model", "prompt", "status"):
        table.add_column(column)
    for column in ("answers", "asked again", "tokens in", "tokens out", "dollars"):
        table.add_column(column, justify="right")
    table.add_column("from, to")
    for one in usage:
        dollars = f"{one.cost:,.4f}" if one.unpriced < one.answers else "not known"
        numbers = (f"{n:,}" for n in (one.answers, one.again, one.input_tokens, one.output_tokens))
        table.add_row(
            one.model, one.prompt, one.status, *numbers, dollars, f"{one.first[:10]}, {one.last[:10]}"
        )
    console.print(table)
    total, cost = sum(one.answers for one in usage), sum(one.cost for one in usage)
    size = path.stat().st_size / 1e6
    console.print(f"{total:,} answers, ${cost:,.4f}, {size:,.1f} MB in {path}", highlight=False, markup=False)


@cache_app.command("export")
def export_command(
    file: Annotated[Path, typer.Argument(help="The file to write, JSON Lines.", metavar="FILE")],
    as_json: _AsJson = False,
) -> None:
    """Write all answers with their requests to a file, for another machine."""
    from manimill.describe.answers import AnswerStore

    try:
        with AnswerStore.default() as store:
            count = store.export(file)
    except OSError as error:
        raise InputError(f"{file} cannot be written ({error.strerror}); give another file.") from None
    _print({"answers": count, "file": str(file)}, f"{count:,} answers are in {file}", as_json=as_json)


@cache_app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(help="A file that 'manimill cache export' wrote.", metavar="FILE")],
    as_json: _AsJson = False,
) -> None:
    """Take in the answers of another machine; what is here already stays as it is."""
    from manimill.describe.answers import AnswerStore

    with AnswerStore.default() as store:
        new, known = store.take(file)
    said = f"{new:,} answers are new, {known:,} were here already"
    _print({"new": new, "known": known}, said, as_json=as_json)


@cache_app.command("prune")
def prune_command(
    model: Annotated[
        str | None, typer.Option(help="Forget the answers of this model.", metavar="MODEL")
    ] = None,
    before: Annotated[
        str | None, typer.Option(help="Forget answers from before this day.", metavar="YYYY-MM-DD")
    ] = None,
    failed: Annotated[
        bool,
        typer.Option("--failed", help="Forget what was refused or cut off, so that it is asked for again."),
    ] = False,
    as_json: _AsJson = False,
) -> None:
    """Forget answers; of several conditions all must hold. What is forgotten is paid for again if it is wanted."""
    from manimill.describe.answers import AnswerStore

    if model is None and before is None and not failed:
        raise UserError("manimill cache prune wants at least one of --model, --before and --failed.")
    if before is not None and not _DAY.fullmatch(before):
        raise UserError(f"--before is '{before}'; it wants a day such as 2026-11-27.")
    with AnswerStore.default() as store:
        count = store.prune(model=model, before=before, failed=failed)
    _print({"forgotten": count}, f"{count:,} answers are forgotten", as_json=as_json)


def _print(told: dict[str, Any], said: str, *, as_json: bool) -> None:
    sys.stdout.write((json.dumps(told) if as_json else said) + "\n")

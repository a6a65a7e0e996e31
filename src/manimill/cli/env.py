"""``manimill env``: interpreters with plugins or with another manim, for the scenes that need them."""

from __future__ import annotations

import json
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from manimill.cli.output import standard_output
from manimill.errors import EnvironmentFailure, Interrupted, UserError

if TYPE_CHECKING:
    from manimill.environments import Definition, Environment

env_app = typer.Typer(
    no_args_is_help=True, help="Render environments for plugins and other versions of manim."
)

_COLOURS = {"ready": "green", "not created": "dim", "being created": "yellow", "outdated": "yellow"}


@env_app.command("create")
def create_command(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Names, or files and folders with definitions of your own.", metavar="[NAME]..."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Create every environment that ships.")] = False,
    wheelhouse: Annotated[
        Path | None,
        typer.Option("--wheelhouse", help="Take packages from this folder and nowhere else.", metavar="DIR"),
    ] = None,
    python: Annotated[
        str | None, typer.Option("--python", help="The interpreter to make them with.", metavar="PATH")
    ] = None,
) -> None:
    """Create environments and prove each by rendering a scene; those that are ready are left alone."""
    from manimill.cli.console import progress_to_stderr
    from manimill.environments import create
    from manimill.render import check_environment

    wanted = _wanted(names or [], every=every)
    # An environment that cannot be proved here need not be downloaded.
    check_environment()
    for stopping in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(stopping, signal.default_int_handler)
    progress = progress_to_stderr()
    failed = 0
    try:
        for definition in wanted:
            prove = _prover(definition)
            try:
                made = create(
                    definition, prove=prove, progress=progress, python=python, wheelhouse=wheelhouse
                )
            except EnvironmentFailure as failure:
                failed += 1
                progress.close()
                print(f"manimill: {failure}", file=sys.stderr)
                continue
            state = "is ready" if made.new else "is there already"
            print(f"{definition.name} {state}: {made.environment.python}")
    except KeyboardInterrupt:
        raise Interrupted("stopped; run the same command to begin the unfinished environment anew.") from None
    finally:
        progress.close()
    if failed:
        raise typer.Exit(1)


@env_app.command("list")
def list_command(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per environment.")] = False,
) -> None:
    """List the environments: what is in them, which sources use them, and whether they are ready."""
    from manimill.environments import definitions, listing

    rows = listing(definitions())
    sources = _sources()
    if as_json:
        for row in rows:
            line = {**asdict(row), "sources": sources.get(row.name, [])}
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        return
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for column in ("environment", "state", "manim"):
        table.add_column(column, no_wrap=True)
    table.add_column("size", justify="right", no_wrap=True)
    table.add_column("about", ratio=1, overflow="fold")
    table.add_column("sources", ratio=1, overflow="fold")
    for row in rows:
        size = f"{row.size / 1e6:.0f} MB" if row.size else ""
        state = Text(row.state, style=_COLOURS.get(row.state, "red"))
        about = row.title if row.state in ("ready", "not created") else f"{row.title}: {row.reason}"
        # The main environment serves every source that names no other.
        users = "" if row.name == "main" else ", ".join(sources.get(row.name, []))
        table.add_row(row.name, state, row.manim or "", size, Text(about), users)
    standard_output().print(table)


@env_app.command("remove")
def remove_command(
    names: Annotated[list[str], typer.Argument(help="Names of environments.", metavar="NAME...")],
) -> None:
    """Remove environments from the cache, with what earlier definitions of them left there."""
    from manimill.environments import choose, definitions, remove

    known = definitions()
    for name in names:
        count = remove(name)
        if not count:
            choose([name], known)
        print(f"{name} is removed" if count else f"{name} was not created; there is nothing to remove")


def _wanted(names: Iterable[str], *, every: bool) -> list[Definition]:
    from manimill.environments import choose, definitions

    own = [Path(name) for name in names if _is_path(name)]
    shipped = definitions()
    known = definitions(own) if own else shipped
    chosen = [*(name for name in names if not _is_path(name)), *(known.keys() - shipped.keys())]
    if every:
        chosen = [*shipped, *chosen]
    if not chosen:
        raise UserError("manimill env create wants names or --all; `manimill env list` lists the names.")
    return choose(chosen, known)


def _is_path(name: str) -> bool:
    return "/" in name or name.endswith(".toml")


def _prover(definition: Definition) -> Callable[[Environment], str | None]:
    """Renders a definition's example in the sandbox; gives None, or why it does not render."""

    def prove(environment: Environment) -> str | None:
        from manimill.environments import PROOF
        from manimill.render import Interpreter, RenderJob, RenderSettings
        from manimill.render.worker import Worker

        interpreter = Interpreter(environment.name, environment.python, environment.digest)
        job = RenderJob(definition.example, PROOF, environment.name)
        try:
            with (
                tempfile.TemporaryDirectory() as tex,
                Worker(RenderSettings(), Path(tex), interpreter) as worker,
            ):
                verdict = worker.render(job)
        except EnvironmentFailure as failure:
            # The sandbox was tried before, so what does not start is this environment.
            return str(failure)
        return None if verdict.ok else f"{verdict.verdict}: {verdict.error}"

    return prove


def _sources() -> dict[str, list[str]]:
    from manimill.catalog import Catalog

    found: dict[str, list[str]] = {}
    for entry in Catalog.load():
        found.setdefault(entry.environment, []).append(entry.name)
    return found

"""The application object that the commands are attached to."""

from __future__ import annotations

import importlib.metadata
from typing import Annotated

import typer

from manimill.cli.assess import assess_command
from manimill.cli.build import build_command
from manimill.cli.cache import cache_app
from manimill.cli.describe import describe_command
from manimill.cli.doctor import doctor_command
from manimill.cli.env import env_app
from manimill.cli.pair import pair_command
from manimill.cli.repair import repair_command
from manimill.cli.sources import sources_command
from manimill.cli.verify import verify_command
from manimill.cli.why import why_command

app = typer.Typer(
    name="manimill",
    help="Turns scattered Manim code into a dataset for fine-tuning text-to-ManimCE models.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("build")(build_command)
app.command("sources")(sources_command)
app.command("assess")(assess_command)
app.command("verify")(verify_command)
app.command("repair")(repair_command)
app.command("pair")(pair_command)
app.command("describe")(describe_command)
app.command("why")(why_command)
app.command("doctor")(doctor_command)
app.add_typer(env_app, name="env")
app.add_typer(cache_app, name="cache")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"manimill {importlib.metadata.version('manimill')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turns scattered Manim code into a dataset for fine-tuning text-to-ManimCE models."""

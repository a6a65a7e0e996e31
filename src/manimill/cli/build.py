"""``manimill build``: sources in, dataset out."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.table import Table
from rich.text import Text

from manimill.cli.output import standard_output
from manimill.errors import Interrupted, UserError

if TYPE_CHECKING:
    from manimill.recipe import Recipe
    from manimill.registry import DatasetRegistry
    from manimill.result import BuildResult


def build_command(
    recipe: Annotated[
        str,
        typer.Argument(
            help="A built-in recipe (starter, base, augmented, everything) or a TOML file.",
            metavar="[RECIPE]",
        ),
    ] = "starter",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder for the dataset.", metavar="DIR")
    ] = None,
    sources: Annotated[
        str | None, typer.Option(help="Use these sources instead of the recipe's.", metavar="A,B")
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            help="Override a key of the recipe, as in git.mirror=/srv/{owner}/{name}.git.",
            metavar="KEY=VALUE",
        ),
    ] = None,
    local: Annotated[
        list[str] | None,
        typer.Option("--local", help="Read a source from a file or folder here.", metavar="NAME=PATH"),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, help="Workers; as many as there are cores by default."),
    ] = None,
    engine: Annotated[Literal["local"], typer.Option(help="Where the work runs.")] = "local",
    unsafe: Annotated[
        bool,
        typer.Option("--unsafe-no-sandbox", help="Run every scene with your own rights: for code you wrote."),
    ] = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Use only what earlier builds left of sources in the cache.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Fail, with status 1, if a source cannot be read.")
    ] = False,
    plan: Annotated[bool, typer.Option("--plan", help="Say what would be done, and stop.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as one line of JSON.")] = False,
) -> None:
    """Build a dataset: execute every scene, drop duplicates, split without leaks."""
    # Imported here because polars and the rooms take most of a second that --help should not cost.
    from manimill.build import build
    from manimill.cli.console import progress_to_stderr
    from manimill.engine import LocalEngine
    from manimill.planning import planned_sources, registry_for
    from manimill.recipe import Recipe

    wanted = [name.strip() for name in (sources or "").split(",") if name.strip()]
    overrides = [*(settings or []), *(["render.sandbox=none"] if unsafe else [])]
    chosen = Recipe.load(recipe, overrides=overrides, sources=wanted)
    registry = registry_for(chosen, local_files(local or []), offline=offline)
    if plan:
        _print_plan(chosen, registry, planned_sources(chosen, registry), as_json=as_json)
        return
    if out is None:
        raise UserError("manimill build wants --out DIR, the folder the dataset goes to.")
    progress = progress_to_stderr()
    if chosen.render.enabled and chosen.render.sandbox == "none":
        progress.warn(
            "nothing confines the scenes: they run with your rights, and reach your files and network."
        )
    for stopping in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(stopping, signal.default_int_handler)
    try:
        workers = {"local": LocalEngine}[engine](jobs)
        result = build(chosen, out=out, registry=registry, engine=workers, progress=progress, strict=strict)
    except KeyboardInterrupt:
        raise Interrupted("stopped; what had finished is kept, run the same command to continue.") from None
    finally:
        progress.close()
    if as_json:
        sys.stdout.write(json.dumps({"out": str(out), **_summary(result)}) + "\n")
    else:
        _print_summary(result)
    if result.unavailable or not result.statistics["samples"]["kept"]:
        raise typer.Exit(1)


def local_files(pairs: list[str]) -> dict[str, str | Path]:
    """What ``--local NAME=PATH`` says, by name."""
    files: dict[str, str | Path] = {}
    for pair in pairs:
        name, equals, path = pair.partition("=")
        if not equals or not name or not path:
            raise UserError(f"--local wants NAME=PATH, such as manimbench=rows.parquet; got '{pair}'.")
        files[name.strip()] = Path(path).expanduser()
    return files


def _print_plan(recipe: Recipe, registry: DatasetRegistry, names: list[str], *, as_json: bool) -> None:
    rows: list[dict[str, Any]] = []
    for name in names:
        entry = registry.entry(name)
        rows.append(
            {
                "source": name,
                "licence": entry.licence if entry else None,
                "priority": registry.priority(name),
                "expected": entry.expected if entry else {},
                "unavailable": registry.availability(name),
            }
        )
    if as_json:
        sys.stdout.write(json.dumps({"recipe": recipe.to_json(), "sources": rows}, ensure_ascii=False) + "\n")
        return
    from manimill.recipe import Augment

    console = standard_output()
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("source", "licence", "priority", "expected", "can be read"):
        table.add_column(column, overflow="fold")
    for row in rows:
        expected = ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in row["expected"].items())
        state = "yes" if row["unavailable"] is None else row["unavailable"]
        table.add_row(row["source"], row["licence"] or "", str(row["priority"]), expected, Text(state))
    console.print(table)
    render = recipe.render
    rendering = (
        f"render each scene (up to {render.timeout} s of processor time and {render.memory_mb} MiB each)"
        if render.enabled
        else "render nothing"
    )
    repair = "bring code to today's ManimCE, " if recipe.repair.enabled else ""
    pairing = ", hold descriptions against their code" if recipe.pairing.enabled else ""
    more = ", word more prompts for the train side" if recipe.augment != Augment() else ""
    asking = f" and ask {recipe.describe.model} for better ones" if recipe.describe.asks else ""
    console.print(
        f"Then: {repair}{rendering}{pairing}, drop duplicates, describe what has no description from its code{asking}, "
        f"split{more}, and prove that nothing leaks."
    )
    if recipe.describe.asks:
        console.print(
            "What the model costs depends on what is found: 'manimill describe DIR --plan' foretells it for a dataset "
            "that was built without it, and describe.budget bounds it."
        )


def _summary(result: BuildResult) -> dict[str, Any]:
    statistics = result.statistics
    return {
        "dataset_hash": result.dataset_hash,
        "samples": statistics["samples"],
        "rows": statistics["rows"],
        "variants": statistics["variants"]["total"],
        "held_back": statistics["held_back"],
        "repair": {key: value for key, value in statistics["repair"].items() if key != "by_source"},
        "unavailable": statistics["unavailable"],
    }


def _print_summary(result: BuildResult) -> None:
    from manimill.report import repair_sentence, variants_sentence

    statistics = result.statistics
    console = standard_output()
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("source")
    columns = ("found", "kept", "train", "test")
    for column in columns:
        table.add_column(column, justify="right")
    for name, row in statistics["by_source"].items():
        table.add_row(name, *(f"{row[column]:,}" for column in columns))
    if len(statistics["by_source"]) > 1:
        table.add_section()
        table.add_row("all", *(f"{statistics['samples'][column]:,}" for column in columns), style="bold")
    console.print(table)
    if sentence := repair_sentence(statistics["repair"]):
        console.print(sentence, highlight=False, markup=False)
    if sentence := variants_sentence(statistics):
        console.print(sentence, highlight=False, markup=False)
    for gate, reasons in statistics["held_back"].items():
        counts = ", ".join(f"{count} {reason}" for reason, count in reasons.items())
        console.print(f"held back by {gate}: {counts}", highlight=False)
    for reason in statistics["unavailable"].values():
        console.print(f"not read: {reason}", highlight=False, markup=False)
    console.print(f"dataset hash {result.dataset_hash[:16]}", highlight=False)
    out = result.folder
    console.print(
        f"Look at {out}/report/index.html and {out}/README.md; train on {out}/train.jsonl; ask "
        f"'manimill why ID --in {out}' about any sample.",
        highlight=False,
        markup=False,
    )

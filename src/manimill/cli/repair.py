"""``manimill repair``: bring code of any Manim to today's ManimCE."""

from __future__ import annotations

import json
import signal
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from manimill.errors import InputError, Interrupted, UserError

if TYPE_CHECKING:
    from manimill.mending import Place


def repair_command(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Python files, notebooks, folders of them, clones of repositories; a bare repository is read as it "
            "was committed last.",
            metavar="PATH...",
        ),
    ] = None,
    scenes: Annotated[
        list[str] | None,
        typer.Option(
            "--scene",
            help="Only files with a scene of this name, judged by it; repeatable.",
            metavar="NAME",
        ),
    ] = None,
    flavour: Annotated[
        Literal["ce", "gl", "legacy"] | None,
        typer.Option(help="The Manim the code is for, if you know better than what is in it tells."),
    ] = None,
    diff: Annotated[
        bool, typer.Option("--diff", help="Print what would change, which is what is done anyway.")
    ] = False,
    in_place: Annotated[bool, typer.Option("--write", help="Change the files.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Exit with status 1 if any file would change.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, help="Workers; as many as there are cores by default."),
    ] = None,
    list_rules: Annotated[
        bool, typer.Option("--rules", help="List every rule: what it does, and how sure it is.")
    ] = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="With --rules: as a table of Markdown.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per file, or rule.")] = False,
) -> None:
    """Rewrite code for ManimGL, old manimlib or older ManimCE so that it runs on today's ManimCE.

    Prints the changes, the rules behind them and what was left, with the reason. Only --write changes files.
    """
    for stopping in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(stopping, signal.default_int_handler)
    # A name that the terminal's encoding lacks must not end an hour's work.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    if list_rules:
        _print_rules(as_json=as_json, markdown=markdown)
        return
    if not paths:
        raise UserError("manimill repair wants at least one PATH, or --rules.")
    if in_place and (diff or check):
        raise UserError("--write changes the files, which --diff and --check do not; leave one of them out.")
    from manimill.mending import find_places

    with ExitStack() as stack:
        try:
            places = find_places(paths, stack)
            if in_place and any(place.path is None for place in places):
                raise InputError(
                    "A bare repository has no files that could be written; clone it and name the clone, or leave out "
                    "--write."
                )
            status = _repair(places, scenes or [], flavour, jobs, in_place, as_json)
        except KeyboardInterrupt:
            raise Interrupted("stopped; files that had been written are complete.") from None
    if status.troubles or (check and status.changed):
        raise typer.Exit(1)


class _Status:
    def __init__(self) -> None:
        self.troubles = 0
        self.changed = 0


def _repair(
    places: list[Place],
    scenes: list[str],
    flavour: str | None,
    jobs: int | None,
    in_place: bool,
    as_json: bool,
) -> _Status:
    """Repair, show and sum up."""
    from manimill.cli.console import progress_to_stderr
    from manimill.cli.repaired import RepairDisplay
    from manimill.engine import LocalEngine
    from manimill.mending import mend, write
    from manimill.progress import Silent

    # On a terminal a bar would stand between the lines that it is there to announce.
    progress = Silent() if sys.stdout.isatty() or len(places) == 1 else progress_to_stderr()
    display = RepairDisplay(as_json=as_json, writes=in_place)
    status = _Status()
    results = mend(places, scenes=scenes, flavour=flavour, engine=LocalEngine(jobs), progress=progress)
    try:
        with closing(results):
            for mended in results:
                trouble = mended.trouble
                if in_place and trouble is None and mended.changed:
                    trouble = write(mended)
                display.show(mended, trouble)
                status.troubles += trouble is not None
                status.changed += mended.changed and trouble is None
    finally:
        progress.close() if hasattr(progress, "close") else None
    if scenes and not display.files:
        named = " or ".join(f"'{name}'" for name in scenes)
        raise InputError(f"No class is called {named} in what was given; correct --scene.")
    display.summarise()
    return status


def _print_rules(*, as_json: bool, markdown: bool) -> None:
    from manimill.cli.repaired import print_rules
    from manimill.mending import rules, rules_as_markdown

    if as_json:
        for rule in rules():
            sys.stdout.write(json.dumps(rule, ensure_ascii=False) + "\n")
    elif markdown:
        sys.stdout.write(rules_as_markdown())
    else:
        print_rules(rules())

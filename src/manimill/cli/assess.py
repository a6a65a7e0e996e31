"""``manimill assess``: should this place be a source?"""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from manimill.errors import Interrupted, UserError

if TYPE_CHECKING:
    from manimill.assessment import Assessment


def assess_command(
    targets: Annotated[
        list[str],
        typer.Argument(
            help="A repository on GitHub (owner/name, or its address, also that of a folder in it), or a repository, "
            "folder, Python file, notebook or text on this machine.",
            metavar="TARGET...",
        ),
    ],
    sample: Annotated[
        int,
        typer.Option(
            min=0, help="Render so many of the scenes that can be cut out whole; 0 needs no sandbox."
        ),
    ] = 20,
    seed: Annotated[int, typer.Option(help="Which scenes are drawn.")] = 0,
    against: Annotated[
        Path | None, typer.Option(help="Count the scenes that this build has already.", metavar="DIR")
    ] = None,
    environment: Annotated[
        str, typer.Option("--env", help="Render environment; see 'manimill env list'.", metavar="NAME")
    ] = "main",
    mirror: Annotated[
        str,
        typer.Option(help="Read repositories from here: /srv/{owner}/{name}.git", metavar="PATTERN"),
    ] = "",
    timeout: Annotated[int, typer.Option(min=1, help="Seconds of processor time for a scene.")] = 60,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, help="Workers; as many as there are cores by default."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per target.")] = False,
) -> None:
    """Look at code nobody has looked at, say what is in it, and recommend.

    Scenes and the Manim they are for, what keeps them from standing alone, files and packages they need, licence,
    language, how many of a sample run; then include, convert or exclude, and a catalog entry to paste.
    """
    # Imported here because polars and the rooms take most of a second that --help should not cost.
    from manimill.assessment import KnownScenes, assess, open_target
    from manimill.cli.console import progress_to_stderr
    from manimill.engine import LocalEngine
    from manimill.render import RenderSettings
    from manimill.sources import Access

    for stopping in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(stopping, signal.default_int_handler)
    # A name that the terminal's encoding lacks must not end an hour's work.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    progress = progress_to_stderr()
    failed = 0
    try:
        known = KnownScenes.of_build(against) if against is not None else None
        for target in targets:
            try:
                with open_target(target, Access(git_mirror=mirror)) as opened:
                    found = assess(
                        opened,
                        sample=sample,
                        seed=seed,
                        against=known,
                        environment=environment,
                        settings=RenderSettings(timeout=timeout),
                        engine=LocalEngine(jobs),
                        progress=progress,
                    )
            except UserError as error:
                if len(targets) == 1:
                    raise
                failed += 1
                progress.close()
                print(f"manimill: {error}", file=sys.stderr, flush=True)
            else:
                _show(found, as_json=as_json)
    except KeyboardInterrupt:
        raise Interrupted("stopped; verdicts on scenes that had finished are kept.") from None
    finally:
        progress.close()
    if failed:
        raise typer.Exit(1)


def _show(found: Assessment, *, as_json: bool) -> None:
    from manimill.cli.assessed import print_assessment

    if as_json:
        sys.stdout.write(json.dumps(found.to_json(), ensure_ascii=False) + "\n")
        sys.stdout.flush()
    else:
        print_assessment(found.to_json())

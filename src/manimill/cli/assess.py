"""``manimill assess``: should this place be a source?"""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from manimill.cli.output import standard_output
from manimill.errors import Interrupted

if TYPE_CHECKING:
    from manimill.assessment import Assessment

_COLOURS = {"include": "green", "convert": "yellow", "exclude": "red"}


def assess_command(
    targets: Annotated[
        list[str],
        typer.Argument(
            help="The address of a repository on GitHub, or a repository, folder, Python file, notebook or text on "
            "this machine.",
            metavar="TARGET...",
        ),
    ],
    sample: Annotated[
        int, typer.Option(min=0, help="Render so many of the scenes that can be cut out whole.")
    ] = 20,
    seed: Annotated[int, typer.Option(help="Which scenes are drawn.")] = 0,
    against: Annotated[
        Path | None, typer.Option(help="Count the scenes that this build has already.", metavar="DIR")
    ] = None,
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
    """Look at code nobody has looked at: scenes, flavour, what they need, licence, how many run; and recommend."""
    # Imported here because polars and the rooms take most of a second that --help should not cost.
    from manimill.assessment import assess, open_target
    from manimill.cli.console import progress_to_stderr
    from manimill.engine import LocalEngine
    from manimill.render import RenderSettings
    from manimill.sources import Access

    for stopping in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(stopping, signal.default_int_handler)
    progress = progress_to_stderr()
    try:
        for target in targets:
            with open_target(target, Access(git_mirror=mirror)) as opened:
                found = assess(
                    opened,
                    sample=sample,
                    seed=seed,
                    against=against,
                    settings=RenderSettings(timeout=timeout),
                    engine=LocalEngine(jobs),
                    progress=progress,
                )
            if as_json:
                sys.stdout.write(json.dumps(found.to_json(), ensure_ascii=False) + "\n")
                sys.stdout.flush()
            else:
                _print(found)
    except KeyboardInterrupt:
        raise Interrupted("stopped; verdicts on scenes that had finished are kept.") from None
    finally:
        progress.close()


def _print(found: Assessment) -> None:
    console = standard_output()
    said = found.to_json()
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    rows = {
        "target": said["target"] + (f" at {said['revision'][:10]}" if said["revision"] else ""),
        "scenes": _scenes(said),
        "cut out whole": f"{said['whole']} of {said['scenes']}, {said['self_contained']} from their own file alone",
        "not whole for": "\n".join(f"{m['scenes']} × {m['where']}" for m in said["why_not_whole"][:8]),
        "files": "\n".join(_file(path, entry) for path, entry in list(said["files"].items())[:12]),
        "not read": "\n".join(f"{u['path']}: {u['detail']}" for u in said["unread"][:8]),
        "packages": ", ".join(f"{name} ({count})" for name, count in said["third_party"].items()),
        "language": ", ".join(f"{name} ({count} letters)" for name, count in said["languages"].items()),
        "licence": f"{said['licence']} ({said['licence_evidence']})",
        "overlap": ""
        if said["overlap"] is None
        else f"{said['overlap']['scenes']} in {said['overlap']['build']}",
        "rendered": _rendered(said),
    }
    for name, text in rows.items():
        if text:
            table.add_row(name, Text(text))
    verdict = said["recommendation"]
    table.add_row("recommendation", Text(verdict, style=_COLOURS[verdict]))
    table.add_row("because", Text("\n".join(said["reasons"])))
    console.print(table)
    if said["toml"]:
        console.print("\nA catalog entry to start from:\n", highlight=False)
        console.print(said["toml"], highlight=False, markup=False, soft_wrap=True)


def _scenes(said: dict[str, object]) -> str:
    flavours = said["by_flavour"]
    assert isinstance(flavours, dict)
    parts = [
        f"{said['scenes']}" + (f" ({', '.join(f'{n} {k}' for k, n in flavours.items())})" if flavours else "")
    ]
    parts += [f"{said['in_documentation']} more in texts"] if said["in_documentation"] else []
    parts += [f"{said['templates']} templates"] if said["templates"] else []
    return ", ".join(parts)


def _file(path: str, entry: dict[str, object]) -> str:
    flavours = entry["flavour"]
    evidence = entry["evidence"]
    assert isinstance(flavours, dict) and isinstance(evidence, list)
    return f"{path}: {', '.join(f'{n} {k}' for k, n in flavours.items())}" + (
        f" ({evidence[0]})" if evidence else ""
    )


def _rendered(said: dict[str, object]) -> str:
    if not said["sampled"]:
        return ""
    failures = said["failures"]
    assert isinstance(failures, dict)
    failed = ", ".join(f"{count} {name}" for name, count in failures.items())
    return f"{said['rendered']} of {said['sampled']} sampled" + (f"; {failed}" if failed else "")

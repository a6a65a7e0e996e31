"""``manimill verify``: which scenes run, and why the others do not."""

from __future__ import annotations

import signal
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from manimill.errors import Interrupted, ManimillError, UserError

if TYPE_CHECKING:
    from manimill.render import RenderSettings
    from manimill.verification import Found

_WARNING = (
    "warning: no sandbox: the scenes can read, change and send whatever you can; only verify code you trust."
)


def verify_command(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Python files, notebooks, folders of them, files of rows (JSON Lines, JSON, Parquet, CSV), or "
            "folders that 'manimill build' has written.",
            metavar="PATH...",
        ),
    ],
    scenes: Annotated[
        list[str] | None,
        typer.Option("--scene", help="Only scenes of this name; repeatable.", metavar="NAME"),
    ] = None,
    level: Annotated[
        Literal["evaluate", "dry", "video"] | None,
        typer.Option(
            help="How much is computed: the end of each animation, every frame without writing any (the "
            "default), or a whole video.",
        ),
    ] = None,
    video: Annotated[
        bool, typer.Option("--video", help="Keep a video of each scene; implies its level.")
    ] = False,
    frames: Annotated[
        int, typer.Option(min=0, max=100, help="Keep so many stills of each scene, the last frame included.")
    ] = 0,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder for videos and stills.", metavar="DIR")
    ] = Path("media"),
    timeout: Annotated[int, typer.Option(min=1, help="Seconds of processor time for a scene.")] = 60,
    memory_mb: Annotated[int, typer.Option(min=1024, help="MiB of memory for a scene.")] = 4096,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, help="Workers; as many as there are cores by default."),
    ] = None,
    environment: Annotated[
        str | None, typer.Option("--env", help="Render environment; see 'manimill env list'.", metavar="NAME")
    ] = None,
    code_field: Annotated[
        str | None, typer.Option(help="Where rows keep the code, if not where most do.", metavar="FIELD")
    ] = None,
    scene_field: Annotated[
        str | None, typer.Option(help="Where rows keep the name of the scene class.", metavar="FIELD")
    ] = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Render anew what has been rendered before.")
    ] = False,
    no_sandbox: Annotated[
        bool,
        typer.Option(
            "--unsafe-no-sandbox", help="Run the code with your own rights, for code you wrote yourself."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per scene.")] = False,
) -> None:
    """Render each scene in a sandbox and say how it went.

    Only the code itself enters the sandbox (a file, a notebook up to the scene, a row): no files beside it.
    """
    for stopping in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(stopping, signal.default_int_handler)
    # A name that the terminal's encoding lacks must not end an hour's work.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        # Imported here because polars and the rooms take most of a second that --help should not cost.
        from manimill.render import RenderSettings
        from manimill.verification import find_scenes

        settings = RenderSettings(
            _level(level, video=video), timeout, memory_mb, frames, "none" if no_sandbox else "auto"
        )
        found = find_scenes(
            paths,
            scenes=scenes or [],
            code_field=code_field,
            scene_field=scene_field,
            environment=environment,
        )
        if no_sandbox:
            print(_WARNING, file=sys.stderr)
        _say_what_is_left_out(found)
        kept_in = out if video or frames else None
        all_ok = not found.candidates or _verify(found, settings, jobs, kept_in, not no_cache, as_json)
    except KeyboardInterrupt:
        raise Interrupted("stopped before any scene was rendered.") from None
    if not all_ok or found.troubles:
        raise typer.Exit(1)


def _level(
    level: Literal["evaluate", "dry", "video"] | None, *, video: bool
) -> Literal["evaluate", "dry", "video"]:
    if video and level not in (None, "video"):
        raise UserError(
            f"--video needs every frame, which --level {level} does not compute; leave one of them out."
        )
    return "video" if video else level or "dry"


def _verify(
    found: Found, settings: RenderSettings, jobs: int | None, out: Path | None, remember: bool, as_json: bool
) -> bool:
    """Render, show and sum up; whether every scene is ok."""
    from manimill.cli.verdicts import VerdictDisplay
    from manimill.engine import LocalEngine
    from manimill.verification import verify

    display = VerdictDisplay(len(found.candidates), as_json=as_json, level=settings.level)
    results = verify(
        found.candidates, settings, engine=LocalEngine(jobs), progress=display, out=out, remember=remember
    )
    try:
        with closing(results):
            for verified in results:
                display.show(verified)
    except (KeyboardInterrupt, ManimillError) as stopped:
        display.close()
        if display.counts:
            display.summarise()
        if isinstance(stopped, KeyboardInterrupt):
            raise Interrupted(
                "stopped; what had finished is kept, run the same command to continue."
            ) from None
        raise
    finally:
        display.close()
    display.summarise()
    return set(display.counts) <= {"ok"}


def _say_what_is_left_out(found: Found) -> None:
    from manimill.cli.verdicts import printable

    for trouble in found.troubles:
        print(f"manimill: {printable(trouble)}", file=sys.stderr)
    without = found.without_scenes
    if without:
        names = ", ".join(without[:3]) + (f" and {len(without) - 3:,} more" if len(without) > 3 else "")
        verb = "hold no scenes" if len(without) > 1 else "holds no scene"
        print(f"note: {printable(names)} {verb}.", file=sys.stderr)

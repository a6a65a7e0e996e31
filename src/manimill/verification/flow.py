"""The flow: scenes in, verdicts out, each as soon as it is known."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from manimill.engine import Engine, LocalEngine
from manimill.interpreters import interpreters_for
from manimill.progress import Progress, Silent
from manimill.render import RenderJob, RenderSettings, Verdict, render_each
from manimill.verification.candidates import Candidate
from manimill.verification.media import check_folder, media_names, write_media
from manimill.workspace import Cache, cache_folder


@dataclass(frozen=True, slots=True)
class Verified:
    """A scene and the verdict on it; ``media`` are the files that were written for it."""

    candidate: Candidate
    verdict: Verdict
    media: tuple[Path, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """One dictionary of plain values, with lines as they are in the user's file."""
        candidate, verdict = self.candidate, self.verdict
        error_cell, error_line = candidate.place(verdict.error_line)
        said = verdict.to_json()
        return {
            "file": candidate.file,
            "scene": candidate.scene,
            "id": candidate.id,
            "line": candidate.line,
            "cell": candidate.cell,
            "row": candidate.row,
            **said,
            "error_line": error_line,
            "error_cell": error_cell if error_line is not None else None,
            "warnings": candidate.with_places(said["warnings"]),
            "storyboard": candidate.with_places(said["storyboard"]),
            "layout": candidate.with_places(said["layout"]),
            "media": [str(path) for path in self.media],
        }


def verify(
    candidates: Sequence[Candidate],
    settings: RenderSettings,
    *,
    engine: Engine | None = None,
    progress: Progress | None = None,
    out: Path | None = None,
    remember: bool = True,
) -> Generator[Verified, None, None]:
    """Render each scene in the sandbox and yield the verdicts, those known from earlier runs first.

    ``out`` is the folder that videos and stills go to; without it they are dropped. With ``remember`` false
    no verdict is taken from the cache or put there.

    Raises:
        OutputError: ``out`` cannot be made a folder.
        UserError: a render environment is wanted that nobody knows.
        EnvironmentFailure: scenes cannot be rendered here; what has been yielded by then is kept.
    """
    engine, progress = engine or LocalEngine(), progress or Silent()
    jobs = [RenderJob(c.code, c.scene, c.environment, c.files) for c in candidates]
    interpreters = interpreters_for(job.environment for job in jobs)
    names = media_names(candidates)
    if out is not None:
        check_folder(out)
    with Cache(cache_folder() / "render.sqlite") if remember else nullcontext() as cache:
        for index, verdict in render_each(jobs, settings, engine, cache, progress, interpreters):
            media = write_media(out, names[index], verdict.media) if out is not None else []
            yield Verified(candidates[index], verdict, tuple(media))

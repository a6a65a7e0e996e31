"""Render some of the scenes of a place, as they stand and with the files they ask for."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from manimill.assessment.scene import AssessedScene
from manimill.engine import Engine
from manimill.errors import InputError
from manimill.interpreters import interpreters_for
from manimill.progress import Progress
from manimill.render import MAIN, RenderJob, RenderSettings, SceneFiles, Verdict, render_all
from manimill.render.verdict import MISSING_TEX
from manimill.scenes.asset_store import keep_assets
from manimill.scenes.files import FileTree
from manimill.workspace import Cache, cache_folder


@dataclass(frozen=True, slots=True)
class Sampled:
    """A scene that was rendered, and how it went."""

    scene: AssessedScene
    verdict: Verdict

    @property
    def judged(self) -> bool:
        """Whether the verdict is about the scene, not about a TeX that this machine lacks."""
        return not (self.verdict.error or "").startswith(MISSING_TEX)

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "path": self.scene.path,
            "line": self.scene.line,
            "scene": self.scene.name,
            "flavour": self.scene.flavour.name,
            "verdict": str(self.verdict.verdict),
            "error": self.verdict.error,
        }


def draw(scenes: Sequence[AssessedScene], count: int, seed: int) -> list[AssessedScene]:
    """So many of the whole scenes, the same ones for the same seed; bases of others are not drawn."""
    whole = [scene for scene in scenes if scene.whole and not scene.template]
    whole.sort(key=lambda one: (one.path, one.cell or 0, one.line, one.name))
    chosen = set(random.Random(seed).sample(range(len(whole)), min(count, len(whole))))
    return [scene for index, scene in enumerate(whole) if index in chosen]


def render_sample(
    drawn: Sequence[AssessedScene],
    tree: FileTree,
    *,
    settings: RenderSettings,
    environment: str = MAIN,
    engine: Engine,
    progress: Progress,
) -> tuple[Sampled, ...]:
    """Render scenes in the sandbox, each without its narration and with those of its files that are there.

    Raises:
        UserError: there is no such environment.
        EnvironmentFailure: scenes cannot be rendered here.
    """
    if not drawn:
        return ()
    jobs = [RenderJob(one.plain, one.name, environment, _files(one, tree)) for one in drawn]
    progress.start("render", len(jobs), "scenes")
    with Cache(cache_folder() / "render.sqlite") as cache:
        verdicts = render_all(jobs, settings, engine, cache, progress, interpreters_for([environment]))
    progress.finish(f"{sum(verdict.ok for verdict in verdicts)} of {len(jobs)} ran to their end")
    return tuple(Sampled(scene, verdict) for scene, verdict in zip(drawn, verdicts, strict=True))


def failures(sampled: Sequence[Sampled]) -> dict[str, int]:
    """The verdicts other than ``ok``, the most frequent first."""
    return dict(Counter(str(one.verdict.verdict) for one in sampled if not one.verdict.ok).most_common())


def _files(scene: AssessedScene, tree: FileTree) -> SceneFiles:
    """What the scene finds in its working folder; paths that lead out of it cannot be given."""
    kept, _ = keep_assets(scene.assets, tree)
    inside = {one.path: one.content for one in kept if not one.path.startswith(("/", "../"))}
    try:
        return SceneFiles.of(inside)
    except InputError:
        # Too much, or a name that is both a file and a folder: the render then says what is missing.
        return SceneFiles()

"""Render some of the scenes of a place, as they stand and with the files they ask for."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from manimill.assessment.scene import AssessedScene
from manimill.engine import Engine
from manimill.errors import InputError
from manimill.interpreters import interpreters_for
from manimill.progress import Progress
from manimill.render import MAIN, RenderJob, RenderSettings, SceneFiles, Verdict, render_all
from manimill.render.verdict import MISSING_TEX
from manimill.repair import Repair, repair_safely
from manimill.scenes.asset_store import keep_assets
from manimill.scenes.files import FileTree
from manimill.workspace import Cache, cache_folder


@dataclass(frozen=True, slots=True)
class Sampled:
    """A scene that was rendered, how it went as it stands, and how it went repaired; the same where nothing changed."""

    scene: AssessedScene
    verdict: Verdict
    repair: Repair
    repaired: Verdict

    @property
    def judged(self) -> bool:
        """Whether the verdict is about the scene, not about a TeX that this machine lacks."""
        return not (self.verdict.error or "").startswith(MISSING_TEX)

    @property
    def judged_repaired(self) -> bool:
        """The same of the verdict on the repaired scene."""
        return not (self.repaired.error or "").startswith(MISSING_TEX)

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "path": self.scene.path,
            "line": self.scene.line,
            "scene": self.scene.name,
            "flavour": self.scene.flavour.name,
            "verdict": str(self.verdict.verdict),
            "error": self.verdict.error,
            "repair_tier": str(self.repair.tier) if self.repair.tier else None,
            "repair_rules": list(self.repair.rules),
            "verdict_after_repair": str(self.repaired.verdict),
            "error_after_repair": self.repaired.error,
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

    Those that repair changes are rendered a second time, repaired.

    Raises:
        UserError: there is no such environment.
        EnvironmentFailure: scenes cannot be rendered here.
    """
    if not drawn:
        return ()
    jobs = [RenderJob(one.plain, one.name, environment, _files(one, tree)) for one in drawn]
    repairs = [repair_safely(one.plain, scene=one.name, flavour=_known(one)) for one in drawn]
    changed = [index for index, done in enumerate(repairs) if done.changed]
    again = [replace(jobs[index], code=repairs[index].code) for index in changed]
    progress.start("render", len(jobs) + len(again), "scenes")
    with Cache(cache_folder() / "render.sqlite") as cache:
        verdicts = render_all(
            [*jobs, *again], settings, engine, cache, progress, interpreters_for([environment])
        )
    before, after = verdicts[: len(jobs)], list(verdicts[: len(jobs)])
    for index, verdict in zip(changed, verdicts[len(jobs) :], strict=True):
        after[index] = verdict
    ran = sum(verdict.ok for verdict in before)
    progress.finish(
        f"{ran} of {len(jobs)} ran to their end, {sum(verdict.ok for verdict in after)} once repaired"
    )
    return tuple(map(Sampled, drawn, before, repairs, after))


def _known(scene: AssessedScene) -> str | None:
    """What a scene is written for, as far as its place tells."""
    return None if scene.flavour.name == "unknown" else scene.flavour.name


def failures(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """The verdicts other than ``ok``, the most frequent first."""
    return dict(Counter(str(verdict.verdict) for verdict in verdicts if not verdict.ok).most_common())


def _files(scene: AssessedScene, tree: FileTree) -> SceneFiles:
    """What the scene finds in its working folder; paths that lead out of it cannot be given."""
    kept, _ = keep_assets(scene.assets, tree)
    inside = {one.path: one.content for one in kept if not one.path.startswith(("/", "../"))}
    try:
        return SceneFiles.of(inside)
    except InputError:
        # Too much, or a name that is both a file and a folder: the render then says what is missing.
        return SceneFiles()

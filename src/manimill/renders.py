"""The scenes of samples, run: each with its files, in its environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from manimill.asset_policy import Furnished
from manimill.engine import Engine
from manimill.interpreters import interpreters_for
from manimill.progress import Progress
from manimill.recipe import Recipe
from manimill.records import Sample
from manimill.render import RenderJob, RenderSettings, Verdict, render_all
from manimill.workspace import Cache, cache_folder


def render_settings(recipe: Recipe) -> RenderSettings:
    """The render room's settings as a recipe states them."""
    render = recipe.render
    return RenderSettings(
        level=render.level, timeout=render.timeout, memory_mb=render.memory_mb, sandbox=render.sandbox
    )


def render_samples(
    samples: Sequence[Sample],
    furnished: Furnished,
    recipe: Recipe,
    engine: Engine,
    progress: Progress,
    known: Mapping[str, Verdict] | None = None,
) -> dict[str, Verdict]:
    """Verdicts by sample id; where they are ``known``, nothing is rendered."""
    if known is not None:
        return {s.id: known[s.id] for s in samples if s.id in known}
    if not recipe.render.enabled:
        return {}
    jobs = [RenderJob(s.code, s.scene, s.environment, furnished.files_of(s)) for s in samples]
    interpreters = interpreters_for(s.environment for s in samples)
    progress.start("render", len(jobs), "scenes")
    with Cache(cache_folder() / "render.sqlite") as cache:
        verdicts = render_all(jobs, render_settings(recipe), engine, cache, progress, interpreters)
    failed = sum(not verdict.ok for verdict in verdicts)
    progress.finish(f"{len(jobs) - failed} ran to their end, {failed} did not")
    return {s.id: verdict for s, verdict in zip(samples, verdicts, strict=True)}

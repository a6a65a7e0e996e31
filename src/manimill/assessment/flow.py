"""The flow: find the scenes, cut them out, look at what they need, render some."""

from __future__ import annotations

from manimill.assessment.assessment import Assessment
from manimill.assessment.languages import languages
from manimill.assessment.licences import licence_of
from manimill.assessment.overlap import KnownScenes
from manimill.assessment.reading import read
from manimill.assessment.sampling import draw, render_sample
from manimill.assessment.targets import Target
from manimill.engine import Engine, LocalEngine
from manimill.interpreters import interpreters_for
from manimill.progress import Progress, Silent
from manimill.render import MAIN, RenderSettings, check_environment


def assess(
    target: Target,
    *,
    sample: int = 20,
    seed: int = 0,
    against: KnownScenes | None = None,
    environment: str = MAIN,
    settings: RenderSettings | None = None,
    engine: Engine | None = None,
    progress: Progress | None = None,
) -> Assessment:
    """Look at a place: nothing of it runs outside the sandbox.

    ``sample`` whole scenes drawn with ``seed`` are rendered in ``environment``; with 0 no sandbox is needed.

    Raises:
        UserError: there is no such environment.
        EnvironmentFailure: scenes cannot be rendered here.
    """
    progress, settings = progress or Silent(), settings or RenderSettings()
    if sample:
        # Before the minutes that a large repository takes.
        check_environment(settings)
        interpreters_for([environment])
    reading = read(target, progress)
    sampled = render_sample(
        draw(reading.scenes, sample, seed),
        target.tree,
        settings=settings,
        environment=environment,
        engine=engine or LocalEngine(),
        progress=progress,
    )
    whole = [scene for scene in reading.scenes if scene.whole]
    return Assessment(
        target=target,
        reading=reading,
        licence=licence_of(target.tree),
        languages=languages(scene.texts for scene in reading.scenes),
        overlap=against.overlap(scene.plain for scene in whole) if against is not None else None,
        sampled=sampled,
    )

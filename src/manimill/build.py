"""A build, top to bottom: sources in, dataset out. `build` is the flow; below it is what joins the rooms."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from manimill.asset_policy import Furnished, furnish
from manimill.catalog import Catalog
from manimill.code.analysis import Analysis, analyse
from manimill.describe.stage import describe_all
from manimill.duplicates import Decision, Facts, Standing, decide, find
from manimill.engine import Engine, LocalEngine, function_task
from manimill.errors import EnvironmentFailure, InputError, RecipeError
from manimill.export import exported_rows, fits_fence
from manimill.interpreters import interpreters_for
from manimill.leaks import prove
from manimill.outputs import SIDES, Outcome, build_tables, write_outputs
from manimill.progress import Progress, Silent
from manimill.recipe import Recipe
from manimill.records import Description, Extraction, Sample, sample_id
from manimill.registry import DatasetRegistry
from manimill.release import KEPT, Release, held_back, licence_allows
from manimill.render import RenderJob, RenderSettings, Verdict, check_environment, fingerprint, render_all
from manimill.result import BuildResult
from manimill.sides import Found, divide, named_lists
from manimill.sources import Access
from manimill.workspace import Cache, OutputFolder, cache_folder

_ANALYSIS_CHUNK = 20_000
"""Some five seconds of work: starting worker processes and sending them the code takes one or two, so what
fits into one chunk is done sooner here."""


def build(
    recipe: Recipe,
    *,
    out: str | Path,
    registry: DatasetRegistry | None = None,
    local: Mapping[str, str | Path] | None = None,
    engine: Engine | None = None,
    progress: Progress | None = None,
    strict: bool = False,
) -> BuildResult:
    """Build a dataset into the folder ``out``.

    ``registry`` defaults to the catalog's sources and those of ``recipe.catalog``; ``local`` maps source
    names to files they are read from. ``engine`` defaults to all cores of this machine. A source that cannot be
    read is left out and named in the result; with ``strict`` it ends the build.

    Interrupt it at any point and call it again: finished renders are not repeated, and the result is the
    same as that of a build that was never interrupted.

    Raises:
        UserError: the recipe, a source or a file is not as it should be; nothing has been written.
        EnvironmentFailure: the machine lacks something a stage needs, or, with ``strict``, a source cannot be
            read; nothing has been written then.
        LeakError: samples on the two sides of the split are too much alike; nothing has been written.
    """
    if registry is not None and local:
        raise InputError(
            "build() got a registry and local files; give the files to DatasetRegistry.from_catalog."
        )
    registry = registry or registry_for(recipe, local)
    engine, progress = engine or LocalEngine(), progress or Silent()
    names = planned_sources(recipe, registry)
    lists = named_lists(recipe, registry)
    versions: dict[str, str] = {}
    if recipe.render.enabled:
        check_environment(render_settings(recipe))
        versions = fingerprint(render_settings(recipe))
    clock = Clock()
    with OutputFolder.open(Path(out)) as folder:
        with clock("extract"):
            extraction = registry.extract_all(names, progress)
            if strict:
                _complete(extraction, len(names))
            extraction = _something(extraction)
            copies = frozenset(s.id for s in extraction if s.id != sample_id(s.source, s.key, s.code))
            furnished = furnish(extraction.samples, recipe.assets.policy)
            # Code may have changed; the ids are those of the code as it was found.
            extraction = replace(extraction, samples=furnished.samples)
        with clock("analyse"):
            analyses = _analyse(extraction.samples, engine, progress)
        with clock("duplicates"):
            facts = {s.id: Facts.of(s.code, analyses[s.id], s.description) for s in extraction}
            matches = find(facts, recipe.duplicates)
            permitted = _permitted(extraction, furnished, recipe)
        with clock("render"):
            renders = _render(permitted, furnished, recipe, engine, progress)
        with clock("duplicates"):
            standings = _standings(permitted, copies, analyses, renders, registry)
            decisions = decide(facts, standings, matches, recipe.duplicates)
        with clock("describe"):
            kept = [s for s in permitted if decisions[s.id].kept]
            descriptions = describe_all(kept, engine, progress)
        releases = _releases(extraction, furnished, analyses, decisions, renders, descriptions)
        with clock("split"):
            found = Found(extraction, analyses, descriptions, matches, releases)
            sides = divide(found, lists, registry, recipe, engine, progress)
        outcome = Outcome(
            recipe=recipe,
            extraction=extraction,
            analyses=analyses,
            facts=facts,
            matches=matches,
            decisions=decisions,
            renders=renders,
            descriptions=descriptions,
            split=sides.split,
            contamination=sides.contamination,
            releases=releases,
            versions=versions,
            files=furnished.files,
        )
        with clock("tables"):
            tables = build_tables(outcome)
            rows = {side: exported_rows(tables, side) for side in SIDES}
        with clock("prove"):
            progress.start("prove", None, "pairs")
            proof = prove(rows["train"], rows["test"], recipe.limits(), engine)
            proof.check()
            progress.finish(
                f"{proof.train_rows * proof.test_rows} pairs across the split, none too much alike"
            )
        write_outputs(outcome, tables, rows, proof, registry, folder, clock.seconds, progress)
    return BuildResult(Path(out))


def registry_for(
    recipe: Recipe, local: Mapping[str, str | Path] | None = None, *, offline: bool = False
) -> DatasetRegistry:
    """The catalog's sources, those of the recipe's own catalog files, and local files for some of them.

    With ``offline`` they are read from what earlier builds left in the cache.
    """
    catalog = Catalog.load([Path(p) for p in recipe.catalog])
    return DatasetRegistry.from_catalog(catalog, local, Access(git_mirror=recipe.git.mirror, offline=offline))


def planned_sources(recipe: Recipe, registry: DatasetRegistry) -> list[str]:
    """Names of the sources a recipe asks for, checked.

    Raises:
        CatalogError: a name is unknown or must not be trained on.
        RecipeError: the recipe names no source, or none that can be read here.
    """
    names = registry.included() if recipe.sources == "included" else sorted(set(recipe.sources))
    if not names:
        raise RecipeError(
            "The recipe's 'sources' is empty, so there is nothing to do; name at least one source."
        )
    registry.check(names)
    reasons = [registry.availability(name) for name in names]
    if all(reasons):
        raise RecipeError(
            f"None of the recipe's sources can be read here, so there is nothing to do: {reasons[0]}"
        )
    return names


def render_settings(recipe: Recipe) -> RenderSettings:
    """The render room's settings as a recipe states them."""
    render = recipe.render
    return RenderSettings(
        level=render.level, timeout=render.timeout, memory_mb=render.memory_mb, sandbox=render.sandbox
    )


def _complete(extraction: Extraction, wanted: int) -> None:
    """Make sure that every source could be read."""
    if extraction.unavailable:
        reasons = "; ".join(reason.rstrip(".") for _, reason in sorted(extraction.unavailable.items()))
        raise EnvironmentFailure(
            f"A strict build wants every source, and {len(extraction.unavailable)} of {wanted} cannot be read: "
            f"{reasons}."
        )


def _something(extraction: Extraction) -> Extraction:
    if not extraction.samples:
        if extraction.unavailable and not extraction.skipped:
            first = next(iter(extraction.unavailable.values()))
            raise RecipeError(
                f"None of the recipe's sources could be read, so there is nothing to do: {first}"
            )
        raise RecipeError(
            f"The recipe's sources hold no sample ({len(extraction.skipped)} places were skipped), so there is "
            "nothing to build; choose other sources."
        )
    return extraction


def _analyse(samples: Sequence[Sample], engine: Engine, progress: Progress) -> dict[str, Analysis]:
    """Analyse every sample's code; equal code once."""
    items = sorted({(s.code, s.scene or "") for s in samples})
    progress.start("analyse", len(items), "codes")
    found: dict[tuple[str, str], Analysis] = {}
    for index, analysis in engine.map(function_task(_analyse_one), items, chunk=_ANALYSIS_CHUNK):
        found[items[index]] = analysis
        progress.advance()
    wrong = sum(analysis.problem is not None for analysis in found.values())
    progress.finish(f"{len(items)} distinct codes, {wrong} of them not Python")
    return {s.id: found[s.code, s.scene or ""] for s in samples}


def _analyse_one(item: tuple[str, str]) -> Analysis:
    code, scene = item
    return analyse(code, scene or None)


def _permitted(extraction: Extraction, furnished: Furnished, recipe: Recipe) -> list[Sample]:
    """A sample barred by its licence or by the files it needs must not keep another one out.

    So it takes no part from here on, and is not rendered either.
    """
    return [
        s
        for s in extraction
        if licence_allows(s.provenance.licence, recipe.licences) and s.id not in furnished.held
    ]


def _render(
    samples: Sequence[Sample], furnished: Furnished, recipe: Recipe, engine: Engine, progress: Progress
) -> dict[str, Verdict]:
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


def _standings(
    samples: Sequence[Sample],
    copies: frozenset[str],
    analyses: Mapping[str, Analysis],
    renders: Mapping[str, Verdict],
    registry: DatasetRegistry,
) -> dict[str, Standing]:
    """What each sample has going for it. Where nothing is rendered, code that cannot run fails all the same."""

    def fails(sample: Sample) -> bool:
        verdict = renders.get(sample.id)
        if verdict is not None:
            return not verdict.ok
        return analyses[sample.id].problem is not None or sample.scene is None

    return {
        s.id: Standing(
            fails=fails(s),
            priority=registry.priority(s.source),
            origin_rank=s.description_origin.rank,
            quality=0.0,
            copy=s.id in copies,
            id=s.id,
        )
        for s in samples
    }


def _releases(
    extraction: Extraction,
    furnished: Furnished,
    analyses: Mapping[str, Analysis],
    decisions: Mapping[str, Decision],
    renders: Mapping[str, Verdict],
    descriptions: Mapping[str, Description],
) -> dict[str, Release]:
    return {
        s.id: _release(
            s,
            furnished.held.get(s.id),
            analyses[s.id],
            decisions.get(s.id),
            renders.get(s.id),
            descriptions.get(s.id),
        )
        for s in extraction
    }


def _release(
    sample: Sample,
    held: Release | None,
    analysis: Analysis,
    decision: Decision | None,
    verdict: Verdict | None,
    description: Description | None,
) -> Release:
    """The gates in the order the data walks; the first that is closed is the reason."""
    closed: list[Release] = []
    if held is not None:
        closed.append(held)
    elif decision is None:
        closed.append(held_back("licence", "licence_policy", sample.provenance.licence))
    if decision is not None and not decision.kept:
        closed.append(held_back("duplicates", decision.rule or "duplicate", decision.matched_id))
    if analysis.problem is not None:
        closed.append(held_back("code", "syntax_error", analysis.problem))
    if sample.scene is None:
        closed.append(held_back("code", "no_scene", "no class in the code leads to a Scene"))
    if verdict is not None and not verdict.ok:
        closed.append(held_back("render", str(verdict.verdict), verdict.error))
    if not fits_fence(sample.code):
        closed.append(held_back("export", "fence_in_code", "a line of the code begins with three backquotes"))
    if description is None or description.text is None:
        closed.append(held_back("description", "no_description", "nothing could be derived from the code"))
    return closed[0] if closed else KEPT


class Clock:
    """Seconds by stage; stages that are entered twice add up."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - start

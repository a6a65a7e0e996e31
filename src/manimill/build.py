"""A build, top to bottom: sources in, dataset out. `build` is the flow; below it is what joins the rooms."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from manimill.asset_policy import Furnished, furnish
from manimill.catalog import Catalog
from manimill.code.analysis import Analysis, analyse
from manimill.code.parse import collector_relaxed
from manimill.decontamination import EvaluationList
from manimill.describe.stage import describe_all
from manimill.duplicates import Facts, Standing, decide, find
from manimill.engine import Engine, LocalEngine, function_task
from manimill.errors import EnvironmentFailure, InputError, RecipeError
from manimill.export import exported_rows
from manimill.gates import Findings, competes, permitted, release_of
from manimill.interpreters import interpreters_for
from manimill.leaks import prove
from manimill.outputs import SIDES, Outcome, build_tables, write_outputs
from manimill.pairs import fit_descriptions
from manimill.progress import Progress, Silent
from manimill.quality import Judged, Judgement, Rendering, assess_quality
from manimill.recipe import Recipe
from manimill.records import Description, Extraction, Sample, sample_id
from manimill.registry import DatasetRegistry
from manimill.render import RenderJob, RenderSettings, Verdict, check_environment, fingerprint, render_all
from manimill.result import BuildResult
from manimill.sources import Access
from manimill.splitting import limits_of, overlaps_with_lists, split_samples, subjects_of
from manimill.wording import borrow, originals, worded
from manimill.workspace import Cache, OutputFolder, cache_folder

_ANALYSIS_CHUNK = 20_000
"""Some five seconds of work: starting worker processes and sending them the code takes one or two, so as much is
done sooner here, as it is found and from the trees it was found by; the rest in chunks of this size."""


@collector_relaxed()
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
    lists = [EvaluationList(name, registry.evaluation_items(name)) for name in recipe.split.decontaminate]
    versions: dict[str, str] = {}
    if recipe.render.enabled:
        check_environment(render_settings(recipe))
        versions = fingerprint(render_settings(recipe))
    clock = Clock()
    with OutputFolder.open(Path(out)) as folder:
        with clock("extract"):
            analyses_found = _Analyses(engine, clock)
            extraction = registry.extract_all(names, progress, at_once=analyses_found.note)
            if strict:
                _complete(extraction, len(names))
            extraction = _something(extraction)
            copies = frozenset(s.id for s in extraction if s.id != sample_id(s.source, s.key, s.code))
            furnished = furnish(extraction.samples, recipe.assets.policy)
            # Code may have changed; the ids are those of the code as it was found.
            extraction = replace(extraction, samples=furnished.samples)
        with clock("analyse"):
            analyses = analyses_found.of(extraction.samples, progress)
        taking_part = [s for s in extraction if permitted(s, furnished, recipe)]
        with clock("render"):
            renders = _render(taking_part, furnished, recipe, engine, progress)
        with clock("pair"):
            fitted = fit_descriptions(taking_part, recipe.pairing, engine, progress)
            going_on = worded(taking_part, fitted.wordings)
        with clock("quality"):
            quality = _judge(going_on, analyses, renders, recipe)
        with clock("duplicates"):
            facts = _facts(extraction, going_on, analyses)
            matches = find(facts, recipe.duplicates)
            competing = [s for s in going_on if competes(s.id, fitted, quality, recipe)]
            standings = _standings(competing, copies, analyses, renders, quality, registry)
            decisions = decide(facts, standings, matches, recipe.duplicates)
            wordings = borrow(fitted.wordings, decisions)
        with clock("describe"):
            kept = worded((s for s in competing if decisions[s.id].kept), wordings)
            descriptions = describe_all(kept, engine, progress)
        with clock("quality"):
            quality |= _judge(_newly_described(kept, descriptions), analyses, renders, recipe)
        findings = Findings(furnished, analyses, renders, fitted, quality, decisions, descriptions)
        releases = {s.id: release_of(s, findings, recipe) for s in extraction}
        with clock("split"):
            subjects = subjects_of(extraction, analyses, descriptions)
            overlaps = overlaps_with_lists(extraction, subjects, lists, registry, recipe, engine)
            split = split_samples(extraction, subjects, matches, overlaps, releases, recipe)
        outcome = Outcome(
            recipe=recipe,
            extraction=extraction,
            analyses=analyses,
            facts=facts,
            matches=matches,
            decisions=decisions,
            renders=renders,
            fitted=fitted,
            quality=quality,
            wordings=wordings,
            descriptions=descriptions,
            split=split,
            contamination=overlaps,
            releases=releases,
            originals=originals({s.id: s for s in taking_part}, decisions, registry.collections()),
            versions=versions,
            files=furnished.files,
        )
        with clock("tables"):
            tables = build_tables(outcome)
            sides = {side: exported_rows(tables, side) for side in SIDES}
        with clock("prove"):
            proof = prove(sides["train"], sides["test"], limits_of(recipe), engine)
            proof.check()
        write_outputs(outcome, tables, sides, proof, registry, folder, clock.seconds, progress)
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


class _Analyses:
    """Analyses of samples' code; equal code once."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._found: dict[tuple[str, str], Analysis] = {}

    def note(self, sample: Sample) -> None:
        """Analyse the code of a sample that was found just now, unless others had better do that."""
        item = (sample.code, sample.scene or "")
        if item not in self._found and (self._engine.workers == 1 or len(self._found) < _ANALYSIS_CHUNK):
            with self._clock("analyse"):
                self._found[item] = _analyse_one(item)

    def of(self, samples: Sequence[Sample], progress: Progress) -> dict[str, Analysis]:
        """The analyses by sample id."""
        wanted = {(s.code, s.scene or "") for s in samples}
        items = sorted(wanted - self._found.keys())
        progress.start("analyse", len(items), "codes")
        for index, analysis in self._engine.map(function_task(_analyse_one), items, chunk=_ANALYSIS_CHUNK):
            self._found[items[index]] = analysis
            progress.advance()
        wrong = sum(self._found[item].problem is not None for item in wanted)
        progress.finish(f"{len(wanted)} distinct codes, {wrong} of them not Python")
        return {s.id: self._found[s.code, s.scene or ""] for s in samples}


def _analyse_one(item: tuple[str, str]) -> Analysis:
    code, scene = item
    return analyse(code, scene or None)


def _facts(
    extraction: Extraction, going_on: Iterable[Sample], analyses: Mapping[str, Analysis]
) -> dict[str, Facts]:
    """What samples are compared by: their code, and the description they go on with."""
    said = {s.id: s.description for s in extraction} | {s.id: s.description for s in going_on}
    return {s.id: Facts.of(s.code, analyses[s.id], said[s.id]) for s in extraction}


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


def _judge(
    samples: Iterable[Sample],
    analyses: Mapping[str, Analysis],
    renders: Mapping[str, Verdict],
    recipe: Recipe,
) -> dict[str, Judgement]:
    """The quality of samples with the descriptions they go on with."""
    judged = [
        Judged(
            s.id,
            s.code,
            s.scene,
            s.description,
            s.description_origin,
            analyses[s.id].features,
            _seen(renders.get(s.id)),
        )
        for s in samples
    ]
    return assess_quality(judged, recipe.quality)


def _seen(verdict: Verdict | None) -> Rendering | None:
    if verdict is None or not verdict.ok or not verdict.pictures:
        return None
    return Rendering(verdict.duration, bool(verdict.pictures["moved"]), float(verdict.pictures["blank"] or 0))


def _newly_described(kept: Iterable[Sample], descriptions: Mapping[str, Description]) -> Iterator[Sample]:
    """Those that had no description until the describe stage."""
    for sample in kept:
        if sample.description is None:
            new = descriptions[sample.id]
            yield replace(sample, description=new.text, description_origin=new.origin)


def _standings(
    samples: Sequence[Sample],
    copies: frozenset[str],
    analyses: Mapping[str, Analysis],
    renders: Mapping[str, Verdict],
    quality: Mapping[str, Judgement],
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
            quality=quality[s.id].score,
            copy=s.id in copies,
            id=s.id,
        )
        for s in samples
    }


class Clock:
    """Seconds by stage; stages that are entered twice add up, one inside another is no part of that other."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._inside = 0.0

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        self.seconds.setdefault(stage, 0.0)
        before, self._inside = self._inside, 0.0
        start = time.perf_counter()
        yield
        taken = time.perf_counter() - start
        self.seconds[stage] += taken - self._inside
        self._inside = before + taken

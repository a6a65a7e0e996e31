"""A build, top to bottom: sources in, dataset out. `build` is the flow; below it is what joins the rooms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from manimill.analyses import Analyses
from manimill.asset_policy import Furnished, furnish
from manimill.augment import augment_all, wanted_rows
from manimill.clock import Clock
from manimill.code.analysis import Analysis
from manimill.code.parse import collector_relaxed
from manimill.decontamination import EvaluationList, descriptions_in
from manimill.describe.answers import AnswerStore
from manimill.describe.course import Course
from manimill.describe.stage import describe_all
from manimill.describing import Describing, Rewording, Subject
from manimill.duplicates import Facts, Matches, Standing, decide, find
from manimill.engine import Engine, LocalEngine
from manimill.errors import EnvironmentFailure, InputError
from manimill.export import exported_rows
from manimill.gates import Findings, competes, permitted, release_of
from manimill.judging import judge
from manimill.leaks import prove
from manimill.models import newly_described, subject_of, subjects_of, waits
from manimill.outputs import SIDES, Outcome, build_tables, write_outputs
from manimill.pairs import fit_descriptions
from manimill.planning import complete, planned_sources, registry_for, something
from manimill.progress import Progress, Silent
from manimill.quality import Judgement
from manimill.recipe import Recipe
from manimill.records import Extraction, Sample, sample_id
from manimill.registry import DatasetRegistry
from manimill.release import Release
from manimill.render import Verdict, check_environment, fingerprint
from manimill.renders import render_samples, render_settings
from manimill.repairs import Repaired, repair_samples, written_for
from manimill.restored import add_sources, restore
from manimill.result import BuildResult
from manimill.sides import Found, divide, named_lists
from manimill.wording import Wording, borrow, originals, worded
from manimill.workspace import OutputFolder


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
    lists = named_lists(recipe, registry)
    versions: dict[str, str] = {}
    if recipe.render.enabled:
        check_environment(render_settings(recipe))
        versions = fingerprint(render_settings(recipe))
    with _asking(recipe, progress) as describing, OutputFolder.open(Path(out)) as folder:
        run = _Run(recipe, registry, engine, progress, Clock(), describing=describing)
        _finish(run, _gather(run, _extract(run, names, strict=strict)), lists, versions, folder)
    return BuildResult(Path(out))


@collector_relaxed()
def rebuild(
    result: BuildResult,
    recipe: Recipe,
    *,
    engine: Engine | None = None,
    progress: Progress | None = None,
    local: Mapping[str, str | Path] | None = None,
    describing: Describing | None = None,
    reword: bool = False,
) -> BuildResult:
    """Build a finished build anew in its own folder, from its tables: no source is read, no scene rendered.

    ``recipe`` may differ from the one that it was built with in what comes after rendering. ``local`` maps names of
    evaluation sets to files they are read from. Language models are not
    asked for descriptions: what they answered before counts. With ``reword`` they are asked for paraphrases, if the
    recipe wants any, through ``describing``, by default one of its own.

    Raises:
        OutputError: another version of manimill made it.
        LeakError: samples on the two sides of the split are too much alike; the old build is left as it was.
    """
    progress = progress or Silent()
    registry, lists = surroundings(result, recipe, local)
    restored = restore(result)
    with (
        _asking(recipe, progress, describing) as opened,
        OutputFolder.open(result.folder) as folder,
    ):
        run = _Run(
            recipe,
            registry,
            engine or LocalEngine(),
            progress,
            Clock(),
            restored.renders,
            restored.held,
            opened,
            ask=False,
            reword=reword,
        )
        _finish(run, _gather(run, restored.extraction), lists, restored.versions, folder)
    return BuildResult(result.folder)


@collector_relaxed()
def candidates(result: BuildResult, recipe: Recipe) -> list[Subject]:
    """The samples of a finished build that `rebuild` would follow answers about, in order of ids.

    Raises:
        OutputError: another version of manimill made it.
    """
    registry = registry_for(recipe, offline=True)
    add_sources(registry, result)
    restored = restore(result)
    run = _Run(recipe, registry, LocalEngine(), Silent(), Clock(), restored.renders, restored.held)
    chosen, kept = _compared(run, _gather(run, restored.extraction))
    return subjects_of(kept, chosen.findings, recipe)


def surroundings(
    result: BuildResult, recipe: Recipe, local: Mapping[str, str | Path] | None = None
) -> tuple[DatasetRegistry, list[EvaluationList]]:
    """What `rebuild` needs besides the build itself: the catalog's entries, and what nothing in train may resemble.

    Raises:
        UserError: a file that the recipe names is no longer there.
        EnvironmentFailure: an evaluation set is out of reach.
    """
    registry = registry_for(recipe, local, offline=True)
    add_sources(registry, result)
    return registry, list(named_lists(recipe, registry))


@contextmanager
def _asking(
    recipe: Recipe, progress: Progress, describing: Describing | None = None
) -> Iterator[Describing | None]:
    """What asks language models, as far as the recipe wants that."""
    if describing is not None or not recipe.describe.asks:
        yield describing
        return
    with AnswerStore.default() as store:
        yield Describing(recipe.describe, store=store, progress=progress)


def _finish(
    run: _Run,
    gathered: _Gathered,
    lists: Sequence[EvaluationList],
    versions: Mapping[str, str],
    folder: OutputFolder,
) -> None:
    """Everything after the code has been read."""
    progress = run.progress
    outcome = _divide(run, gathered, _choose(run, gathered), lists, versions)
    for sample, reason in gathered.furnished.gone.items():
        if outcome.releases[sample].kept:
            raise EnvironmentFailure(reason)
    outcome = _augment(run, outcome, lists)
    with run.clock("tables"):
        tables = build_tables(outcome)
        rows = {side: exported_rows(tables, side, run.recipe.sampling.weights) for side in SIDES}
    with run.clock("prove"):
        progress.start("prove", None, "pairs")
        proof = prove(rows["train"], rows["test"], run.recipe.limits(), run.engine)
        proof.check()
        progress.finish(f"{proof.train_rows * proof.test_rows} pairs across the split, none too much alike")
    write_outputs(outcome, tables, rows, proof, run.registry, folder, run.clock.seconds, progress)


@dataclass(frozen=True)
class _Run:
    """What every stage of a build is handed.

    ``renders`` are verdicts that are known already, None where scenes are to be rendered; ``held`` likewise who is held
    back for the files that it needs. ``describing`` is what asks
    language models, None where nobody is to; ``ask`` says whether they may be asked for descriptions that they have not
    given yet, ``reword`` whether for paraphrases.
    """

    recipe: Recipe
    registry: DatasetRegistry
    engine: Engine
    progress: Progress
    clock: Clock
    renders: Mapping[str, Verdict] | None = None
    held: Mapping[str, Release] | None = None
    describing: Describing | None = None
    ask: bool = True
    reword: bool = True

    @cached_property
    def analyses(self) -> Analyses:
        """Analyses of codes, each made once."""
        return Analyses(self.engine, self.clock)


@dataclass(frozen=True, slots=True)
class _Gathered:
    """Samples with the files they need, and what their code says; ``copies`` are further copies of identical rows."""

    extraction: Extraction
    furnished: Furnished
    repaired: Repaired
    copies: frozenset[str]
    analyses: Mapping[str, Analysis]


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What was found out about the samples, who repeats whom, and the description that each goes on with."""

    findings: Findings
    facts: Mapping[str, Facts]
    matches: Matches
    wordings: Mapping[str, Wording]
    originals: Mapping[str, str]


def _extract(run: _Run, names: Sequence[str], *, strict: bool) -> Extraction:
    """Read the sources."""
    with run.clock("extract"):
        extraction = run.registry.extract_all(names, run.progress, at_once=_noting(run.analyses, run.recipe))
        if strict:
            complete(extraction, len(names))
        return something(extraction)


def _gather(run: _Run, extraction: Extraction) -> _Gathered:
    """Read the code of samples."""
    with run.clock("extract"):
        copies = frozenset(
            s.id
            for s in extraction
            # Code with placeholders is not what the id was made of; no copy is lost by that.
            if not s.metadata.get("placeholders") and s.id != sample_id(s.source, s.key, s.code)
        )
        furnished = furnish(extraction.samples, run.recipe.assets.policy, run.held)
    with run.clock("repair"):
        repaired = repair_samples(furnished.samples, run.recipe, run.engine, run.progress)
        # Code may have changed; the ids are those of the code as it was found.
        extraction = replace(extraction, samples=repaired.samples)
    with run.clock("analyse"):
        found = run.analyses.of(extraction.samples, run.progress)
        return _Gathered(extraction, furnished, repaired, copies, found)


def _noting(analyses: Analyses, recipe: Recipe) -> Callable[[Sample], None]:
    """Analyses codes as they are found, save those that repair is going to change anyway."""

    def note(sample: Sample) -> None:
        if not recipe.repair.enabled or written_for(sample) in (None, "ce"):
            analyses.note(sample)

    return note


def _choose(run: _Run, gathered: _Gathered) -> _Chosen:
    """Run the scenes, see that descriptions fit, and choose among duplicates; describe what is kept."""
    chosen, kept = _compared(run, gathered)
    with run.clock("describe"):
        found = _ask_models(run, kept, chosen.findings)
    with run.clock("quality"):
        described = newly_described(kept, found.descriptions)
        judged = judge(described, gathered.analyses, found.renders, run.recipe.quality)
    return replace(chosen, findings=replace(found, quality={**found.quality, **judged}))


def _compared(run: _Run, gathered: _Gathered) -> tuple[_Chosen, list[Sample]]:
    """What is found out before a language model is asked, and the samples that go on, described by rules at least."""
    recipe, engine, progress, analyses = run.recipe, run.engine, run.progress, gathered.analyses
    taking_part = [
        s
        for s in gathered.extraction
        if permitted(s, gathered.furnished, gathered.repaired, analyses[s.id], recipe)
    ]
    with run.clock("render"):
        renders = render_samples(taking_part, gathered.furnished, recipe, engine, progress, run.renders)
    with run.clock("pair"):
        fitted = fit_descriptions(taking_part, renders, recipe.pairing, engine, progress)
        going_on = worded(taking_part, fitted.wordings)
    with run.clock("quality"):
        quality = judge(going_on, analyses, renders, recipe.quality)
    found = Findings(gathered.furnished, gathered.repaired, analyses, renders, fitted, quality, {}, {})
    with run.clock("duplicates"):
        facts = _facts(gathered.extraction, going_on, analyses)
        matches = find(facts, recipe.duplicates)
        competing = [s for s in going_on if competes(s.id, fitted, quality, recipe)]
        waiting = {s.id for s in going_on if waits(s, found, recipe)}
        standings = _standings(
            [*competing, *(s for s in going_on if s.id in waiting)], gathered, renders, quality, run.registry
        )
        # What those that wait for a better description say now is nothing that they could repeat.
        compared = {s: replace(f, description=None) if s in waiting else f for s, f in facts.items()}
        decisions = decide(compared, standings, matches, recipe.duplicates, later=waiting)
        decisions = {s: d for s, d in decisions.items() if d.kept or s not in waiting}
        wordings = borrow(fitted.wordings, decisions)
    with run.clock("describe"):
        kept = worded((s for s in going_on if s.id in decisions and decisions[s.id].kept), wordings)
        descriptions = describe_all(kept, engine, progress)
    found = replace(found, decisions=decisions, descriptions=descriptions)
    source_of_code = originals({s.id: s for s in taking_part}, decisions, run.registry.collections())
    return _Chosen(found, facts, matches, wordings, source_of_code), kept


def _divide(
    run: _Run,
    gathered: _Gathered,
    chosen: _Chosen,
    lists: Sequence[EvaluationList],
    versions: Mapping[str, str],
) -> Outcome:
    """Decide what is exported, and on which side."""
    extraction, recipe = gathered.extraction, run.recipe
    releases = {s.id: release_of(s, chosen.findings, recipe) for s in extraction}
    with run.clock("split"):
        found = Found(extraction, gathered.analyses, chosen.findings.descriptions, chosen.matches, releases)
        sides = divide(found, lists, run.registry, recipe, run.engine, run.progress)
    return Outcome(
        recipe=recipe,
        extraction=extraction,
        findings=chosen.findings,
        facts=chosen.facts,
        matches=chosen.matches,
        wordings=chosen.wordings,
        originals=chosen.originals,
        releases=releases,
        contamination=sides.contamination,
        split=sides.split,
        versions=versions,
    )


def _augment(run: _Run, outcome: Outcome, lists: Sequence[EvaluationList]) -> Outcome:
    """Find more wordings for what is trained on; none comes near what is tested with, here or elsewhere."""
    descriptions, recipe = outcome.findings.descriptions, run.recipe
    exported = [s for s in outcome.extraction if outcome.releases[s.id].kept]
    train = [s for s in exported if outcome.split.side_of(s.id) == "train"]
    tested = [descriptions[s.id].text for s in exported if outcome.split.side_of(s.id) == "test"]
    with run.clock("augment"):
        reworded = _paraphrases(run, train, outcome.findings)
        paraphrases = {name: course.text for name, course in reworded.items()}
        _say_what_is_left(run)
        augmentation = augment_all(
            train,
            descriptions,
            [*tested, *descriptions_in(lists)],
            rates=recipe.augment,
            limits=recipe.limits(),
            seed=recipe.seed,
            progress=run.progress,
            alternatives=outcome.findings.asked.alternatives(),
            paraphraser=lambda sample, _, number: paraphrases.get((sample, number)),
            paraphrased_by=recipe.describe.model,
        )
    return replace(outcome, augmentation=augmentation, reworded=tuple(reworded.values()))


def _paraphrases(run: _Run, train: Sequence[Sample], found: Findings) -> Mapping[tuple[str, int], Course]:
    """Other wordings of descriptions from a language model, as many as rows are wanted; none if none are asked for."""
    recipe, describing = run.recipe, run.describing
    if describing is None or not recipe.augment.paraphrases:
        return {}
    wanted = wanted_rows(train, found.descriptions, recipe.augment, recipe.seed)
    # Rows that further descriptions are there for need no paraphrase.
    there = {sample: len(further) for sample, further in found.asked.alternatives().items()}
    rewordings = [
        Rewording(subject_of(s, found), found.descriptions[s.id].text or "", lacking)
        for s in train
        if (lacking := wanted.get(s.id, 0) - there.get(s.id, 0)) > 0
    ]
    stopped = describing.tally is not None and describing.tally.stopped is not None
    return describing.paraphrases(rewordings, ask=run.reword and not stopped)


def _facts(
    extraction: Extraction, going_on: Iterable[Sample], analyses: Mapping[str, Analysis]
) -> dict[str, Facts]:
    """What samples are compared by: their code, and the description they go on with."""
    said = {s.id: s.description for s in extraction} | {s.id: s.description for s in going_on}
    return {s.id: Facts.of(s.code, analyses[s.id], said[s.id]) for s in extraction}


def _standings(
    samples: Sequence[Sample],
    gathered: _Gathered,
    renders: Mapping[str, Verdict],
    quality: Mapping[str, Judgement],
    registry: DatasetRegistry,
) -> dict[str, Standing]:
    """What each sample has going for it. Where nothing is rendered, code that cannot run fails all the same."""

    def fails(sample: Sample) -> bool:
        verdict = renders.get(sample.id)
        if verdict is not None:
            return not verdict.ok
        return gathered.analyses[sample.id].problem is not None or sample.scene is None

    return {
        s.id: Standing(
            fails=fails(s),
            priority=registry.priority(s.source),
            origin_rank=s.description_origin.rank,
            quality=quality[s.id].score,
            copy=s.id in gathered.copies,
            id=s.id,
        )
        for s in samples
    }


def _ask_models(run: _Run, kept: Sequence[Sample], found: Findings) -> Findings:
    """Have a language model describe what is going to be exported, as far as the recipe says so."""
    describing = run.describing
    if describing is None:
        return found
    subjects = subjects_of(kept, found, run.recipe)
    asked = describing.ask(subjects) if run.ask else describing.kept(subjects)
    return replace(found, asked=asked, descriptions={**found.descriptions, **asked.generated()})


def _say_what_is_left(run: _Run) -> None:
    tally = run.describing.tally if run.describing is not None else None
    if tally is not None and tally.left and run.ask:
        why = tally.stopped or next(iter(tally.troubles), "it was stopped")
        run.progress.warn(
            f"{tally.left} texts were not asked for ({why}); the same command asks for the rest."
        )

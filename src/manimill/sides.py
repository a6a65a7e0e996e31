"""The sides of the split: what samples are compared by, what holds them together, what they must not resemble."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from manimill.code.analysis import Analysis
from manimill.decontamination import Contamination, EvaluationList, contamination, descriptions_in
from manimill.duplicates import OF_DESCRIPTIONS, Matches
from manimill.engine import Engine
from manimill.errors import EnvironmentFailure, InputError
from manimill.progress import Progress
from manimill.recipe import Recipe
from manimill.records import Description, EvaluationItem, Extraction, Sample
from manimill.registry import DatasetRegistry
from manimill.release import Release
from manimill.resemblance.origin import repository_of, videos_of
from manimill.resemblance.search import by_description, by_repository, by_video
from manimill.resemblance.subjects import Code, Subject, Wordings
from manimill.split import Link, Member, Split, split_apart
from manimill.text.normal import description_key

_LARGE = 0.1
"""The share of samples from which on it is worth a word that clusters took them to test."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is known before the split; maps are keyed by sample id."""

    extraction: Extraction
    analyses: Mapping[str, Analysis]
    descriptions: Mapping[str, Description]
    matches: Matches
    releases: Mapping[str, Release]


@dataclass(frozen=True, slots=True)
class Sides:
    """The split, and what it had to stay away from."""

    split: Split
    contamination: Contamination


def named_lists(recipe: Recipe, registry: DatasetRegistry) -> list[EvaluationList]:
    """What the recipe says that nothing in train may resemble, read.

    Raises:
        CatalogError: a source is not in the catalog.
        InputError: a file cannot be read, or there is nothing in it.
        EnvironmentFailure: a source is out of reach.
    """
    return [EvaluationList(name, registry.evaluation_items(name)) for name in recipe.split.decontaminate]


def divide(
    found: Found,
    lists: Sequence[EvaluationList],
    registry: DatasetRegistry,
    recipe: Recipe,
    engine: Engine,
    progress: Progress,
) -> Sides:
    """Put every sample on a side. ``lists`` are those of the recipe."""
    progress.start("split", None, "samples")
    subjects = _subjects(found)
    lists, unread = _evaluation_lists(found.extraction, lists, registry)
    exported = [subjects[sample] for sample, release in found.releases.items() if release.kept]
    # Only lists are compared with what is not exported too.
    described = subjects.values() if lists else exported
    wordings = Wordings.of([s.description for s in described] + [*descriptions_in(lists)])
    overlaps = contamination(
        list(subjects.values()),
        lists,
        wordings,
        recipe.limits(),
        engine,
        unread=unread,
        own={name: [s.id for s in samples] for name, samples in _tested(found.extraction).items()},
    )
    split = _split(found, subjects, exported, wordings, overlaps, recipe)
    tested = sum(split.side_of(s.id) == "test" for s in exported)
    progress.finish(f"{len(exported) - tested} to train, {tested} to test")
    _warn_of_large_clusters(split, found.releases, recipe, progress)
    return Sides(split, overlaps)


def _subjects(found: Found) -> dict[str, Subject]:
    """What the split compares samples by: their code, and the description they are exported with."""

    def subject(sample: Sample) -> Subject:
        final = found.descriptions.get(sample.id)
        return Subject(
            id=sample.id,
            code=Code(sample.code, found.analyses[sample.id].forms),
            description=description_key(final.text if final else sample.description),
            videos=videos_of(sample.metadata, sample.provenance.url),
            repository=repository_of(sample.provenance.url),
        )

    return {s.id: subject(s) for s in found.extraction}


def _evaluation_lists(
    extraction: Extraction, lists: Sequence[EvaluationList], registry: DatasetRegistry
) -> tuple[list[EvaluationList], dict[str, str]]:
    """The recipe's lists, and to be reported what else is known to be tested with; and why some were not read.

    The test sides of the build's own sources are such lists too; what is on them is in test anyway.
    """
    compared = {one.name: one for one in lists}
    unread: dict[str, str] = {}
    for name, samples in _tested(extraction).items():
        items = [EvaluationItem(s.provenance.row or 0, s.description, s.code, "test") for s in samples]
        compared.setdefault(name, EvaluationList(name, items, binding=False))
    for name in registry.evaluation_sets():
        if name not in compared:
            try:
                items = registry.evaluation_items(name, offline=True)
            except (EnvironmentFailure, InputError) as error:
                unread[name] = str(error)
            else:
                compared[name] = EvaluationList(name, items, binding=False)
    return [one for _, one in sorted(compared.items())], unread


def _tested(extraction: Extraction) -> dict[str, list[Sample]]:
    """Samples that their source tests with, by the name of that side of it."""
    tested: dict[str, list[Sample]] = {}
    for sample in extraction:
        if sample.metadata.get("upstream_split") == "test":
            tested.setdefault(f"{sample.source}:test", []).append(sample)
    return tested


def _split(
    found: Found,
    subjects: Mapping[str, Subject],
    exported: Sequence[Subject],
    wordings: Wordings,
    overlaps: Contamination,
    recipe: Recipe,
) -> Split:
    members = {
        s.id: Member(_draw_key(subjects[s.id], recipe), s.metadata.get("upstream_split"))
        for s in found.extraction
    }
    return split_apart(
        members,
        _links(subjects, found.matches, _speaking(found), recipe),
        exported,
        wordings,
        recipe.limits(),
        test=recipe.split.test,
        seed=recipe.seed,
        contaminated=overlaps.samples,
    )


def _warn_of_large_clusters(
    split: Split, releases: Mapping[str, Release], recipe: Recipe, progress: Progress
) -> None:
    """Say so where clusters, which go to test as soon as one of them is drawn there, make the test side large."""
    exported = {sample for sample, release in releases.items() if release.kept}
    joined = [c for c in split.clusters.values() if c.reason == "joined"]
    moved = sum(len(exported.intersection(c.members)) for c in joined)
    if moved > _LARGE * len(exported):
        largest = max(joined, key=lambda c: len(exported.intersection(c.members)))
        rule = max(largest.held_by, key=lambda rule: largest.held_by[rule])
        progress.warn(
            f"{moved} of {len(exported)} samples are in test only because clusters hold them together, where a share "
            f"of {recipe.split.test:g} was asked for; the largest cluster has "
            f"{len(exported.intersection(largest.members))} of them, held together mostly by {rule}: look at it in "
            "report/index.html, and raise that limit under [duplicates] if they are not so much alike."
        )


def _draw_key(subject: Subject, recipe: Recipe) -> str:
    """What a sample is drawn by: never its id, because copies, in however many sources, must be drawn as one.

    Where a repository or a video stays together it is one draw too, or large ones would all end up in test.
    """
    if "repository" in recipe.split.by and subject.repository is not None:
        return subject.repository
    if "video" in recipe.split.by and subject.videos:
        return subject.videos[0]
    assert subject.code is not None  # every sample has code
    return subject.code.forms.animation


def _speaking(found: Found) -> frozenset[str]:
    """The samples whose descriptions count: those that are exported, and those that their source tests with.

    The others' do not, because a description may stand beside a code that it does not fit: a chain of such pairs
    would hold a scrambled source together as one.
    """
    return frozenset(
        s.id
        for s in found.extraction
        if found.releases[s.id].kept or s.metadata.get("upstream_split") == "test"
    )


def _links(
    subjects: Mapping[str, Subject], matches: Matches, speaking: frozenset[str], recipe: Recipe
) -> list[Link]:
    """What must stay on one side: duplicates, the same final description, and the origins that the recipe names."""
    groups = [("same_description", by_description(s for s in subjects.values() if s.id in speaking))]
    if "video" in recipe.split.by:
        groups.append(("same_video", by_video(subjects.values())))
    if "repository" in recipe.split.by:
        groups.append(("same_repository", by_repository(subjects.values())))
    return [
        *(
            Link(link.rule, (link.id, link.other), link.similarity)
            for link in matches.links
            if link.rule not in OF_DESCRIPTIONS or {link.id, link.other} <= speaking
        ),
        *(Link(rule, tuple(s.id for s in group)) for rule, keyed in groups for group in keyed.values()),
    ]

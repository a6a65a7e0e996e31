"""How a build is split: what samples are compared by, what they must stay away from, what holds them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from manimill.code.analysis import Analysis
from manimill.decontamination import Contamination, EvaluationList, contamination
from manimill.duplicates import OF_DESCRIPTIONS, Matches
from manimill.engine import Engine
from manimill.errors import EnvironmentFailure, InputError
from manimill.recipe import Recipe
from manimill.records import Description, EvaluationItem, Extraction, Sample
from manimill.registry import DatasetRegistry
from manimill.release import Release
from manimill.resemblance.origin import repository_of, videos_of
from manimill.resemblance.search import Limits, by_description, by_repository, by_video
from manimill.resemblance.subjects import Code, Subject, Wordings
from manimill.split import Link, Member, Split, split_apart
from manimill.text.normal import description_key


def subjects_of(
    extraction: Extraction, analyses: Mapping[str, Analysis], descriptions: Mapping[str, Description]
) -> dict[str, Subject]:
    """What the split compares samples by: their code, and the description they are exported with."""

    def subject(sample: Sample) -> Subject:
        final = descriptions.get(sample.id)
        return Subject(
            id=sample.id,
            code=Code(sample.code, analyses[sample.id].forms),
            description=description_key(final.text if final else sample.description),
            videos=videos_of(sample.metadata, sample.provenance.url),
            repository=repository_of(sample.provenance.url),
        )

    return {s.id: subject(s) for s in extraction}


def overlaps_with_lists(
    extraction: Extraction,
    subjects: Mapping[str, Subject],
    lists: Sequence[EvaluationList],
    registry: DatasetRegistry,
    recipe: Recipe,
    engine: Engine,
) -> Contamination:
    """Overlap with the recipe's lists, and with what else is known to be tested with and can be read.

    The test sides of the build's own sources are such lists too; what is on them is in test anyway.
    """
    tested: dict[str, list[Sample]] = {}
    for sample in extraction:
        if sample.metadata.get("upstream_split") == "test":
            tested.setdefault(f"{sample.source}:test", []).append(sample)
    compared, unread = {one.name: one for one in lists}, {}
    for name, samples in tested.items():
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
    return contamination(
        list(subjects.values()),
        [one for _, one in sorted(compared.items())],
        limits_of(recipe),
        engine,
        unread=unread,
        own={name: [s.id for s in samples] for name, samples in tested.items()},
    )


def split_samples(
    extraction: Extraction,
    subjects: Mapping[str, Subject],
    matches: Matches,
    overlaps: Contamination,
    releases: Mapping[str, Release],
    recipe: Recipe,
) -> Split:
    """The sides of all samples; of those that are exported, no two across the sides are too much alike."""
    exported = [subjects[sample] for sample, release in releases.items() if release.kept]
    return split_apart(
        {
            s.id: Member(_draw_key(subjects[s.id], recipe), s.metadata.get("upstream_split"))
            for s in extraction
        },
        _links(subjects, matches, _speaking(extraction, releases), recipe),
        exported,
        Wordings.of(s.description for s in exported),
        limits_of(recipe),
        test=recipe.split.test,
        seed=recipe.seed,
        contaminated=overlaps.samples,
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


def _speaking(extraction: Extraction, releases: Mapping[str, Release]) -> frozenset[str]:
    """The samples whose descriptions count: those that are exported, and those that their source tests with.

    The others' do not, because a description may stand beside a code that it does not fit: a chain of such pairs
    would hold a scrambled source together as one.
    """
    return frozenset(
        s.id for s in extraction if releases[s.id].kept or s.metadata.get("upstream_split") == "test"
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


def limits_of(recipe: Recipe) -> Limits:
    """From what on two samples are too much alike to be on different sides."""
    return Limits(
        recipe.duplicates.near_code,
        recipe.duplicates.near_description,
        recipe.duplicates.near_meaning,
        video="video" in recipe.split.by,
        repository="repository" in recipe.split.by,
    )

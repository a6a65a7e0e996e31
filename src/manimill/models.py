"""Samples that a language model is to describe, or has described."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from manimill.describing import Subject
from manimill.gates import Findings, competes, lacks_description_only
from manimill.recipe import Recipe
from manimill.records import Description, Sample


def subjects_of(kept: Iterable[Sample], found: Findings, recipe: Recipe) -> list[Subject]:
    """The samples that a model is asked about."""
    return [subject_of(s, found) for s in kept if may_be_described(s, found, recipe)]


def waits(sample: Sample, found: Findings, recipe: Recipe) -> bool:
    """Whether a sample is left out for its description, and a model is to be asked for a better one."""
    return (
        recipe.describe.asks
        and sample.description_origin in recipe.describe.replace
        and not competes(sample.id, found.fitted, found.quality, recipe)
        and lacks_description_only(sample, found, recipe)
    )


def may_be_described(sample: Sample, found: Findings, recipe: Recipe) -> bool:
    """Whether a model may describe a sample: its description may be replaced, and nothing else holds it back."""
    described = found.descriptions[sample.id]
    return described.origin in recipe.describe.replace and lacks_description_only(sample, found, recipe)


def subject_of(sample: Sample, found: Findings) -> Subject:
    """A sample as models are told of it."""
    features, verdict = found.analyses[sample.id].features, found.renders.get(sample.id)
    if verdict is None:
        return Subject(sample, features)
    return Subject(sample, features, verdict.storyboard, tuple(dict.fromkeys(verdict.frames.values())))


def newly_described(kept: Iterable[Sample], descriptions: Mapping[str, Description]) -> Iterator[Sample]:
    """Those that had another description, or none, until the describe stage."""
    for sample in kept:
        new = descriptions[sample.id]
        if sample.description != new.text:
            yield sample.with_words(new)

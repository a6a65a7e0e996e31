"""What is too much alike across two collections of samples: every such pair, by rule.

The answer is exact. Code and descriptions are compared once per distinct form, so that copies cost nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from manimill.resemblance.pairs import Pairs
from manimill.resemblance.sets import Hashes, similar_sets
from manimill.resemblance.subjects import Code, Subject, Wordings
from manimill.resemblance.vectors import similar_vectors

Kind = Literal[
    "identical_code",
    "canonical_code",
    "same_animation",
    "same_description",
    "same_video",
    "same_repository",
    "near_code",
    "near_description",
    "near_meaning",
]
"""The rules, the strictest first."""

STRICTNESS: Mapping[Kind, int] = {kind: rank for rank, kind in enumerate(get_args(Kind))}
"""The place of each rule in that order; the similarities of two rules cannot be compared."""

Groups = dict[str, list[Subject]]
"""What has one form, by that form, sorted."""

_STRICTER: Sequence[tuple[Kind, Callable[[Code], str]]] = (
    ("identical_code", lambda code: code.text),
    ("canonical_code", lambda code: code.forms.code),
)
"""The rules that are stricter than ``same_animation``, the strictest first, and what is the same then."""


@dataclass(frozen=True, slots=True)
class Limits:
    """From which similarity on two samples are too much alike; above 1 the rule is off.

    ``near_code`` and ``near_description`` are Jaccard similarities of shingles, ``near_meaning`` is the cosine of
    descriptions. With ``video`` or ``repository`` those that share one are too much alike as well.
    """

    near_code: float
    near_description: float
    near_meaning: float
    video: bool = False
    repository: bool = False


@dataclass(frozen=True, slots=True)
class Resemblance:
    """Everything on the left in one form, and everything on the right in one that is too much like it.

    ``left`` and ``right`` are ids, sorted; ``similarity`` is 1 where both are the same.
    """

    kind: Kind
    left: tuple[str, ...]
    right: tuple[str, ...]
    similarity: float = 1.0


def resembling(
    left: Sequence[Subject], right: Sequence[Subject], wordings: Wordings, limits: Limits
) -> Iterator[Resemblance]:
    """Every pair of forms across the two collections that reaches a limit.

    Of rules that are stricter and looser versions of one another the strictest is named. ``wordings`` has the
    descriptions of both collections.
    """
    yield from _codes(left, right, limits)
    yield from _descriptions(left, right, wordings, limits)
    if limits.video:
        yield from _shared("same_video", by_video(left), by_video(right))
    if limits.repository:
        yield from _shared("same_repository", by_repository(left), by_repository(right))


def by_animation(subjects: Iterable[Subject]) -> Groups:
    """Those that have code, by its animation form."""
    return _grouped((s.code.forms.animation, s) for s in subjects if s.code is not None)


def by_description(subjects: Iterable[Subject]) -> Groups:
    """Those that have a description, by its normal form."""
    return _grouped((s.description, s) for s in subjects if s.description is not None)


def by_video(subjects: Iterable[Subject]) -> Groups:
    """Those that belong to a video, by its key; a subject of several videos is there several times."""
    return _grouped((video, s) for s in subjects for video in s.videos)


def by_repository(subjects: Iterable[Subject]) -> Groups:
    """Those that were found in a repository, by its key."""
    return _grouped((s.repository, s) for s in subjects if s.repository is not None)


def strictest(one: Iterable[Subject], other: Iterable[Subject]) -> Kind:
    """The strictest rule by which any code of the first is the same as any of the second; all show one animation."""
    codes = [[s.code for s in side if s.code is not None] for side in (one, other)]
    for kind, form in _STRICTER:
        if {form(code) for code in codes[0]} & {form(code) for code in codes[1]}:
            return kind
    return "same_animation"


def _codes(left: Sequence[Subject], right: Sequence[Subject], limits: Limits) -> Iterator[Resemblance]:
    one, other = by_animation(left), by_animation(right)
    for animation in sorted(one.keys() & other.keys()):
        kind = strictest(one[animation], other[animation])
        yield Resemblance(kind, _ids(one[animation]), _ids(other[animation]))
    if limits.near_code <= 1:
        pairs = similar_sets(shingles_of(one), shingles_of(other), limits.near_code)
        yield from _alike("near_code", one, other, pairs)


def _descriptions(
    left: Sequence[Subject], right: Sequence[Subject], wordings: Wordings, limits: Limits
) -> Iterator[Resemblance]:
    one, other = by_description(left), by_description(right)
    yield from _shared("same_description", one, other)
    if limits.near_description <= 1:
        sets = wordings.shingles_of(one), wordings.shingles_of(other)
        yield from _alike("near_description", one, other, similar_sets(*sets, limits.near_description))
    if limits.near_meaning <= 1:
        vectors = wordings.vectors_of(one), wordings.vectors_of(other)
        yield from _alike("near_meaning", one, other, similar_vectors(*vectors, limits.near_meaning))


def shingles_of(groups: Groups) -> list[Hashes]:
    """The shingles of each group of one animation, in order."""
    return [group[0].code.forms.shingles for group in groups.values() if group[0].code is not None]


def _shared(kind: Kind, one: Groups, other: Groups) -> Iterator[Resemblance]:
    for key in sorted(one.keys() & other.keys()):
        yield Resemblance(kind, _ids(one[key]), _ids(other[key]))


def _alike(kind: Kind, one: Groups, other: Groups, pairs: Pairs) -> Iterator[Resemblance]:
    """Pairs of groups, without those of the same form, which a stricter rule has named."""
    first, second = list(one), list(other)
    for left, right, similarity in zip(pairs.left, pairs.right, pairs.similarity, strict=True):
        mine, theirs = first[left], second[right]
        if mine != theirs:
            yield Resemblance(kind, _ids(one[mine]), _ids(other[theirs]), round(float(similarity), 6))


def _grouped(keyed: Iterable[tuple[str, Subject]]) -> Groups:
    groups: Groups = {}
    for key, subject in keyed:
        groups.setdefault(key, []).append(subject)
    return dict(sorted(groups.items()))


def _ids(subjects: Iterable[Subject]) -> tuple[str, ...]:
    return tuple(sorted(s.id for s in subjects))

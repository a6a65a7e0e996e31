"""Which sample of those that say the same is kept.

Samples are taken in order of standing, and each is kept unless it repeats one that has been kept already. So every
removed sample repeats a kept one directly, never through a chain of others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from manimill.duplicates.facts import Facts
from manimill.duplicates.matches import Matches, Nodes, Rule
from manimill.duplicates.requests import same_request
from manimill.duplicates.search import look_alike
from manimill.duplicates.sets import Neighbourhood
from manimill.recipe import Duplicates

_LARGEST_NEIGHBOURHOOD = 20_000
"""Nodes up to which a kept one is compared with all it is connected with; in larger components, with those it is
linked with, because comparing each with each would take hours."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a sample has going for it: that it renders, its source's priority, who described it, its quality.

    ``fails`` says that it does not render; of ``priority`` and ``quality`` more is better, of ``origin_rank`` less.
    ``copy`` marks a further copy of an identical row, which never takes the place of the first.
    """

    fails: bool
    priority: int
    origin_rank: int
    quality: float
    copy: bool
    id: str

    def rank(self, criteria: Sequence[str]) -> tuple[Any, ...]:
        """What it is sorted by, the better the smaller: the criteria in their order, then the id."""
        values = {
            "rendered": self.fails,
            "priority": -self.priority,
            "origin": self.origin_rank,
            "quality": -self.quality,
        }
        return (*(values[name] for name in criteria), self.copy, self.id)


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a sample is kept, and if not, which kept sample it repeats, by which rule, and how closely.

    ``kept_because`` names what a kept sample has over the best of those it replaced: ``rendered``, ``priority``,
    ``origin``, ``quality`` or, where they are equal in all of that, ``id``. It is None where it replaced none.
    """

    kept: bool
    rule: Rule | None = None
    matched_id: str | None = None
    similarity: float | None = None
    kept_because: str | None = None


def decide(
    facts: Mapping[str, Facts],
    standings: Mapping[str, Standing],
    matches: Matches,
    settings: Duplicates,
    *,
    later: Collection[str] = (),
) -> dict[str, Decision]:
    """Decide about every sample that has a standing; those in ``later`` after all others, whom they keep nothing from.

    With ``variants = "best"`` one sample is kept of those whose code matches and of those whose description does. With
    ``"all"`` a sample is only removed where both match, or where its code matches and it has no description.
    """
    ranks = {sample: standing.rank(settings.keep) for sample, standing in standings.items()}
    kept = _Kept(facts, matches, strict=settings.variants == "all")
    decisions: dict[str, Decision] = {}
    best_replaced: dict[str, str] = {}
    for sample in sorted(standings, key=lambda sample: (sample in later, ranks[sample])):
        repeated = kept.repeated_by(sample)
        if repeated is None:
            kept.add(sample)
            decisions[sample] = Decision(kept=True)
        else:
            rule, other, similarity = repeated
            decisions[sample] = Decision(False, rule, other, round(similarity, 4))
            # Samples come in order of rank, so the first that one replaces is the best of them.
            if sample not in later:
                best_replaced.setdefault(other, sample)
    for sample, other in best_replaced.items():
        why = _advantage(ranks[sample], ranks[other], settings.keep)
        decisions[sample] = replace(decisions[sample], kept_because=why)
    return decisions


def _advantage(better: tuple[Any, ...], worse: tuple[Any, ...], criteria: Sequence[str]) -> str:
    differing = (name for name, a, b in zip(criteria, better, worse, strict=False) if a != b)
    return next(differing, "id")


class _Kept:
    """The samples kept so far, and who repeats them."""

    def __init__(self, facts: Mapping[str, Facts], matches: Matches, *, strict: bool) -> None:
        self._facts = facts
        self._strict = strict
        self._codes: dict[tuple[str, int], list[str]] = {}
        self._motions: dict[tuple[str, int], list[str]] = {}
        self._descriptions: dict[str, str] = {}
        self._near_codes = _Near(matches.codes, matches.near_code)
        self._near_descriptions = _Near(matches.descriptions, matches.near_description)

    def add(self, sample: str) -> None:
        """Note that a sample is kept."""
        own = self._facts[sample]
        self._codes.setdefault(own.code, []).append(sample)
        self._motions.setdefault(own.motion, []).append(sample)
        self._near_codes.add(sample)
        if own.description is not None:
            self._descriptions.setdefault(own.description, sample)
            self._near_descriptions.add(sample)

    def repeated_by(self, sample: str) -> tuple[Rule, str, float] | None:
        """The kept sample that one repeats, by the strongest rule that holds, and their similarity."""
        own = self._facts[sample]
        for rule, other, similarity in self._same_code(sample):
            if not self._strict or own.description is None or self._same_request(sample, other):
                return rule, other, similarity
        if self._strict or own.description is None:
            return None
        said = self._descriptions.get(own.description)
        if said is not None:
            return "same_description", said, 1.0
        for other, similarity in self._near_descriptions.of(sample):
            if same_request(own.description, self._facts[other].description or ""):
                return "near_description", other, similarity
        return None

    def _same_code(self, sample: str) -> Iterator[tuple[Rule, str, float]]:
        own = self._facts[sample]
        same = self._codes.get(own.code, [])
        yield from (("identical_code", other, 1.0) for other in same if self._facts[other].text == own.text)
        yield from (("canonical_code", other, 1.0) for other in same)
        yield from (("same_animation", other, 1.0) for other in self._motions.get(own.motion, []))
        for other, similarity in self._near_codes.of(sample):
            if not look_alike(own, self._facts[other]):
                yield "near_code", other, similarity

    def _same_request(self, sample: str, other: str) -> bool:
        one, said = self._facts[sample].description, self._facts[other].description
        if one == said:
            return True
        near = any(found == other for found, _ in self._near_descriptions.of(sample))
        return near and same_request(one or "", said or "")


class _Near:
    """Which kept samples the others are nearly the same as."""

    def __init__(self, nodes: Nodes, threshold: float) -> None:
        self._nodes = nodes
        self._threshold = threshold
        self._component = nodes.component()
        order = np.argsort(self._component, kind="stable")
        edges = np.flatnonzero(np.diff(self._component[order])) + 1
        self._members = np.split(order, edges)
        self._spaces: dict[int, Neighbourhood] = {}
        self._links = _links_by_node(
            nodes, {n for n, m in enumerate(self._members) if len(m) > _LARGEST_NEIGHBOURHOOD}
        )
        self._found: dict[int, list[tuple[str, float]]] = {}

    def add(self, sample: str) -> None:
        """Note that a sample is kept, for all that are like it."""
        node = self._nodes.of_sample[sample]
        for other, similarity in self._neighbours(node):
            if other != node:
                self._found.setdefault(other, []).append((sample, similarity))

    def of(self, sample: str) -> list[tuple[str, float]]:
        """The kept samples that a sample is nearly the same as, the nearest first."""
        found = self._found.get(self._nodes.of_sample[sample], [])
        return sorted(found, key=lambda one: -one[1])

    def _neighbours(self, node: int) -> list[tuple[int, float]]:
        number = int(self._component[node])
        members = self._members[number]
        if len(members) == 1:
            return []
        if len(members) > _LARGEST_NEIGHBOURHOOD:
            return self._links.get(node, [])
        if number not in self._spaces:
            self._spaces[number] = Neighbourhood.of(self._nodes.sets.take(members))
        similarities = self._spaces[number].similarities(int(np.searchsorted(members, node)))
        alike = np.flatnonzero(similarities >= self._threshold)
        return list(zip(members[alike].tolist(), similarities[alike].tolist(), strict=True))


def _links_by_node(nodes: Nodes, wanted: set[int]) -> dict[int, list[tuple[int, float]]]:
    """Of the nodes in some components, those each is linked with."""
    found: dict[int, list[tuple[int, float]]] = {}
    if not wanted:
        return found
    near = nodes.near
    for a, b, similarity in zip(
        near.left.tolist(), near.right.tolist(), near.similarity.tolist(), strict=True
    ):
        found.setdefault(a, []).append((b, similarity))
        found.setdefault(b, []).append((a, similarity))
    return found

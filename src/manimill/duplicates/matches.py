"""Who matches whom: links between samples, and the clusters they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from manimill.duplicates.near import Pairs, components
from manimill.duplicates.sets import Ints, Sets
from manimill.errors import InputError

Rule = Literal[
    "identical_code", "canonical_code", "same_animation", "near_code", "same_description", "near_description"
]
"""Why a sample repeats another one, the strongest first."""

Tie = Literal["same_module", "look_alike", "near_meaning"]
"""Why two samples that are no duplicates must not be torn apart all the same."""

OF_DESCRIPTIONS: frozenset[Rule | Tie] = frozenset({"same_description", "near_description", "near_meaning"})
"""The rules that look at descriptions; the others look at code."""


class Link(NamedTuple):
    """Two samples that are alike, the smaller id first; ``similarity`` is 1 for rules that are exact."""

    id: str
    other: str
    rule: Rule | Tie
    similarity: float


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """What samples are compared by near-duplicate rules: each distinct code, or each distinct description.

    ``of_sample`` maps sample ids to nodes, ``first`` nodes to their samples with the smallest id, ``sets`` has the
    shingles, ``near`` the pairs found and ``exchange`` which of these are look-alikes.
    """

    of_sample: Mapping[str, int]
    first: Sequence[str]
    sets: Sets
    near: Pairs
    exchange: npt.NDArray[np.bool_]

    def above(self, threshold: float) -> Nodes:
        """With the pairs that are at least that similar."""
        mask = self.near.similarity >= threshold
        return replace(self, near=self.near.where(mask), exchange=self.exchange[mask])

    def component(self) -> Ints:
        """The connected component of each node."""
        return components(len(self.first), [self.near])


@dataclass(frozen=True, eq=False)
class Matches:
    """Which samples match, found with the thresholds it names.

    Ask it (`members`, `links_of`, `neighbours`), or for what remains above higher thresholds (`at`), which compares
    nothing anew.
    """

    ids: Sequence[str]
    exact: Sequence[Link]
    """Links that are no matter of degree: each sample with the first of those it equals."""
    codes: Nodes
    descriptions: Nodes
    meaning: Pairs
    """Of nodes of `descriptions`."""
    near_code: float
    near_description: float
    near_meaning: float

    def at(
        self,
        *,
        near_code: float | None = None,
        near_description: float | None = None,
        near_meaning: float | None = None,
    ) -> Matches:
        """What matches at higher thresholds.

        Where more than 32 are alike, not all of their pairs are known, so at a higher threshold fewer of them may be
        connected than a search with that threshold would connect.

        Raises:
            InputError: a threshold is lower than the one the matches were found with.
        """
        code = self._raised("near_code", near_code)
        description = self._raised("near_description", near_description)
        meaning = self._raised("near_meaning", near_meaning)
        return replace(
            self,
            codes=self.codes.above(code),
            descriptions=self.descriptions.above(description),
            meaning=self.meaning.where(self.meaning.similarity >= meaning),
            near_code=code,
            near_description=description,
            near_meaning=meaning,
        )

    def _raised(self, name: str, wanted: float | None) -> float:
        found_with: float = getattr(self, name)
        if wanted is None:
            return found_with
        if wanted < found_with:
            raise InputError(
                f"These matches were found with {name} = {found_with:g}, so nothing is known of pairs below it; got "
                f"{wanted:g}. Ask for {found_with:g} or more, or search again."
            )
        return wanted

    @cached_property
    def links(self) -> list[Link]:
        """All links, sorted."""
        return sorted(self._unsorted)

    @cached_property
    def cluster(self) -> dict[str, str]:
        """The cluster of every sample: all it is linked with, directly or through others, by its smallest id."""
        position = {sample: at for at, sample in enumerate(self.ids)}
        ends = [(position[link.id], position[link.other]) for link in self._unsorted]
        pairs = np.array(ends, np.int64).reshape(-1, 2)
        found = components(len(self.ids), [Pairs(pairs[:, 0], pairs[:, 1], np.ones(len(pairs)))])
        smallest = np.full(len(self.ids), len(self.ids))
        np.minimum.at(smallest, found, np.arange(len(self.ids)))
        return {sample: self.ids[smallest[number]] for sample, number in zip(self.ids, found, strict=True)}

    def members(self) -> dict[str, list[str]]:
        """Ids by cluster; clusters and ids in alphabetical order."""
        groups: dict[str, list[str]] = {}
        for sample in self.ids:
            groups.setdefault(self.cluster[sample], []).append(sample)
        return dict(sorted(groups.items()))

    def links_of(self, sample: str) -> list[Link]:
        """The links of one sample, sorted."""
        return self._by_sample.get(sample, [])

    def neighbours(self, sample: str) -> list[str]:
        """The samples one is linked with, sorted."""
        return sorted({end for link in self.links_of(sample) for end in (link.id, link.other)} - {sample})

    @cached_property
    def _unsorted(self) -> list[Link]:
        return list(self._links())

    @cached_property
    def _by_sample(self) -> dict[str, list[Link]]:
        found: dict[str, list[Link]] = {}
        for link in self.links:
            found.setdefault(link.id, []).append(link)
            found.setdefault(link.other, []).append(link)
        return found

    def _links(self) -> Iterator[Link]:
        yield from self.exact
        rules: list[tuple[Nodes, Rule]] = [(self.codes, "near_code"), (self.descriptions, "near_description")]
        for nodes, rule in rules:
            for a, b, similarity, exchange in zip(*_plain(nodes.near), nodes.exchange.tolist(), strict=True):
                yield _link(nodes.first[a], nodes.first[b], "look_alike" if exchange else rule, similarity)
        first = self.descriptions.first
        for a, b, similarity in zip(*_plain(self.meaning), strict=True):
            yield _link(first[a], first[b], "near_meaning", similarity)


def _plain(pairs: Pairs) -> tuple[list[int], list[int], list[float]]:
    return pairs.left.tolist(), pairs.right.tolist(), pairs.similarity.tolist()


def _link(one: str, other: str, rule: Rule | Tie, similarity: float) -> Link:
    return Link(min(one, other), max(one, other), rule, round(similarity, 4))

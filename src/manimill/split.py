"""Train and test. Clusters, not samples, are drawn, so nothing that belongs together is torn apart.

Every draw is a hash of content and seed: a sample's side does not depend on what else is in the build,
on order or on size. The one exception is a sample that joins two clusters which had been drawn to
different sides. Then test wins, because a test sample must never have been trained on, and the split
says which clusters were joined.

Why the sides are not balanced exactly, source by source: a quota says how many of a source's samples are on the test
side, so the side of one depends on how many others there are, and adding samples would move old ones. Here every
content is drawn with the same probability, whatever its source, and independently of all other content. So each
source gets the share that was asked for as closely as chance lets it; `Split.shares` says how closely.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from manimill.resemblance.search import Limits, resembling
from manimill.resemblance.subjects import Subject, Wordings

Side = Literal["train", "test"]
Reason = Literal["drawn", "joined", "decontaminated", "upstream_test"]

_NORMAL_95 = 1.959964
"""The quantile of the normal distribution that leaves 2.5 % on either side."""


@dataclass(frozen=True, slots=True)
class Member:
    """What the split needs to know of one sample.

    ``draw_key`` stands for its content: equal keys are drawn to the same side. ``upstream`` is the side
    its source put it on, if it did.
    """

    draw_key: str
    upstream: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Samples that must be on one side, the rule that says so, and how much alike they are by it."""

    rule: str
    members: tuple[str, ...]
    similarity: float = 1.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """Samples on one side, sorted; ``id`` is the smallest of theirs.

    ``held_by`` counts the links that hold it together by rule. ``reason`` is ``upstream_test`` where its source put
    a member on the test side, ``decontaminated`` where a member is too much like an evaluation item, ``joined``
    where members were drawn to both sides, and otherwise ``drawn``.
    """

    id: str
    members: tuple[str, ...]
    side: Side
    reason: Reason
    held_by: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Share:
    """How many contents of a source were drawn to the test side, before anything was joined.

    ``low`` and ``high`` bound the probability of a draw with 95 % confidence (Wilson's interval); in one source of
    twenty it is outside of them by chance. ``test`` and ``samples`` count samples as they came out in the end.
    """

    contents: int
    drawn: int
    low: float
    high: float
    samples: int
    test: int

    def fits(self, share: float) -> bool:
        """Whether the draws agree with the share that was asked for."""
        return self.low <= share <= self.high


@dataclass(frozen=True, slots=True)
class Torn:
    """A cluster that a split sample by sample would have torn apart, and links that it would have cut."""

    cluster: Cluster
    train: tuple[str, ...]
    test: tuple[str, ...]
    cut: tuple[Link, ...]


@dataclass(frozen=True)
class Split:
    """The clusters and their sides.

    ``links`` are all that hold clusters together. ``found`` of them, at the end, were found by looking for pairs across
    the sides, ``rounds`` times until there were none.
    """

    clusters: Mapping[str, Cluster]
    links: Sequence[Link]
    members: Mapping[str, Member] = field(repr=False)
    test: float
    seed: int
    found: int = 0
    rounds: int = 0

    @cached_property
    def cluster_of(self) -> dict[str, Cluster]:
        """The cluster of each sample, by id in alphabetical order."""
        return dict(sorted((s, c) for c in self.clusters.values() for s in c.members))

    def side_of(self, sample: str) -> Side:
        """The side a sample is on."""
        return self.cluster_of[sample].side

    @property
    def joined(self) -> list[str]:
        """Clusters whose members had been drawn to both sides."""
        return [c.id for c in self.clusters.values() if c.reason == "joined"]

    def shares(self, sources: Mapping[str, str]) -> dict[str, Share]:
        """How the draws came out, by source; ``sources`` maps ids to names, and what it lacks is left out."""
        of_source: dict[str, list[str]] = {}
        for sample, source in sorted(sources.items()):
            of_source.setdefault(source, []).append(sample)
        return {source: self._share(ids) for source, ids in sorted(of_source.items())}

    def torn_by_sample(self, samples: Collection[str], shown: int = 3) -> list[Torn]:
        """Clusters that would have straddled the split had every one of ``samples`` been drawn for itself.

        The largest come first; with each go up to ``shown`` links across, the closest first.
        """
        sides = {s: _draw(f"alone\0{s}", self.test, self.seed) for s in samples}
        cut: dict[str, list[Link]] = {}
        for link in self.links:
            across = _across(link, sides)
            if across is not None:
                cut.setdefault(self.cluster_of[link.members[0]].id, []).append(across)
        torn = []
        for cluster in self.clusters.values():
            train = tuple(s for s in cluster.members if sides.get(s) == "train")
            test = tuple(s for s in cluster.members if sides.get(s) == "test")
            if train and test:
                links = sorted(cut.get(cluster.id, ()), key=lambda k: (-k.similarity, k.rule, k.members))
                torn.append(Torn(cluster, train, test, tuple(links[:shown])))
        return sorted(torn, key=lambda t: (-len(t.train) - len(t.test), t.cluster.id))

    def _share(self, ids: Sequence[str]) -> Share:
        keys = {self.members[s].draw_key for s in ids}
        drawn = sum(_draw(key, self.test, self.seed) == "test" for key in keys)
        low, high = _wilson(drawn, len(keys))
        return Share(len(keys), drawn, low, high, len(ids), sum(self.side_of(s) == "test" for s in ids))


def split_clusters(
    members: Mapping[str, Member],
    links: Iterable[Link],
    *,
    test: float,
    seed: int,
    contaminated: Collection[str] = (),
) -> Split:
    """Put samples that are linked, directly or through others, into clusters, and draw a side for each.

    ``members`` maps sample ids to `Member`; ``test`` is the share of draws that fall on the test side. A cluster
    goes to test if upstream put any member there, if any is ``contaminated``, or if any is drawn there.
    """
    links = [link for link in links if len(link.members) > 1]
    held: dict[str, Counter[str]] = {}
    together = _connected(sorted(members), links)
    cluster_of = {sample: group[0] for group in together for sample in group}
    for link in links:
        held.setdefault(cluster_of[link.members[0]], Counter())[link.rule] += 1
    lost = frozenset(contaminated)
    clusters = {}
    for group in together:
        side, reason = _side([members[s] for s in group], any(s in lost for s in group), test, seed)
        held_by = dict(sorted(held.get(group[0], Counter()).items()))
        clusters[group[0]] = Cluster(group[0], tuple(group), side, reason, held_by)
    return Split(dict(sorted(clusters.items())), links, members, test, seed)


def split_apart(
    members: Mapping[str, Member],
    links: Iterable[Link],
    subjects: Iterable[Subject],
    wordings: Wordings,
    limits: Limits,
    *,
    test: float,
    seed: int,
    contaminated: Collection[str] = (),
) -> Split:
    """`split_clusters`, and then no pair across the sides that is too much alike.

    Clusters may rest on a search that misses a pair in a hundred. So all pairs of ``subjects`` across the sides are
    looked at, what is too much alike is joined, and what moved to test because of it is looked at again.
    """
    links, subjects = list(links), sorted(subjects, key=lambda s: s.id)
    known = len(links)
    split = split_clusters(members, links, test=test, seed=seed, contaminated=contaminated)
    moved = [s for s in subjects if split.side_of(s.id) == "test"]
    rounds = 0
    while moved:
        rest = [s for s in subjects if split.side_of(s.id) == "train"]
        found = [
            Link(r.kind, (*r.left, *r.right), r.similarity) for r in resembling(moved, rest, wordings, limits)
        ]
        if not found:
            break
        rounds += 1
        links += found
        split = split_clusters(members, links, test=test, seed=seed, contaminated=contaminated)
        moved = [s for s in rest if split.side_of(s.id) == "test"]
    return Split(split.clusters, split.links, members, test, seed, found=len(links) - known, rounds=rounds)


def _side(members: Sequence[Member], contaminated: bool, test: float, seed: int) -> tuple[Side, Reason]:
    if any(member.upstream == "test" for member in members):
        return "test", "upstream_test"
    if contaminated:
        return "test", "decontaminated"
    drawn = {_draw(key, test, seed) for key in {member.draw_key for member in members}}
    return ("test", "joined") if len(drawn) > 1 else (next(iter(drawn)), "drawn")


def _draw(key: str, test: float, seed: int) -> Side:
    digest = hashlib.sha256(f"{seed}\0{key}".encode("utf-8", "surrogatepass")).digest()
    # The first 53 bits, which a float holds exactly.
    return "test" if (int.from_bytes(digest[:8], "big") >> 11) / 2**53 < test else "train"


def _connected(ids: Sequence[str], links: Iterable[Link]) -> list[list[str]]:
    """Connected components; ``ids`` are sorted, and so are the components and what is in them."""
    at = {sample: position for position, sample in enumerate(ids)}
    edges = [(at[link.members[0]], at[other]) for link in links for other in link.members[1:]]
    ends = np.array(edges, np.int64).reshape(-1, 2)
    graph = sparse.coo_matrix((np.ones(len(ends), np.int8), (ends[:, 0], ends[:, 1])), (len(ids), len(ids)))
    _, labels = connected_components(graph, directed=False)
    groups: dict[int, list[str]] = {}
    for sample, label in zip(ids, labels.tolist(), strict=True):
        groups.setdefault(label, []).append(sample)
    return sorted(groups.values())


def _across(link: Link, sides: Mapping[str, Side]) -> Link | None:
    """The first sample of each side that the link holds together, if it has some on both."""
    first = {
        side: next((s for s in link.members if sides.get(s) == side), None) for side in ("train", "test")
    }
    if first["train"] is None or first["test"] is None:
        return None
    return Link(link.rule, (first["train"], first["test"]), link.similarity)


def _wilson(hits: int, trials: int) -> tuple[float, float]:
    if trials == 0:
        return 0.0, 1.0
    share, z = hits / trials, _NORMAL_95
    middle = share + z * z / (2 * trials)
    spread = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)

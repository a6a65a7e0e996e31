"""Samples that are the same: the same code once what cannot matter is taken away, or the same description."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keys:
    """What two samples are compared by.

    ``text`` is the code as it stands, ``code`` its canonical form and the scene rendered from it,
    ``module`` the canonical form alone, ``description`` the normalised description or None.
    """

    text: str
    code: str
    module: str
    description: str | None


@dataclass(frozen=True, slots=True)
class Matches:
    """Who belongs together: ``cluster`` maps every sample id to its cluster's id, the smallest id in it."""

    cluster: Mapping[str, str]

    def members(self) -> dict[str, list[str]]:
        """Ids by cluster; clusters and ids in alphabetical order."""
        groups: dict[str, list[str]] = {}
        for sample in sorted(self.cluster):
            groups.setdefault(self.cluster[sample], []).append(sample)
        return dict(sorted(groups.items()))


def find(keys: Mapping[str, Keys]) -> Matches:
    """Clusters of samples that share a module or a description, directly or through others.

    The module, not only the scene: two scenes of one module are no duplicates of each other, but the
    code of one is the code of the other, so the split must keep them on one side.
    """
    modules: dict[str, list[str]] = {}
    descriptions: dict[str, list[str]] = {}
    for sample, key in keys.items():
        modules.setdefault(key.module, []).append(sample)
        if key.description is not None:
            descriptions.setdefault(key.description, []).append(sample)
    links = [*modules.values(), *descriptions.values()]
    return Matches(connected(keys, links))


def connected(nodes: Iterable[str], groups: Iterable[Sequence[str]]) -> dict[str, str]:
    """Connected components: each node mapped to the smallest node it is connected with.

    ``groups`` are sets of nodes that belong together. The result does not depend on any order.
    """
    parent: dict[str, str] = {node: node for node in nodes}

    def root(node: str) -> str:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for group in groups:
        first = root(group[0])
        for other in group[1:]:
            second = root(other)
            low, high = min(first, second), max(first, second)
            parent[high] = low
            first = low
    return {node: root(node) for node in parent}

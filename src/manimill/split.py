"""Train and test. Clusters, not samples, are drawn, so nothing that belongs together is torn apart.

Every draw is a hash of content and seed: a sample's side does not depend on what else is in the build,
on order or on size. The one exception is a sample that joins two clusters which had been drawn to
different sides. Then test wins, because a test sample must never have been trained on, and the split
says which clusters were joined.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Side = Literal["train", "test"]


@dataclass(frozen=True, slots=True)
class Member:
    """What the split needs to know of one sample.

    ``draw_key`` stands for its content: equal keys are drawn to the same side. ``upstream`` is the side
    its source put it on, if it did.
    """

    cluster: str
    draw_key: str
    upstream: str | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """The side of every cluster, why, and which clusters had been drawn to both sides.

    ``reason`` is ``drawn``, ``upstream_test`` or ``joined`` by cluster.
    """

    side: Mapping[str, Side]
    reason: Mapping[str, str]

    @property
    def joined(self) -> list[str]:
        """Clusters that would have straddled the split had they stayed apart."""
        return sorted(cluster for cluster, reason in self.reason.items() if reason == "joined")


def split_clusters(members: Mapping[str, Member], *, test: float, seed: int) -> Split:
    """Draw a side for every cluster.

    ``members`` maps sample ids to `Member`; ``test`` is the share of draws that fall on the test side.
    A cluster goes to test if upstream put any member there, or if any member is drawn there.
    """
    draws: dict[str, set[Side]] = {}
    upstream: set[str] = set()
    for member in members.values():
        draws.setdefault(member.cluster, set()).add(_draw(member.draw_key, test, seed))
        if member.upstream == "test":
            upstream.add(member.cluster)
    side: dict[str, Side] = {}
    reason: dict[str, str] = {}
    for cluster, drawn in sorted(draws.items()):
        if cluster in upstream:
            side[cluster], reason[cluster] = "test", "upstream_test"
        elif len(drawn) > 1:
            side[cluster], reason[cluster] = "test", "joined"
        else:
            side[cluster], reason[cluster] = next(iter(drawn)), "drawn"
    return Split(side, reason)


def _draw(key: str, test: float, seed: int) -> Side:
    digest = hashlib.sha256(f"{seed}\0{key}".encode("utf-8", "surrogatepass")).digest()
    # The first 53 bits, which a float holds exactly.
    return "test" if (int.from_bytes(digest[:8], "big") >> 11) / 2**53 < test else "train"

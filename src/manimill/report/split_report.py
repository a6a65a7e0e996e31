"""The account of the split: sides, what held clusters together, what was proved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # `manimill why` needs this room, but not what the split is computed with.
    from manimill.decontamination import Contamination
    from manimill.leaks import Proof
    from manimill.split import Cluster, Link, Split, Torn

_EXAMPLES = 10
"""Torn clusters that are told in full; the others are counted."""

_IDS = 20
"""Members of a cluster that are named."""


def split_report(
    split: Split,
    proof: Proof,
    contamination: Contamination,
    sources: Mapping[str, str],
    sides: Mapping[str, Collection[str]],
) -> dict[str, Any]:
    """Everything about the split, as plain values.

    ``sources`` maps the ids of all samples to their sources, ``sides`` a side to the ids exported on it.
    """
    exported = {sample: side for side, ids in sorted(sides.items()) for sample in ids}
    kept = {sample: sources[sample] for sample in exported}
    return {
        "share": split.test,
        "seed": split.seed,
        "samples": {side: len(ids) for side, ids in sorted(sides.items())},
        "test_share": _ratio(len(sides.get("test", ())), len(exported)),
        "clusters": _clusters(split, exported),
        "by_source": _shares(split, kept),
        "found_across": {"links": split.found, "rounds": split.rounds},
        "would_have_straddled": {
            "exported": _torn(split, exported, sources),
            "found": _torn(split, sources, sources),
        },
        "decontamination": contamination.to_json(exported),
        "proof": proof.to_json(),
    }


def _clusters(split: Split, exported: Mapping[str, str]) -> dict[str, Any]:
    """Clusters by reason, of those that are exported at least in part, and how many of their samples are."""
    sizes = {c.id: sum(s in exported for s in c.members) for c in split.clusters.values()}
    there = [c for c in split.clusters.values() if sizes[c.id]]
    by_reason = Counter(c.reason for c in there)
    samples: Counter[str] = Counter()
    for cluster in there:
        samples[cluster.reason] += sizes[cluster.id]
    largest = sorted((c for c in there if sizes[c.id] > 1), key=lambda c: (-sizes[c.id], c.id))
    return {
        "total": len(there),
        "with_several_samples": len(largest),
        "by_reason": {
            reason: {"clusters": count, "samples": samples[reason]}
            for reason, count in sorted(by_reason.items())
        },
        "by_rule": dict(sorted(Counter(rule for c in largest for rule in c.held_by).items())),
        "largest": [_cluster(c, sizes[c.id]) for c in largest[:_EXAMPLES]],
    }


def _cluster(cluster: Cluster, exported: int) -> dict[str, Any]:
    return {
        "cluster": cluster.id,
        "found": len(cluster.members),
        "exported": exported,
        "side": cluster.side,
        "reason": cluster.reason,
        "held_by": dict(cluster.held_by),
    }


def _shares(split: Split, sources: Mapping[str, str]) -> dict[str, Any]:
    return {
        source: {
            "samples": share.samples,
            "test": share.test,
            "test_share": _ratio(share.test, share.samples),
            "contents": share.contents,
            "drawn_to_test": share.drawn,
            "drawn_share": _ratio(share.drawn, share.contents),
            "interval": [round(share.low, 4), round(share.high, 4)],
            "as_asked": share.fits(split.test),
        }
        for source, share in split.shares(sources).items()
    }


def _torn(split: Split, samples: Collection[str], sources: Mapping[str, str]) -> dict[str, Any]:
    torn = split.torn_by_sample(samples)
    return {
        "clusters": len(torn),
        "samples": sum(len(t.train) + len(t.test) for t in torn),
        "test_samples_with_a_twin_in_train": sum(len(t.test) for t in torn),
        "largest": [_torn_cluster(t, sources) for t in torn[:_EXAMPLES]],
    }


def _torn_cluster(torn: Torn, sources: Mapping[str, str]) -> dict[str, Any]:
    return {
        "cluster": torn.cluster.id,
        "train": list(torn.train[:_IDS]),
        "test": list(torn.test[:_IDS]),
        "train_samples": len(torn.train),
        "test_samples": len(torn.test),
        "sources": dict(sorted(Counter(sources[s] for s in (*torn.train, *torn.test)).items())),
        "held_by": dict(torn.cluster.held_by),
        "links": [_link(link, sources) for link in torn.cut],
    }


def _link(link: Link, sources: Mapping[str, str]) -> dict[str, Any]:
    train, test = link.members
    return {
        "rule": link.rule,
        "similarity": round(link.similarity, 6),
        "train": train,
        "train_source": sources[train],
        "test": test,
        "test_source": sources[test],
    }


def _ratio(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0

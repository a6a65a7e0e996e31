"""What the gates found, counted, so that somebody can decide whether to enforce them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from manimill.quality.judged import Finding, Judgement
from manimill.recipe import Quality

EXAMPLES = 2
"""Samples that a gate's entry names."""


def quality_statistics(
    judgements: Mapping[str, Judgement], sources: Mapping[str, str], settings: Quality
) -> dict[str, Any]:
    """For each gate that closes: on how many samples, by source, two of them with evidence, and what is left without.

    ``sources`` maps ids to source names. ``only_gate`` counts the samples that no other gate closes on, so what
    switching this one off would give back. Examples are the first by id.
    """
    closed = {sample: j.closed for sample, j in sorted(judgements.items()) if j.closed}
    found: dict[str, list[tuple[str, Finding]]] = {gate: [] for gate in settings.on}
    for sample, findings in closed.items():
        for finding in {f.gate: f for f in reversed(findings)}.values():
            found[finding.gate].append((sample, finding))
    return {
        "mode": settings.mode,
        "judged": len(judgements),
        "held_back_if_enforced": len(closed),
        "left_if_enforced": _left(judgements, closed, sources),
        "by_gate": {gate: _gate(of, closed, sources) for gate, of in found.items() if of},
        "gates_that_closed_on_nothing": [gate for gate, of in found.items() if not of],
        "mean_score": _mean(j.score for j in judgements.values()),
    }


def _left(
    judgements: Mapping[str, Judgement], closed: Mapping[str, object], sources: Mapping[str, str]
) -> dict[str, dict[str, int]]:
    before = Counter(sources[sample] for sample in judgements)
    held = Counter(sources[sample] for sample in closed)
    return {source: {"of": count, "left": count - held[source]} for source, count in sorted(before.items())}


def _gate(
    found: list[tuple[str, Finding]],
    closed: Mapping[str, tuple[Finding, ...]],
    sources: Mapping[str, str],
) -> dict[str, Any]:
    by_source = Counter(sources[sample] for sample, _ in found)
    return {
        "samples": len(found),
        "only_gate": sum(len({f.gate for f in closed[sample]}) == 1 for sample, _ in found),
        "threshold": found[0][1].threshold,
        "by_source": dict(sorted(by_source.items())),
        "examples": [
            {"id": sample, "source": sources[sample], "evidence": finding.evidence}
            for sample, finding in found[:EXAMPLES]
        ],
    }


def _mean(scores: Iterable[float]) -> float | None:
    values = list(scores)
    return round(sum(values) / len(values), 4) if values else None

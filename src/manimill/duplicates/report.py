"""The account of duplicates: how many, within and across sources, and what each source is left with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from manimill.duplicates.exact import Matches
from manimill.duplicates.keep import Decision


def deduplication_report(
    sources: Mapping[str, str], matches: Matches, decisions: Mapping[str, Decision]
) -> dict[str, Any]:
    """Totals that add up: every sample was kept, or removed within or across sources.

    ``sources`` maps sample ids to source names. In ``matrix`` the first key is the source that lost a
    sample, the second the source whose sample it repeats.
    """
    removed = {sample: d for sample, d in decisions.items() if not d.kept}
    pairs = Counter((sources[sample], sources[d.matched_id or sample]) for sample, d in removed.items())
    across = sum(n for (loser, winner), n in pairs.items() if loser != winner)
    sizes = [len(group) for group in matches.members().values()]
    return {
        "total_samples": len(decisions),
        "duplicates_removed": len(removed),
        "unique_samples": len(decisions) - len(removed),
        "cross_source_duplicates": across,
        "within_source_duplicates": len(removed) - across,
        "by_rule": dict(sorted(Counter(d.rule for d in removed.values() if d.rule).items())),
        "clusters": {
            "total": len(sizes),
            "with_several_samples": sum(size > 1 for size in sizes),
            "largest": max(sizes, default=0),
        },
        "matrix": _nested(pairs),
        "retention": _retention(sources, decisions),
    }


def _nested(pairs: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    matrix: dict[str, dict[str, int]] = {}
    for (loser, winner), count in sorted(pairs.items()):
        matrix.setdefault(loser, {})[winner] = count
    return matrix


def _retention(sources: Mapping[str, str], decisions: Mapping[str, Decision]) -> dict[str, dict[str, float]]:
    before = Counter(sources[sample] for sample in decisions)
    after = Counter(sources[sample] for sample, d in decisions.items() if d.kept)
    return {
        source: {"before": count, "after": after[source], "share": round(after[source] / count, 4)}
        for source, count in sorted(before.items())
    }

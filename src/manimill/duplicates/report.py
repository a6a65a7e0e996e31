"""The account of duplicates: how many, within and across sources, and what each source is left with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from manimill.duplicates.facts import Facts
from manimill.duplicates.keep import Decision
from manimill.duplicates.matches import Matches


def deduplication_report(
    sources: Mapping[str, str],
    facts: Mapping[str, Facts],
    matches: Matches,
    decisions: Mapping[str, Decision],
) -> dict[str, Any]:
    """Totals that add up: every sample was kept, or removed within or across sources by one rule.

    ``sources`` maps sample ids to source names. In a matrix the first key is the source that lost samples, the second
    the source whose samples they repeat.
    """
    removed = {sample: d for sample, d in decisions.items() if not d.kept}
    lost = [(d.rule or "", sources[sample], sources[d.matched_id or sample]) for sample, d in removed.items()]
    across = [one for one in lost if one[1] != one[2]]
    within = [one for one in lost if one[1] == one[2]]
    sizes = [len(group) for group in matches.members().values()]
    kept_because = Counter(d.kept_because for d in decisions.values() if d.kept_because)
    return {
        "total_samples": len(decisions),
        "duplicates_removed": len(removed),
        "unique_samples": len(decisions) - len(removed),
        "cross_source_duplicates": len(across),
        "within_source_duplicates": len(within),
        "by_rule": _counted(rule for rule, *_ in lost),
        "kept_because": _counted(kept_because.elements()),
        "clusters": {
            "total": len(sizes),
            "with_several_samples": sum(size > 1 for size in sizes),
            "largest": max(sizes, default=0),
        },
        "variants": {
            "same_code_several_descriptions": _groups(
                (facts[sample].code, facts[sample].description) for sample in decisions
            ),
            "same_description_several_codes": _groups(
                (facts[sample].description, facts[sample].code) for sample in decisions
            ),
        },
        "matrix": _matrix((loser, winner) for _, loser, winner in lost),
        "cross_source": _by_rule(across),
        "within_source": _by_rule(within),
        "retention": _retention(sources, decisions),
    }


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def _groups(pairs: Iterable[tuple[Hashable, Hashable]]) -> dict[str, int]:
    """How many first members come with several second ones, and how many of these they have."""
    groups: dict[Hashable, set[Hashable]] = {}
    for one, other in pairs:
        if one is not None and other is not None:
            groups.setdefault(one, set()).add(other)
    sizes = [len(group) for group in groups.values() if len(group) > 1]
    return {"groups": len(sizes), "variants": sum(sizes)}


def _by_rule(lost: Iterable[tuple[str, str, str]]) -> dict[str, dict[str, dict[str, int]]]:
    rules: dict[str, list[tuple[str, str]]] = {}
    for rule, loser, winner in lost:
        rules.setdefault(rule, []).append((loser, winner))
    return {rule: _matrix(pairs) for rule, pairs in sorted(rules.items())}


def _matrix(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    matrix: dict[str, dict[str, int]] = {}
    for (loser, winner), count in sorted(Counter(pairs).items()):
        matrix.setdefault(loser, {})[winner] = count
    return matrix


def _retention(sources: Mapping[str, str], decisions: Mapping[str, Decision]) -> dict[str, dict[str, float]]:
    before = Counter(sources[sample] for sample in decisions)
    after = Counter(sources[sample] for sample, d in decisions.items() if d.kept)
    return {
        source: {"before": count, "after": after[source], "share": round(after[source] / count, 4)}
        for source, count in sorted(before.items())
    }

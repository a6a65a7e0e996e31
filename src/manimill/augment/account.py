"""The account of the variants: how many, of what, and what was not used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from manimill.augment.variant import Augmentation


def variant_statistics(augmentation: Augmentation, sources: Mapping[str, str]) -> dict[str, Any]:
    """Counts of variants as plain values; ``sources`` maps sample ids to their sources."""
    variants = augmentation.variants
    return {
        "total": len(variants),
        "samples": len({v.parent_id for v in variants}),
        "by_source": _counts(sources[v.parent_id] for v in variants),
        "by_origin": _counts(v.origin.value for v in variants),
        "by_kind": _counts(v.kind for v in variants),
        "fewer_than_asked_for": {
            "samples": len(augmentation.missing),
            "rows": sum(augmentation.missing.values()),
        },
        "refused": dict(augmentation.refused),
    }


def _counts(values: Iterable[str]) -> dict[str, int]:
    """The most frequent first, equal counts in alphabetical order."""
    return dict(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))

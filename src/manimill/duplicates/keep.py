"""Which sample of those that say the same is kept.

Samples are taken in order of standing, and each is kept unless it repeats one that has been kept
already. So every removed sample repeats a kept one directly, never through a chain of others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from manimill.duplicates.exact import Keys

Rule = Literal["identical_code", "canonical_code", "same_description"]


@dataclass(frozen=True, slots=True, order=True)
class Standing:
    """What a sample has going for it; the smaller, the better.

    A sample that renders goes before one that does not, then the source's priority decides, then who
    wrote the description, then that it is not a further copy of an identical row, then the id.
    """

    fails: bool
    minus_priority: int
    origin_rank: int
    copy: bool
    id: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a sample is kept, and if not, which kept sample it repeats by which rule.

    ``similarity`` is 1.0 for every rule in this module: they are exact.
    """

    kept: bool
    rule: Rule | None = None
    matched_id: str | None = None
    similarity: float | None = None


_KEPT = Decision(kept=True)


def decide(
    keys: Mapping[str, Keys],
    standings: Mapping[str, Standing],
    variants: Literal["best", "all"],
) -> dict[str, Decision]:
    """Decide about every sample.

    With ``variants="best"`` one sample is kept per code and one per description. With ``"all"`` the
    same code with another description, or the same description with other code, is kept too.
    """
    by_code: dict[str, str] = {}
    by_description: dict[str, str] = {}
    by_pair: dict[tuple[str, str | None], str] = {}
    decisions: dict[str, Decision] = {}
    for sample in sorted(keys, key=standings.__getitem__):
        key = keys[sample]
        same_code = by_code.get(key.code)
        if variants == "all" and key.description is not None:
            same_code = by_pair.get((key.code, key.description))
        if same_code is not None:
            rule: Rule = "identical_code" if keys[same_code].text == key.text else "canonical_code"
            decisions[sample] = Decision(False, rule, same_code, 1.0)
            continue
        if variants == "best" and key.description is not None and key.description in by_description:
            decisions[sample] = Decision(False, "same_description", by_description[key.description], 1.0)
            continue
        decisions[sample] = _KEPT
        by_code.setdefault(key.code, sample)
        by_pair.setdefault((key.code, key.description), sample)
        if key.description is not None:
            by_description.setdefault(key.description, sample)
    return decisions

"""Which description each sample goes on with: its own, one put back to it, one borrowed, or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Literal

from manimill.duplicates import Decision
from manimill.records import Description, Sample
from manimill.release import both_licences
from manimill.text.normal import description_key

Action = Literal["own", "repaired", "released", "borrowed", "none"]

_SAME_CODE = frozenset({"identical_code", "canonical_code"})


@dataclass(frozen=True, slots=True)
class Wording:
    """The description a sample goes on with.

    ``lender`` is the id of the sample that it was found with, where that is another one. ``released`` means that
    the sample had a description that does not fit its code, and now has none; ``none`` that it never had one.
    """

    description: Description
    action: Action
    lender: str | None = None


def own_wording(sample: Sample) -> Wording:
    """The description as it was found."""
    action: Action = "none" if sample.description is None else "own"
    return Wording(sample.worded, action)


def worded(samples: Iterable[Sample], wordings: Mapping[str, Wording]) -> list[Sample]:
    """The samples with the descriptions they go on with; their ids stay."""
    return [s.with_words(wordings[s.id].description) for s in samples]


def borrow(wordings: Mapping[str, Wording], decisions: Mapping[str, Decision]) -> dict[str, Wording]:
    """Give each kept sample the best description of those it replaces, if it is better than its own.

    Only of samples with the same code, so that what is said of one is true of the other, and only where no other
    kept sample has that description. Both maps are of the samples that take part, by id.
    """
    lenders: dict[str, list[str]] = {}
    for removed, decision in decisions.items():
        if decision.matched_id is not None and decision.rule in _SAME_CODE:
            lenders.setdefault(decision.matched_id, []).append(removed)
    taken = {description_key(wordings[kept].description.text) for kept, d in decisions.items() if d.kept}
    result = dict(wordings)
    for borrower in sorted(lenders):
        offers = sorted(lenders[borrower], key=lambda s: (wordings[s].description.origin.rank, s))
        better = _better(wordings[borrower], [(s, wordings[s]) for s in offers], taken)
        if better is not None:
            result[borrower] = better
            taken.add(description_key(better.description.text))
    return result


def _better(own: Wording, offers: Sequence[tuple[str, Wording]], taken: set[str | None]) -> Wording | None:
    for lender, offer in offers:
        if offer.description.origin.rank >= own.description.origin.rank:
            return None
        if description_key(offer.description.text) not in taken:
            return Wording(offer.description, "borrowed", offer.lender or lender)
    return None


def originals(
    samples: Mapping[str, Sample], decisions: Mapping[str, Decision], collections: frozenset[str]
) -> dict[str, str]:
    """For each kept sample of a collection, a sample with the same code from the place it was collected from.

    ``collections`` are the sources that hold other people's code, row by row; the other sources are where code is
    published by its authors.
    """
    found: dict[str, str] = {}
    for removed in sorted(decisions):
        kept, rule = decisions[removed].matched_id, decisions[removed].rule
        if kept is None or rule not in _SAME_CODE:
            continue
        if samples[kept].source in collections and samples[removed].source not in collections:
            found.setdefault(kept, removed)
    return found


def pair_licence(
    sample: Sample, wording: Wording, samples: Mapping[str, Sample], original: str | None = None
) -> str:
    """The SPDX expression that a sample's code and description are under together.

    It names the licence of the sample, of whoever lent the description, and of the code's ``original``, once each.
    """
    others = [samples[other] for other in (wording.lender, original) if other is not None]
    return reduce(both_licences, (s.provenance.licence for s in others), sample.provenance.licence)

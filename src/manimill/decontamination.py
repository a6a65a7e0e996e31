"""Which samples are too much like something that models are tested with elsewhere.

Nothing is taken out for it: such a sample, and with it its whole cluster, is on the test side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from manimill.engine import Engine
from manimill.records import EvaluationItem
from manimill.resemblance.rows import codes_of
from manimill.resemblance.search import STRICTNESS, Kind, Limits, resembling
from manimill.resemblance.subjects import Subject, Wordings
from manimill.text.normal import description_key

_BEGINNING = 120
"""Characters of an item that a report shows."""


@dataclass(frozen=True, slots=True)
class EvaluationList:
    """Something to stay away from; ``binding`` where the recipe asks for it, otherwise it is only reported."""

    name: str
    items: Sequence[EvaluationItem]
    binding: bool = True


@dataclass(frozen=True, slots=True)
class Overlap:
    """A sample, the item of a list it is most like, the strictest rule, and how much alike they are by it."""

    sample: str
    list: str
    index: int
    beginning: str
    rule: Kind
    similarity: float


@dataclass(frozen=True, slots=True)
class Contamination:
    """What the lists and the samples have in common; one overlap per sample and list.

    ``unread`` maps lists that could not be read, and did not have to be, to the reason.
    """

    lists: Sequence[EvaluationList]
    overlaps: Sequence[Overlap]
    unread: Mapping[str, str]

    @property
    def samples(self) -> frozenset[str]:
        """Ids of the samples that must not be trained on because of the recipe's lists."""
        binding = {one.name for one in self.lists if one.binding}
        return frozenset(o.sample for o in self.overlaps if o.list in binding)

    def of_list(self, name: str) -> list[Overlap]:
        """The overlaps with one list, the closest first."""
        return sorted((o for o in self.overlaps if o.list == name), key=lambda o: (*_standing(o), o.sample))

    def to_json(self, sides: Mapping[str, str]) -> dict[str, Any]:
        """Plain values; ``sides`` maps the ids of exported samples to their sides."""
        return {
            "lists": [
                {
                    "name": one.name,
                    "items": len(one.items),
                    "decontaminated": one.binding,
                    "samples": len(overlaps),
                    "exported": dict(
                        sorted(Counter(sides[o.sample] for o in overlaps if o.sample in sides).items())
                    ),
                    "by_rule": dict(sorted(Counter(o.rule for o in overlaps).items())),
                    "overlaps": [_plain(o, sides) for o in overlaps],
                }
                for one in self.lists
                for overlaps in [self.of_list(one.name)]
            ],
            "unread": dict(sorted(self.unread.items())),
        }


def descriptions_in(lists: Iterable[EvaluationList]) -> Iterator[str | None]:
    """The descriptions of all items, in normal form."""
    return (description_key(item.description) for one in lists for item in one.items)


def contamination(
    subjects: Sequence[Subject],
    lists: Sequence[EvaluationList],
    wordings: Wordings,
    limits: Limits,
    engine: Engine,
    *,
    unread: Mapping[str, str] | None = None,
    own: Mapping[str, Iterable[str]] | None = None,
) -> Contamination:
    """Compare every sample with every item of the lists: code with code, description with description.

    ``wordings`` has the descriptions of both (`descriptions_in` tells those of the items).
    ``own`` maps names of lists to ids of samples that are items of the list themselves, and no overlap for that.
    """
    if not lists:
        return Contamination((), (), unread or {})
    codes = codes_of((i.code for one in lists for i in one.items if i.code is not None), engine)
    items = {
        f"{one.name}\0{position}": (one.name, item)
        for one in lists
        for position, item in enumerate(one.items)
    }
    compared = [
        Subject(
            key,
            codes[item.code] if item.code is not None else None,
            description_key(item.description),
        )
        for key, (_, item) in items.items()
    ]
    mine = {name: frozenset(ids) for name, ids in (own or {}).items()}
    closest: dict[tuple[str, str], Overlap] = {}
    elsewhere = replace(limits, video=False, repository=False)
    for found in resembling(compared, subjects, wordings, elsewhere):
        for key in found.left:
            name, item = items[key]
            shown = _shown(item, found.kind)
            for sample in found.right:
                if sample not in mine.get(name, ()):
                    overlap = Overlap(sample, name, item.index, shown, found.kind, found.similarity)
                    known = closest.setdefault((sample, name), overlap)
                    closest[sample, name] = min(known, overlap, key=_standing)
    return Contamination(lists, [closest[key] for key in sorted(closest)], unread or {})


def _standing(overlap: Overlap) -> tuple[int, float, int]:
    """The strictest rule first, then the closest, then the first item."""
    return STRICTNESS[overlap.rule], -overlap.similarity, overlap.index


def _shown(item: EvaluationItem, rule: Kind) -> str:
    """The beginning of what was compared, on one line."""
    by_code = rule in ("identical_code", "canonical_code", "same_animation", "near_code")
    text = (item.code if by_code else item.description) or ""
    return " ".join(text.split())[:_BEGINNING]


def _plain(overlap: Overlap, sides: Mapping[str, str]) -> dict[str, Any]:
    return {
        "sample": overlap.sample,
        "side": sides.get(overlap.sample),
        "item": overlap.index,
        "beginning": overlap.beginning,
        "rule": overlap.rule,
        "similarity": overlap.similarity,
    }

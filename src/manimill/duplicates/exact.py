"""Samples that are the same in some way that is no matter of degree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from manimill.duplicates.facts import Facts
from manimill.duplicates.matches import Link


def exact_links(facts: Mapping[str, Facts]) -> list[Link]:
    """Links between samples that share code, animation, module or description: each to the first that has it.

    The module as well as the scene: two scenes of one module are no duplicates of each other, but the code of one is
    the code of the other, so the split must keep them on one side.
    """
    return list(_exact_links(facts))


def _exact_links(facts: Mapping[str, Facts]) -> Iterator[Link]:
    codes: dict[tuple[str, int], str] = {}
    motions: dict[tuple[str, int], str] = {}
    modules: dict[str, str] = {}
    descriptions: dict[str, str] = {}
    for sample in sorted(facts):
        own = facts[sample]
        first = codes.setdefault(own.code, sample)
        if first != sample:
            yield Link(
                first, sample, "identical_code" if facts[first].text == own.text else "canonical_code", 1.0
            )
        else:
            alike = motions.setdefault(own.motion, sample)
            if alike != sample:
                yield Link(alike, sample, "same_animation", 1.0)
            around = modules.setdefault(own.module, sample)
            if around != sample:
                yield Link(around, sample, "same_module", 1.0)
        if own.description is not None:
            said = descriptions.setdefault(own.description, sample)
            if said != sample:
                yield Link(said, sample, "same_description", 1.0)

"""Which wordings come too near to something that is tested with."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from manimill.resemblance.search import Limits, resembling
from manimill.resemblance.subjects import Subject, Wordings


def too_near(forms: Iterable[str], tested: Collection[str], limits: Limits) -> frozenset[str]:
    """Of descriptions in normal form those that reach a limit, by wording or meaning, of one that is tested with.

    Raises:
        EnvironmentFailure: the vectors of words are not installed.
    """
    asked, there = sorted(set(forms)), sorted(set(tested))
    if not asked or not there:
        return frozenset()
    found = resembling(
        [Subject(form, description=form) for form in asked],
        [Subject(form, description=form) for form in there],
        Wordings.of([*asked, *there]),
        replace(limits, video=False, repository=False),
    )
    return frozenset(form for one in found for form in one.left)

"""What speaks against an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Objection:
    """One check that an answer fails.

    ``check`` is its name, ``evidence`` what was seen in one line, ``advice`` a sentence that is told to the model when
    it is asked again.
    """

    check: str
    evidence: str
    advice: str


Check = Callable[[str], Sequence[Objection]]
"""Looks at a description; no objection means that it is accepted. It must depend on nothing but the description and
the sample, so that an answer that is kept is always judged alike."""

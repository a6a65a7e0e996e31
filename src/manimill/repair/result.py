"""What became of a module that was repaired."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tier(StrEnum):
    """How far repaired code is from what its author wrote, from the nearest to the farthest."""

    MECHANICAL = "mechanical"
    """Only rewrites that keep what is shown."""
    ADAPTED = "adapted"
    """At least one that loses or guesses something small."""
    SHIMMED = "shimmed"
    """At least one small drawn stand-in for what ManimCE does not have."""


@dataclass(frozen=True, slots=True)
class Change:
    """One rewrite: the id of the rule, the line it was made on (of the code as it was), how sure it is.

    ``confidence`` is ``high``, ``medium`` or ``low``; ``shim`` tells of a drawn stand-in.
    """

    rule: str
    line: int
    confidence: str
    shim: bool = False


@dataclass(frozen=True, slots=True)
class Unresolved:
    """What was left as it is although today's ManimCE does not have it: what, on which line, and why.

    ``name`` is the name in question, such as ``PiCreature``, or the id of the rule that could not be sure.
    """

    name: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Repair:
    """Repaired code, and the account of it.

    ``flavour`` is what the code was found to be written for. ``changes`` and ``unresolved`` are in the order of
    lines.
    """

    code: str
    flavour: str
    changes: tuple[Change, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the code is another than before."""
        return bool(self.changes)

    @property
    def tier(self) -> Tier | None:
        """How far it went; None where nothing changed."""
        if not self.changes:
            return None
        if any(change.shim for change in self.changes):
            return Tier.SHIMMED
        return Tier.ADAPTED if any(change.confidence == "low" for change in self.changes) else Tier.MECHANICAL

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids of the rules that were applied, each once, in alphabetical order."""
        return tuple(sorted({change.rule for change in self.changes}))

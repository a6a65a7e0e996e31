"""What the gates look at, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from manimill.code.features import Features
from manimill.records import Origin


@dataclass(frozen=True, slots=True)
class Rendering:
    """What was seen of a scene that ran to its end.

    ``duration`` is in seconds; ``moved`` says whether any frame that was looked at differs visibly from the first:
    what is over between two of them is missed. ``blank`` is the share of frames, 0 to 1, that show one colour only.
    """

    duration: float
    moved: bool
    blank: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A sample as the gates see it.

    ``features`` is None where the code is no Python module, ``rendering`` where the scene was not rendered or
    failed. Gates on what is None stay open: other stages speak of that.
    """

    id: str
    code: str
    scene: str | None
    description: str | None
    origin: Origin
    features: Features | None = None
    rendering: Rendering | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A gate that closes: its name, the threshold it compared with, and what it saw.

    ``threshold`` reads ``max_alike = 10``; it is None for a gate without one.
    """

    gate: str
    threshold: str | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The gates that close on a sample, in the order of `manimill.recipe.GATES`, and its score from 0 to 1."""

    closed: tuple[Finding, ...]
    score: float

    def to_json(self) -> dict[str, Any]:
        """The fields as JSON values; with the sample's id, a row of the table ``quality``."""
        closed = [{"gate": f.gate, "threshold": f.threshold, "evidence": f.evidence} for f in self.closed]
        return {"score": self.score, "closed": closed}

"""Scores for pairs: does each description fit the code beside it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from manimill.engine import Engine, LocalEngine
from manimill.pairing.competition import Doubles
from manimill.pairing.contrast import Contrast, Indices
from manimill.pairing.evidence import Pair, read_codes, read_descriptions
from manimill.pairing.model import Model, log_odds, model, probabilities
from manimill.pairing.share import Share, mismatched_share
from manimill.progress import Progress, Silent

Verdict = Literal["match", "mismatch", "unsure"]

MATCH, MISMATCH = 0.9, 0.1
"""Probabilities from which on, and up to which, a verdict is given."""

_KEPT = ("logits", "scores", "share", "probabilities")
"""What of a pairing does not depend on its thresholds."""


@dataclass(frozen=True, eq=False)
class Texts:
    """The distinct texts of some pairs, in an order of their own, and where each pair has its two."""

    descriptions: tuple[str, ...]
    codes: tuple[tuple[str, str | None], ...]
    rows: Indices
    columns: Indices

    @classmethod
    def of(cls, pairs: Sequence[Pair]) -> Texts:
        """Collect the texts; a code that different things are told about counts once for each."""
        descriptions = tuple(sorted({pair.description for pair in pairs}))
        codes = tuple(
            sorted({(pair.code, pair.told) for pair in pairs}, key=lambda code: (code[0], code[1] or ""))
        )
        said = {text: number for number, text in enumerate(descriptions)}
        shown = {code: number for number, code in enumerate(codes)}
        return cls(
            descriptions,
            codes,
            np.array([said[pair.description] for pair in pairs], np.int64),
            np.array([shown[pair.code, pair.told] for pair in pairs], np.int64),
        )

    def contrast(self, fitted: Model, engine: Engine, progress: Progress | None = None) -> Contrast:
        """Read all texts and put them into one space."""
        return Contrast(
            read_descriptions(self.descriptions, engine, progress),
            read_codes(self.codes, engine, progress),
            (self.descriptions, [code for code, _ in self.codes]),
            fitted.fields,
        )


@dataclass(frozen=True, eq=False)
class Pairing:
    """How well pairs fit, in their order. Ask it again with other thresholds by `at`; nothing is computed anew.

    ``scores`` are the probabilities that a pair matches if it came from a file in which half of the pairs do;
    ``probabilities`` take into account how many match in this one. ``match`` and ``mismatch`` are the probabilities
    from which on, and up to which, a verdict is given.
    """

    pairs: Sequence[Pair]
    texts: Texts = field(repr=False)
    contrast: Contrast = field(repr=False)
    model: Model = field(repr=False)
    match: float = MATCH
    mismatch: float = MISMATCH

    def __post_init__(self) -> None:
        if not 0 <= self.mismatch < self.match <= 1:
            raise ValueError(
                f"thresholds must be 0 <= mismatch < match <= 1, got mismatch={self.mismatch} and match={self.match}"
            )

    def __len__(self) -> int:
        return len(self.pairs)

    @cached_property
    def logits(self) -> Doubles:
        """The logarithm of the odds behind `scores`; shape (n,)."""
        return log_odds(self.model.pair, self.contrast.marks(self.texts.rows, self.texts.columns))

    @cached_property
    def scores(self) -> Doubles:
        """Probabilities between 0 and 1, one for each pair; shape (n,)."""
        return probabilities(self.logits)

    @cached_property
    def share(self) -> Share:
        """The share of mismatched pairs with its confidence interval."""
        return mismatched_share(self.logits)

    def mismatched_share(self) -> Share:
        """The share of mismatched pairs with its confidence interval."""
        return self.share

    @cached_property
    def probabilities(self) -> Doubles:
        """Probabilities that the pairs match, given how many of this file do; shape (n,)."""
        share = min(max(self.share.estimate, 1e-3), 1 - 1e-3)
        return probabilities(self.logits + np.log((1 - share) / share))

    @cached_property
    def verdicts(self) -> list[Verdict]:
        """A verdict for each pair."""
        return [self._verdict(p) for p in self.probabilities.tolist()]

    def _verdict(self, probability: float) -> Verdict:
        if probability >= self.match:
            return "match"
        return "mismatch" if probability <= self.mismatch else "unsure"

    def counts(self) -> dict[Verdict, int]:
        """How many pairs have which verdict."""
        return {kind: self.verdicts.count(kind) for kind in ("match", "unsure", "mismatch")}

    def worst(self, count: int = 20) -> npt.NDArray[np.int64]:
        """Indices of the pairs that fit worst, the worst first; equal ones in the order of their texts."""
        order = sorted(
            range(len(self.pairs)),
            key=lambda at: (float(self.logits[at]), self.pairs[at].description, self.pairs[at].code),
        )
        return np.array(order[:count], np.int64)

    def at(self, match: float = MATCH, mismatch: float = MISMATCH) -> Pairing:
        """The same pairs judged by other thresholds."""
        other = replace(self, match=match, mismatch=mismatch)
        other.__dict__.update({name: getattr(self, name) for name in _KEPT})
        return other


def score_pairs(
    pairs: Sequence[Pair],
    *,
    engine: Engine | None = None,
    progress: Progress | None = None,
    fitted: Model | None = None,
) -> Pairing:
    """Score each pair by its own texts and by how they do beside those of the other pairs.

    What is said of a pair depends neither on the order of the pairs nor on the engine. ``progress`` is told of a
    stage of its own, in which each description and each code counts once however often it repeats.
    """
    fitted, progress = fitted or model(), progress or Silent()
    texts = Texts.of(pairs)
    progress.start("pairing", len(texts.descriptions) + len(texts.codes), "texts")
    pairing = Pairing(tuple(pairs), texts, texts.contrast(fitted, engine or LocalEngine(1), progress), fitted)
    progress.finish(f"{len(pairs):,} pairs scored, {pairing.share} mismatched")
    return pairing

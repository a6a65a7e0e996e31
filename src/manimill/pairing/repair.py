"""Scrambled pairs put back together where the evidence is strong; the rest is released, never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from manimill.pairing.assignment import assign
from manimill.pairing.candidates import candidates
from manimill.pairing.competition import Doubles, Indices, marginals
from manimill.pairing.model import Model, log_odds, probabilities
from manimill.pairing.scoring import Pairing, Verdict
from manimill.pairing.share import likeliest_share
from manimill.pairing.vectors import Floats

PRECISION = 0.99
"""The share of the pairs put together that are right, as far as the model's confidences go."""

_CAUTION = 0.5
"""Proposals are asserted while the expected share of wrong ones is below this part of what the precision allows: the
expectation is an estimate, too."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """A description with its code, or one of them alone.

    The indices say in which of the given pairs each half stood. ``confidence`` is the probability that the two
    belong together; None for what was released.
    """

    description_index: int | None
    code_index: int | None
    repaired: bool
    confidence: float | None

    @property
    def certainty(self) -> float:
        """The confidence, 0 for what was released."""
        return self.confidence or 0.0


@dataclass(frozen=True, eq=False)
class Repair:
    """What became of the pairs: every description and every code exactly once.

    ``proposed`` has what could be put together anew, so that `at` can decide otherwise about the precision.
    """

    pairing: Pairing
    proposed: tuple[Repaired, ...]
    precision: float = PRECISION

    def at(self, precision: float) -> Repair:
        """The same proposals with another precision; nothing is computed anew."""
        return Repair(self.pairing, self.proposed, precision)

    @cached_property
    def asserted(self) -> list[Repaired]:
        """Pairs that match as they are, and the likeliest others while the expected share of wrong ones allows it."""
        found, unsure = self._in_place()
        taken = {pair.description_index for pair in found}, {pair.code_index for pair in found}
        doubts = sum(1 - pair.certainty for pair in found)
        enough = len(found)
        for pair in sorted([*unsure, *self.proposed], key=lambda pair: -pair.certainty):
            if pair.description_index in taken[0] or pair.code_index in taken[1]:
                continue
            found.append(pair)
            taken[0].add(pair.description_index)
            taken[1].add(pair.code_index)
            doubts += 1 - pair.certainty
            if doubts <= _CAUTION * (1 - self.precision) * len(found):
                enough = len(found)
        return sorted(found[:enough], key=_place)

    def _in_place(self) -> tuple[list[Repaired], list[Repaired]]:
        """The pairs as they are: those that match, and those nobody is sure about."""
        found: dict[Verdict, list[Repaired]] = {"match": [], "unsure": [], "mismatch": []}
        judged = zip(self.pairing.verdicts, self.pairing.probabilities.tolist(), strict=True)
        for index, (verdict, probability) in enumerate(judged):
            found[verdict].append(Repaired(index, index, repaired=False, confidence=probability))
        return found["match"], found["unsure"]

    @cached_property
    def rows(self) -> list[Repaired]:
        """All pairs, put together anew or as they were, and what was released, in the order of the file."""
        given = (
            {pair.description_index for pair in self.asserted},
            {pair.code_index for pair in self.asserted},
        )
        every = range(len(self.pairing))
        alone = [
            Repaired(index, None, repaired=False, confidence=None) for index in every if index not in given[0]
        ]
        alone += [
            Repaired(None, index, repaired=False, confidence=None) for index in every if index not in given[1]
        ]
        return sorted([*self.asserted, *alone], key=_place)


def _place(row: Repaired) -> tuple[int, int]:
    one, other = row.description_index, row.code_index
    return (one if one is not None else other or 0), (other if one is None and other is not None else -1)


def repair_pairs(pairing: Pairing, *, precision: float = PRECISION) -> Repair:
    """Put the pairs that do not match together anew.

    Pairs that match stay. Descriptions and codes of the others are assigned to each other; what repeats can be
    given away as often as it is there. The result depends on the order of the pairs only as far as its rows have it.
    """
    free = np.array([index for index, verdict in enumerate(pairing.verdicts) if verdict != "match"], np.int64)
    return Repair(pairing, tuple(_proposals(pairing, free)) if len(free) else (), precision)


def _proposals(pairing: Pairing, free: Indices) -> list[Repaired]:
    """The best assignment of the free descriptions and codes, the likeliest pair first."""
    rows, row_copies = np.unique(pairing.texts.rows[free], return_counts=True)
    columns, column_copies = np.unique(pairing.texts.columns[free], return_counts=True)
    copies = row_copies.astype(np.int64), column_copies.astype(np.int64)
    ours, theirs = candidates(pairing.contrast, rows, columns)
    marks = pairing.contrast.marks(ours, theirs)
    edges = np.searchsorted(rows, ours), np.searchsorted(columns, theirs)
    logits = log_odds(pairing.model.competition, marks)
    competing = marginals(*edges, logits, copies)
    chosen = assign(*edges, logits, copies)
    sure = _confidences(pairing.model, competing[chosen], marks[chosen])
    order = sorted(range(len(chosen)), key=lambda at: (-float(sure[at]), int(chosen[at])))
    places = _Places(pairing.texts.rows, free), _Places(pairing.texts.columns, free)
    found = []
    for at in order:
        edge = chosen[at]
        one, other = places[0].take(int(ours[edge])), places[1].take(int(theirs[edge]))
        found.append(Repaired(one, other, repaired=one != other, confidence=float(sure[at])))
    return found


def _confidences(fitted: Model, competing: Doubles, marks: Floats) -> Doubles:
    """The probability that each assigned pair belongs together.

    What it belongs to has to be there, and must not be taken for something like it.
    """
    present = log_odds(fitted.present, marks)
    share = likeliest_share(present)
    undisputed = competing * fitted.undisputed[0] + fitted.undisputed[1]
    return probabilities(present + np.log(share / (1 - share))) * probabilities(undisputed)


class _Places:
    """Where the copies of each text stand, given out one by one."""

    def __init__(self, numbers: Indices, free: Indices) -> None:
        self._left: dict[int, list[int]] = {}
        for index in reversed(free.tolist()):
            self._left.setdefault(int(numbers[index]), []).append(index)

    def take(self, number: int) -> int:
        return self._left[number].pop()

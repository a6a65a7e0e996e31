"""What is left of each possible pair when all of them compete for the same texts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

_ALONE = -2.0
"""Log odds at which a text stays alone, below those of any pair worth a thought: that a text may have nothing that fits
is for the pair's own odds to say."""
_ROUNDS = 60


def marginals(rows: Indices, columns: Indices, logits: Doubles, copies: tuple[Indices, Indices]) -> Doubles:
    """The logarithm of the odds of each possible pair in a random assignment in which likelier pairs are likelier.

    ``rows`` and ``columns`` number the texts of each edge, ``copies`` says how often each text is there on
    either side. The rows and columns of a matrix are scaled in turn until they sum to no more than that.
    """
    by_row, by_column = _Groups(rows, len(copies[0])), _Groups(columns, len(copies[1]))
    spread = np.zeros(len(copies[1]))
    taken = np.zeros(len(copies[0]))
    for _ in range(_ROUNDS):
        taken = np.log(copies[0]) - np.logaddexp(_ALONE, by_row.log_sums(logits + spread[columns]))
        spread = np.log(copies[1]) - np.logaddexp(_ALONE, by_column.log_sums(logits + taken[rows]))
    most = np.log(np.minimum(copies[0][rows], copies[1][columns]))
    shares = np.minimum(logits + taken[rows] + spread[columns] - most, -1e-9)
    return np.asarray(shares - np.log(-np.expm1(shares)))


class _Groups:
    """Edges by one of their ends."""

    def __init__(self, ends: Indices, count: int) -> None:
        self._order = np.argsort(ends, kind="stable")
        self._ends, self._starts = np.unique(ends[self._order], return_index=True)
        self._sizes = np.diff(np.append(self._starts, len(ends)))
        self._count = count

    def log_sums(self, values: Doubles) -> Doubles:
        """The logarithm of the sum of the exponentials of each group; minus infinity for an empty one."""
        found = np.full(self._count, -np.inf)
        if len(values):
            ordered = values[self._order]
            most = np.maximum.reduceat(ordered, self._starts)
            sums = np.add.reduceat(np.exp(ordered - np.repeat(most, self._sizes)), self._starts)
            found[self._ends] = most + np.log(sums)
        return found

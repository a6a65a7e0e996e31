"""One code for each description and one description for each code, as good as it gets altogether."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from manimill.pairing.competition import Doubles, Indices

_LEAST = -6.0
"""Log odds below which a text rather stays alone."""
_COPIES = 40
"""Copies of one text that can be given away; what repeats more often is no pair that anybody misses."""


def assign(rows: Indices, columns: Indices, logits: Doubles, copies: tuple[Indices, Indices]) -> Indices:
    """The numbers of the edges of the assignment with the highest sum, in order; an edge as often as it is used.

    ``rows`` and ``columns`` number the texts of each edge, ``copies`` says how often each text is there.
    """
    if not len(logits):
        return np.empty(0, np.int64)
    ours, theirs, edges = _copied(rows, columns, copies)
    left, at_left = np.unique(ours, return_inverse=True)
    right, at_right = np.unique(theirs, return_inverse=True)
    # The solver wants every row matched, so each has a column of its own that stands for nobody.
    alone = np.arange(len(left))
    highest = max(float(logits.max()), _LEAST) + 1.0
    costs = np.concatenate(
        [highest - np.maximum(logits[edges], _LEAST - 1), np.full(len(left), highest - _LEAST)]
    )
    graph = sparse.csr_array(
        (
            costs,
            (np.concatenate([at_left, alone]), np.concatenate([at_right, len(right) + alone])),
        ),
        shape=(len(left), len(right) + len(left)),
    )
    chosen = min_weight_full_bipartite_matching(graph)
    taken = {(int(row), int(column)) for row, column in zip(*chosen, strict=True) if column < len(right)}
    used = [
        edge for row, column, edge in zip(at_left, at_right, edges, strict=True) if (row, column) in taken
    ]
    return np.sort(np.array(used, np.int64))


def _copied(
    rows: Indices, columns: Indices, copies: tuple[Indices, Indices]
) -> tuple[Indices, Indices, Indices]:
    """Edges between all copies of their texts: numbers of the copies, and of the edge each comes from."""
    left = np.minimum(copies[0], _COPIES)
    right = np.minimum(copies[1], _COPIES)
    first_left, first_right = np.cumsum(left) - left, np.cumsum(right) - right
    many = left[rows] * right[columns]
    edges = np.repeat(np.arange(len(rows)), many)
    within = np.arange(len(edges)) - np.repeat(np.cumsum(many) - many, many)
    wide = right[columns][edges]
    return first_left[rows][edges] + within // wide, first_right[columns][edges] + within % wide, edges

"""Evidence as vectors: the product of a description's and a code's says how much they have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from manimill.pairing.evidence import FIELD_KINDS, WORDS, Evidence

Floats = npt.NDArray[np.float32]

FIELD_NAMES = (*FIELD_KINDS, "all")
"""The fields of a code that are compared one by one; the last has the words of all others."""
_ALL = len(FIELD_KINDS)
_KINDS = np.array([*FIELD_KINDS.values(), WORDS])
_SAID = 4
"""Fields of a description, one for each kind of token."""
_LEAST = 0.01
"""The weight of a token that every text has."""


class Rarity:
    """How much tokens say: the less, the more texts have them."""

    def __init__(self, texts: Sequence[Evidence]) -> None:
        """Count in how many of the texts each token is."""
        each = [np.unique(text.tokens) for text in texts]
        self._tokens, counts = np.unique(_joined(each, np.uint32), return_counts=True)
        self._weights = np.log((len(texts) + 1) / (counts + 0.5)).clip(_LEAST).astype(np.float32)
        self._unknown = np.float32(np.log(2 * (len(texts) + 1)))

    def of(self, tokens: npt.NDArray[np.uint32]) -> Floats:
        """The weight of each token."""
        at = np.minimum(np.searchsorted(self._tokens, tokens), max(0, len(self._tokens) - 1))
        if not len(self._tokens):
            return np.full(len(tokens), self._unknown)
        return np.where(self._tokens[at] == tokens, self._weights[at], self._unknown).astype(np.float32)


def description_vectors(texts: Sequence[Evidence], rarity: Rarity) -> sparse.csr_array:
    """One row for each description: its tokens of each kind, with length 1; the columns are those of `columns_of`."""
    rows, tokens, values, fields = _flat(texts)
    values = _normal(rows, fields, (1 + np.log(values)) * rarity.of(tokens), len(texts), _SAID)
    return _matrix(rows, tokens, values, np.unique(tokens), len(texts))


def code_vectors(
    texts: Sequence[Evidence], rarity: Rarity, columns: npt.NDArray[np.uint32], weights: Floats
) -> sparse.csr_array:
    """One row for each code: its fields, each with length 1, added with their weights."""
    rows, tokens, counts, fields = _flat(texts)
    rarities = rarity.of(tokens)
    values = _normal(rows, fields, (1 + np.log(counts)) * rarities, len(texts), _ALL) * weights[fields]
    vectors = _matrix(rows, tokens, values, columns, len(texts))
    words = _KINDS[fields] == WORDS
    every = np.unique(tokens[words])
    whole = _matrix(rows[words], tokens[words], counts[words], every, len(texts))
    whole.data = 1 + np.log(whole.data)
    whole = whole @ sparse.diags_array(rarity.of(every))
    lengths = np.sqrt(whole.power(2).sum(axis=1)) + 1e-6
    whole = sparse.diags_array((weights[_ALL] / lengths).astype(np.float32)) @ whole
    at, known = _positions(columns, every)
    picked = whole[:, known]
    spread = sparse.csr_array((picked.data, at[known][picked.indices], picked.indptr), shape=vectors.shape)
    return (vectors + spread).tocsr()


def columns_of(texts: Sequence[Evidence]) -> npt.NDArray[np.uint32]:
    """The tokens that any of the descriptions has."""
    return np.unique(_joined([text.tokens for text in texts], np.uint32))


def _flat(
    texts: Sequence[Evidence],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32], Floats, npt.NDArray[Any]]:
    rows = np.repeat(np.arange(len(texts)), [len(text.tokens) for text in texts])
    tokens = _joined([text.tokens for text in texts], np.uint32)
    counts = _joined([text.counts for text in texts], np.float32)
    return rows, tokens, counts, _joined([text.fields for text in texts], np.uint8)


def _joined(parts: Sequence[npt.NDArray[Any]], kind: type) -> npt.NDArray[Any]:
    return np.concatenate(parts) if parts else np.empty(0, kind)


def _normal(
    rows: npt.NDArray[np.int64], fields: npt.NDArray[Any], values: Floats, texts: int, count: int
) -> Floats:
    """The values divided by the length of their field in their text."""
    place = rows * count + fields
    lengths = np.sqrt(np.bincount(place, values.astype(np.float64) ** 2, texts * count)) + 1e-6
    return np.asarray(values / lengths[place], np.float32)


def _positions(
    columns: npt.NDArray[np.uint32], tokens: npt.NDArray[np.uint32]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Where the tokens are among the columns, and whether they are there."""
    if not len(columns):
        return np.zeros(len(tokens), np.int64), np.zeros(len(tokens), np.bool_)
    at = np.minimum(np.searchsorted(columns, tokens), len(columns) - 1)
    return at, columns[at] == tokens


def _matrix(
    rows: npt.NDArray[np.int64],
    tokens: npt.NDArray[np.uint32],
    values: Floats,
    columns: npt.NDArray[np.uint32],
    texts: int,
) -> sparse.csr_array:
    at, known = _positions(columns, tokens)
    matrix = sparse.coo_array(
        (values[known], (rows[known], at[known])), shape=(texts, len(columns)), dtype=np.float32
    )
    return matrix.tocsr()

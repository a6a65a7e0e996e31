"""Many sets of hashes in two arrays, and how alike they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from rensa import RMinHash
from scipy.sparse import csr_matrix

from manimill.code.canonical import SHINGLE, runs_of

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint32]

_PAIRS_AT_ONCE = 200_000
_ROWS_AT_ONCE = 20_000
_SEED = 1


@dataclass(frozen=True, eq=False)
class Sets:
    """Set number ``i`` is ``hashes[starts[i]:starts[i + 1]]``, sorted, each hash once."""

    hashes: Hashes
    starts: Ints

    @classmethod
    def of(cls, sets: Sequence[Hashes]) -> Sets:
        """From sets that are sorted already."""
        flat = np.concatenate(sets) if sets else np.empty(0, np.uint32)
        return cls(flat, _starts([len(one) for one in sets]))

    @classmethod
    def of_tokens(cls, rows: Sequence[Hashes]) -> Sets:
        """The shingles of codes given as hashes of their tokens, all at once."""
        if not rows:
            return cls.of([])
        tokens, first = np.concatenate(rows), _starts([len(row) for row in rows])
        number = np.repeat(np.arange(len(rows)), np.diff(first))
        inside = number[: 1 - SHINGLE] == number[SHINGLE - 1 :]
        runs = runs_of(tokens)[: len(inside)][inside]
        owners = number[: len(inside)][inside]
        # Code of fewer tokens than a shingle has is a shingle of its own.
        short = [n for n, row in enumerate(rows) if 0 < len(row) < SHINGLE]
        runs = np.concatenate([runs, *(runs_of(rows[n]) for n in short)])
        owners = np.concatenate([owners, np.array(short, np.int64)])
        keys = np.sort((owners.astype(np.uint64) << np.uint64(32)) | runs)
        keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys
        counts = np.bincount((keys >> np.uint64(32)).astype(np.int64), minlength=len(rows))
        return cls(keys.astype(np.uint32), _starts(counts))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def sizes(self) -> Ints:
        """How many hashes each set has."""
        return np.diff(self.starts)

    def take(self, rows: Ints) -> Sets:
        """Some of the sets, in the order asked for."""
        return Sets.of([self.hashes[self.starts[row] : self.starts[row + 1]] for row in rows])

    def jaccard(self, left: Ints, right: Ints) -> npt.NDArray[np.float64]:
        """The exact Jaccard similarity of pairs of sets; 0 where both are empty."""
        matrix = self._matrix
        sizes = self.sizes()
        found = np.empty(len(left))
        for at in range(0, len(left), _PAIRS_AT_ONCE):
            part = slice(at, at + _PAIRS_AT_ONCE)
            one, other = matrix[left[part]], matrix[right[part]]
            one.has_canonical_format = other.has_canonical_format = True
            common = np.diff(one.multiply(other).indptr)
            union = sizes[left[part]] + sizes[right[part]] - common
            found[part] = common / np.maximum(union, 1)
        return found

    def signatures(self, count: int) -> Iterator[tuple[slice, Hashes]]:
        """MinHash signatures of ``count`` numbers, shape (rows, count), block by block."""
        for at in range(0, len(self), _ROWS_AT_ONCE):
            rows = slice(at, min(at + _ROWS_AT_ONCE, len(self)))
            starts = self.starts[at : rows.stop + 1]
            flat = self.hashes[starts[0] : starts[-1]].astype(np.uint64)
            digests = RMinHash.digest_matrix_from_flat_token_hashes(
                flat, (starts - starts[0]).astype(np.uint64), count, _SEED
            )
            yield rows, np.array(digests.to_rows(), np.uint32).reshape(-1, count)

    @cached_property
    def _matrix(self) -> csr_matrix:
        ones = np.ones(len(self.hashes), np.int8)
        matrix = csr_matrix((ones, self.hashes.astype(np.int64), self.starts), shape=(len(self), 1 << 32))
        matrix.has_canonical_format = True
        return matrix


@dataclass(frozen=True, slots=True, eq=False)
class Neighbourhood:
    """A few sets that one of them after the other is compared with all."""

    _matrix: csr_matrix
    _sizes: Ints

    @classmethod
    def of(cls, sets: Sets) -> Neighbourhood:
        """From the sets that belong to it."""
        known, columns = np.unique(sets.hashes, return_inverse=True)
        matrix = csr_matrix(
            (np.ones(len(columns), np.int32), columns, sets.starts), shape=(len(sets), len(known))
        )
        return cls(matrix, sets.sizes())

    def similarities(self, row: int) -> npt.NDArray[np.float64]:
        """The Jaccard similarity of one set to each."""
        marks = np.zeros(self._matrix.shape[1], np.int32)
        marks[self._matrix.indices[self._matrix.indptr[row] : self._matrix.indptr[row + 1]]] = 1
        common = self._matrix @ marks
        found: npt.NDArray[np.float64] = common / np.maximum(self._sizes + self._sizes[row] - common, 1)
        return found


def _starts(sizes: Iterable[int]) -> Ints:
    return np.concatenate([[0], np.cumsum(np.fromiter(sizes, np.int64))]).astype(np.int64)

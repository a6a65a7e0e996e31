"""What samples, and items of lists to stay away from, are compared by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from manimill.code.canonical import Forms
from manimill.resemblance.sets import Hashes
from manimill.resemblance.vectors import Vectors
from manimill.text.shingles import description_shingles
from manimill.text.vectors import embed


@dataclass(frozen=True, slots=True)
class Code:
    """Code as it stands, and its forms."""

    text: str
    forms: Forms


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that is compared. ``description`` is its normal form; what is None or empty is not compared."""

    id: str
    code: Code | None = None
    description: str | None = None
    videos: tuple[str, ...] = ()
    repository: str | None = None


@dataclass(frozen=True, slots=True)
class Wordings:
    """Shingles and vectors of descriptions; ``at`` maps their normal forms to positions.

    ``vectors`` has shape (number of descriptions, dimensions).
    """

    at: dict[str, int]
    shingles: list[Hashes] = field(repr=False)
    vectors: Vectors = field(repr=False)

    @classmethod
    def of(cls, descriptions: Iterable[str | None]) -> Wordings:
        """Prepare every distinct description, given in normal form.

        Raises:
            EnvironmentFailure: the vectors of words are not installed.
        """
        distinct = sorted({text for text in descriptions if text is not None})
        return cls(
            at={text: position for position, text in enumerate(distinct)},
            shingles=[description_shingles(text) for text in distinct],
            vectors=embed(distinct),
        )

    def shingles_of(self, descriptions: Iterable[str]) -> list[Hashes]:
        """Shingles of each, in order."""
        return [self.shingles[self.at[text]] for text in descriptions]

    def vectors_of(self, descriptions: Iterable[str]) -> Vectors:
        """Vectors of all, one row each, in order."""
        positions = np.fromiter((self.at[text] for text in descriptions), np.int64)
        chosen: Vectors = self.vectors[positions]
        return chosen

"""The proof that nothing leaks from train to test, from the exported rows alone.

Nothing that the build found out before is used: the texts are parsed, taken apart and compared anew, and every pair
across the split is covered, so a mistake made before the rows were written cannot hide here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import polars as pl

from manimill.engine import Engine
from manimill.errors import InputError, LeakError
from manimill.resemblance.pairs import Pairs
from manimill.resemblance.rows import codes_of, subjects_of
from manimill.resemblance.search import (
    STRICTNESS,
    Groups,
    Kind,
    Limits,
    by_animation,
    by_description,
    by_repository,
    by_video,
    shingles_of,
    strictest,
)
from manimill.resemblance.sets import nearest_sets
from manimill.resemblance.subjects import Subject, Wordings
from manimill.resemblance.vectors import nearest_vectors

Aspect = Literal["code", "description", "meaning", "video", "repository"]

FLOORS: Mapping[Aspect, float] = {"code": 0.7, "description": 0.7, "meaning": 0.8}
"""Similarities below are not looked for: whoever shares less is no near duplicate by any useful threshold."""

BUCKET = 0.05
"""The width of a bar of the histogram."""

_SCHEMA = {
    "test": pl.String,
    "train": pl.String,
    "aspect": pl.String,
    "kind": pl.String,
    "similarity": pl.Float64,
}


@dataclass(frozen=True, slots=True)
class Leak:
    """Two samples on different sides, and how much alike they are by which rule."""

    test: str
    train: str
    aspect: Aspect
    kind: Kind
    similarity: float


@dataclass(frozen=True)
class Proof:
    """How near train comes to test.

    ``nearest`` has, for each test row and each aspect, the train row that comes nearest if it reaches the aspect's
    floor in `FLOORS`: columns ``test``, ``train``, ``aspect``, ``kind``, ``similarity``. The split holds where none of
    them reaches its limit. Video and repository are looked at only where ``limits`` say so.
    """

    limits: Limits
    nearest: pl.DataFrame = field(repr=False)
    train_rows: int
    test_rows: int

    @property
    def holds(self) -> bool:
        """Whether nothing leaks."""
        return not self.leaks

    @cached_property
    def leaks(self) -> list[Leak]:
        """Every test row and aspect for which a train row reaches the limit, the worst first."""
        return [leak for leak in self._ranked() if leak.similarity >= self._limit(leak.kind)]

    @property
    def highest(self) -> dict[Aspect, Leak]:
        """The most similar pair left across the split by aspect; an aspect without a pair is not there."""
        found: dict[Aspect, Leak] = {}
        for leak in self._ranked():
            found.setdefault(leak.aspect, leak)
        return dict(sorted(found.items()))

    def at(
        self,
        *,
        near_code: float | None = None,
        near_description: float | None = None,
        near_meaning: float | None = None,
    ) -> Proof:
        """The same proof with other limits, from what has been computed.

        Raises:
            InputError: a limit is below what similarities were computed from.
        """
        limits = replace(
            self.limits,
            near_code=self.limits.near_code if near_code is None else near_code,
            near_description=self.limits.near_description if near_description is None else near_description,
            near_meaning=self.limits.near_meaning if near_meaning is None else near_meaning,
        )
        for name, aspect in _ASPECT.items():
            value, floor = getattr(limits, name), FLOORS[aspect]
            if value < floor:
                raise InputError(
                    f"A proof cannot be asked at {name}={value:g}, because similarities below {floor:g} are not "
                    f"computed; ask at {floor:g} or above."
                )
        return replace(self, limits=limits)

    def histogram(self, aspect: Aspect) -> list[tuple[float, int]]:
        """How many test rows have their nearest train row at which similarity: lower ends of bars, and counts.

        The first bar, from 0, holds those that nothing comes near to; a bar at 1 holds what is the same.
        """
        found = self.nearest.filter(pl.col("aspect") == aspect)["similarity"]
        # Steps are whole numbers, because sums of 0.05 are not what they seem.
        steps = (found / BUCKET + 1e-9).floor().cast(pl.Int64).value_counts()
        counts = dict(steps.iter_rows())
        first, last = round(FLOORS[aspect] / BUCKET), round(1 / BUCKET)
        bars = [(round(step * BUCKET, 2), counts.get(step, 0)) for step in range(first, last + 1)]
        return [(0.0, self.test_rows - len(found)), *bars]

    def statement(self) -> str:
        """What is proved, or what is wrong, in one sentence."""
        if not self.holds:
            return self._complaint()
        return (
            f"No pair of the {self.test_rows:,} test and {self.train_rows:,} train rows reaches a limit: no code "
            f"or description is the same, and what is most alike is so {self._said()}."
        )

    def check(self) -> None:
        """Do nothing where the split holds.

        Raises:
            LeakError: it does not.
        """
        if not self.holds:
            raise LeakError(self._complaint())

    def to_json(self) -> dict[str, Any]:
        """Plain values: the statement, the limits, what is left, histograms and leaks."""
        aspects: list[Aspect] = ["code", "description", "meaning"]
        return {
            "holds": self.holds,
            "statement": self.statement(),
            "pairs": self.train_rows * self.test_rows,
            "limits": {
                "near_code": self.limits.near_code,
                "near_description": self.limits.near_description,
                "near_meaning": self.limits.near_meaning,
                "video": self.limits.video,
                "repository": self.limits.repository,
            },
            "floors": dict(FLOORS),
            "highest": {aspect: _plain(leak) for aspect, leak in self.highest.items()},
            "histograms": {
                aspect: [{"from": start, "rows": rows} for start, rows in self.histogram(aspect)]
                for aspect in aspects
            },
            "leaks": [_plain(leak) for leak in self.leaks],
        }

    def _ranked(self) -> Iterator[Leak]:
        ranked = self.nearest.sort(
            pl.col("kind").replace_strict(STRICTNESS, return_dtype=pl.Int64),
            "test",
            "train",
        ).sort("similarity", descending=True, maintain_order=True)
        for test, train, aspect, kind, similarity in ranked.iter_rows():
            yield Leak(test, train, aspect, kind, similarity)

    def _limit(self, kind: Kind) -> float:
        limits = {
            "near_code": self.limits.near_code,
            "near_description": self.limits.near_description,
            "near_meaning": self.limits.near_meaning,
        }
        return limits.get(kind, 1.0)

    def _said(self) -> str:
        highest = self.highest
        parts = []
        for aspect, words in (("code", "code"), ("description", "wording"), ("meaning", "meaning")):
            limit = self._limit(_NEAR[aspect])
            left = highest.get(aspect)  # type: ignore[call-overload]
            nearest = f"{_below(left.similarity)} at most" if left else f"below {FLOORS[aspect]:g}"  # type: ignore[index]
            bound = f"limit {limit:g}" if limit <= 1 else "no limit"
            parts.append(f"in {words} by {nearest} ({bound})")
        shared = [name for name in ("video", "repository") if getattr(self.limits, name)]
        return ", ".join(parts) + (f", and no {' or '.join(shared)} is on both sides" if shared else "")

    def _complaint(self) -> str:
        worst, count = self.leaks[0], len(self.leaks)
        limit = self._limit(worst.kind)
        near = worst.kind in _ASPECT
        reached = f"{worst.kind} {worst.similarity:.3f} where {limit:g} is too much" if near else worst.kind
        remedy = (
            f"raise duplicates.{worst.kind} if the two may be apart, or report both ids as a fault of manimill"
            if near
            else "report both ids as a fault of manimill"
        )
        return (
            f"The split leaks in {count} {'place' if count == 1 else 'places'}, at worst between the test sample "
            f"{worst.test} and the train sample {worst.train} ({reached}), so nothing was published; {remedy}."
        )


_NEAR: Mapping[str, Kind] = {
    "code": "near_code",
    "description": "near_description",
    "meaning": "near_meaning",
}
_ASPECT: Mapping[str, Aspect] = {
    "near_code": "code",
    "near_description": "description",
    "near_meaning": "meaning",
}


def prove(train: pl.DataFrame, test: pl.DataFrame, limits: Limits, engine: Engine) -> Proof:
    """Compare every exported test row with every exported train row.

    The tables need the columns ``id``, ``code``, ``description``, ``url`` and ``metadata``.
    """
    columns = ["id", "code", "description", "url", "metadata"]
    sides = [frame.select(columns).sort("id") for frame in (test, train)]
    codes = codes_of([code for frame in sides for code in frame["code"]], engine)
    tested, trained = (subjects_of(frame.iter_rows(named=True), codes) for frame in sides)
    wordings = Wordings.of(s.description for s in (*tested, *trained))
    rows = [
        *_nearest_codes(tested, trained),
        *_nearest_descriptions(tested, trained, wordings),
        *(_shared("video", "same_video", by_video(tested), by_video(trained)) if limits.video else ()),
        *(
            _shared("repository", "same_repository", by_repository(tested), by_repository(trained))
            if limits.repository
            else ()
        ),
    ]
    nearest = pl.DataFrame(rows, schema=_SCHEMA, orient="row").sort("test", "aspect")
    return Proof(limits, nearest, train_rows=train.height, test_rows=test.height)


_Row = tuple[str, str, Aspect, Kind, float]


def _nearest_codes(tested: Sequence[Subject], trained: Sequence[Subject]) -> Iterator[_Row]:
    one, other = by_animation(tested), by_animation(trained)
    for animation in sorted(one.keys() & other.keys()):
        for subject in one[animation]:
            kind = strictest([subject], other[animation])
            match = next(s for s in other[animation] if strictest([subject], [s]) == kind)
            yield subject.id, match.id, "code", kind, 1.0
    apart = {animation: group for animation, group in one.items() if animation not in other}
    pairs = nearest_sets(shingles_of(apart), shingles_of(other), FLOORS["code"])
    yield from _alike("code", "near_code", apart, other, pairs)


def _nearest_descriptions(
    tested: Sequence[Subject], trained: Sequence[Subject], wordings: Wordings
) -> Iterator[_Row]:
    one, other = by_description(tested), by_description(trained)
    yield from _shared("description", "same_description", one, other)
    apart = {text: group for text, group in one.items() if text not in other}
    sets = wordings.shingles_of(apart), wordings.shingles_of(other)
    yield from _alike(
        "description", "near_description", apart, other, nearest_sets(*sets, FLOORS["description"])
    )
    vectors = wordings.vectors_of(apart), wordings.vectors_of(other)
    yield from _alike("meaning", "near_meaning", apart, other, nearest_vectors(*vectors, FLOORS["meaning"]))


def _shared(aspect: Aspect, kind: Kind, one: Groups, other: Groups) -> Iterator[_Row]:
    told: set[str] = set()
    for key in sorted(one.keys() & other.keys()):
        for subject in one[key]:
            if subject.id not in told:
                told.add(subject.id)
                yield subject.id, other[key][0].id, aspect, kind, 1.0


def _alike(aspect: Aspect, kind: Kind, one: Groups, other: Groups, pairs: Pairs) -> Iterator[_Row]:
    first, second = list(one.values()), list(other.values())
    for left, right, similarity in zip(pairs.left, pairs.right, pairs.similarity, strict=True):
        for subject in first[left]:
            yield subject.id, second[right][0].id, aspect, kind, float(similarity)


def _below(similarity: float) -> str:
    """Three digits, cut off rather than rounded: 0.9699 is below a limit of 0.97 and must look like it."""
    return f"{math.floor(similarity * 1000) / 1000:.3f}"


def _plain(leak: Leak) -> dict[str, Any]:
    return {
        "test": leak.test,
        "train": leak.train,
        "kind": leak.kind,
        "similarity": round(leak.similarity, 6),
    }

"""Pairs, and what their texts say in a form that is quick to compare: hashes of tokens with their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar
from zlib import crc32

import numpy as np
import numpy.typing as npt

from manimill.code.parse import collector_paused
from manimill.engine import Engine, function_task
from manimill.pairing.said import said
from manimill.pairing.shown import FIELDS, shown
from manimill.progress import Progress, Silent
from manimill.text.words import pairs, stems

T = TypeVar("T")

WORDS, PAIRS, FORMULAS, BOUND = range(4)
"""The kinds of tokens; a description has one field of each."""

FIELD_KINDS = {
    "titles": WORDS,
    "names": WORDS,
    "texts": WORDS,
    "remarks": WORDS,
    "everyday": WORDS,
    "values": WORDS,
    "told": WORDS,
    "phrases": PAIRS,
    "everyday_pairs": PAIRS,
    "formulas": FORMULAS,
    "bound": BOUND,
}
"""The fields of a code's evidence in order, and what kind of tokens each has."""

_CHUNK = 2_500
"""Texts that travel to a worker together: some two seconds of work, as long as it takes to start two workers, so what
fits into one chunk is done sooner here."""


_REMEMBERED = 1 << 13
"""Texts whose evidence is remembered, some 5 KB each: those who look at one pair after the other ask again."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A description and the code it stands beside.

    ``told`` is more text about the code, if there is any: a description derived from it, or what its
    storyboard shows.
    """

    description: str
    code: str
    told: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Tokens of one text: their hashes, how often each occurs in its field, and the number of the field."""

    tokens: npt.NDArray[np.uint32]
    counts: npt.NDArray[np.float32]
    fields: npt.NDArray[np.uint8]


def in_common(pair: Pair) -> list[str]:
    """The words of the description that its code shows, says or is called by, in their order and as they are written.

    Numbers and words that any request has are left out.
    """
    seen = shown(pair.code)
    stems_of_code = {*seen.titles, *seen.names, *seen.texts, *seen.remarks, *seen.everyday, *seen.values}
    written = {stem: word for word in reversed(pair.description.split()) for stem in stems(word)}
    return list(
        dict.fromkeys(
            written[stem].strip(".,;:!?()\"'“”").lower()
            for stem in said(pair.description).words
            if stem in stems_of_code and stem in written and stem[0] != "#" and len(stem) > 2
        )
    )


def read_descriptions(
    texts: Sequence[str], engine: Engine, progress: Progress | None = None
) -> list[Evidence]:
    """The evidence of each description, in their order."""
    return _read(_description, texts, engine, progress or Silent())


def read_description(text: str) -> Evidence:
    """The evidence of one description."""
    return _description(text)


def read_codes(
    codes: Sequence[tuple[str, str | None]], engine: Engine, progress: Progress | None = None
) -> list[Evidence]:
    """The evidence of each code with what is told about it, in their order."""
    return _read(_code, codes, engine, progress or Silent())


def _read(
    read: Callable[[T], Evidence], items: Sequence[T], engine: Engine, progress: Progress
) -> list[Evidence]:
    found: list[Evidence | None] = [None] * len(items)
    for index, evidence in engine.map(function_task(read), items, chunk=_CHUNK):
        found[index] = evidence
        progress.advance()
    return [evidence for evidence in found if evidence is not None]


@lru_cache(_REMEMBERED)
@collector_paused()
def _description(text: str) -> Evidence:
    spoken = said(text)
    return _packed(map(Counter, (spoken.words, spoken.pairs, spoken.formulas, spoken.bound)))


@lru_cache(_REMEMBERED)
@collector_paused()
def _code(item: tuple[str, str | None]) -> Evidence:
    code, told = item
    seen = shown(code)
    fields = {name: getattr(seen, name) for name in FIELDS}
    words = stems(told) if told else []
    # What was read of the code is not touched: others read it too.
    fields["phrases"] = seen.phrases + Counter(pairs(words))
    fields["told"] = Counter(words)
    return _packed([fields[name] for name in FIELD_KINDS])


def _packed(fields: Iterable[Counter[str]]) -> Evidence:
    tokens: list[int] = []
    counts: list[int] = []
    numbers: list[int] = []
    for number, field in enumerate(fields):
        tokens += map(_hash, field)
        counts += field.values()
        numbers += [number] * len(field)
    found = Evidence(np.array(tokens, np.uint32), np.array(counts, np.float32), np.array(numbers, np.uint8))
    # Sets bring tokens in an order that changes from run to run, and sums of rounded numbers with it.
    order = np.lexsort((found.counts, found.tokens, found.fields))
    return Evidence(found.tokens[order], found.counts[order], found.fields[order])


@lru_cache(maxsize=1 << 16)
def _hash(token: str) -> int:
    return crc32(token.encode("utf-8", "surrogatepass"))

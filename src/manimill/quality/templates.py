"""Descriptions that many samples share, but for one word or for all but the opening sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from manimill.code.names import names

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_SENTENCE = re.compile(r"[.!?:](?=\s)")

NUMBER, COLOUR, SLOT = "#", "<colour>", "_"

_COLOURS = names(
    "red green blue yellow orange purple pink teal cyan magenta white black gray grey brown gold maroon violet",
    "turquoise lime navy indigo",
)

_LONGEST = 60
"""Tokens of a text that may still be called a template; of longer ones that differ in a word near duplicates tell."""

_OPENING_WORDS = 6
"""Words of an opening sentence before it is worth counting: shorter ones are how people begin."""


@dataclass(frozen=True, slots=True)
class Request:
    """A description in its normal form, and its code: what counts as one sample saying so."""

    key: str
    code: str


@dataclass(frozen=True, slots=True)
class Shared:
    """What is shared, and by how many."""

    text: str
    count: int


def templates(requests: Mapping[str, Request], more_than: int) -> dict[str, Shared]:
    """The template of each sample, by id, that more than ``more_than`` requests are made from.

    Requests are made from one template where their texts have the same words but for numbers, colours and the word in
    one place. Copies of one pair of text and code count once. Of several templates a text is made from, the one most
    share is named. Time is linear in the number of samples, and their order does not count.
    """
    tokens = {sample: _tokens(request.key) for sample, request in requests.items()}
    crowds: dict[tuple[str, int, int], list[str]] = {}
    for sample, words in tokens.items():
        for half in _halves(words):
            crowds.setdefault(half, []).append(sample)
    found: dict[str, tuple[int, str]] = {}
    for (side, _, _), crowd in crowds.items():
        if len(crowd) > more_than:
            for template, members in _with_one_slot(side, crowd, tokens).items():
                count = _distinct(members, requests) if len(members) > more_than else 0
                if count > more_than:
                    for sample in members:
                        found[sample] = max(found.get(sample, (0, "")), (count, template))
    return {sample: Shared(template, count) for sample, (count, template) in found.items()}


def openings(requests: Mapping[str, Request], more_than: int) -> dict[str, Shared]:
    """The opening sentence of each sample, by id, that more than ``more_than`` different texts go on from."""
    texts: dict[str, set[int]] = {}
    opening_of: dict[str, str] = {}
    for sample, request in requests.items():
        opening = _opening(request.key)
        if opening is not None:
            opening_of[sample] = opening
            texts.setdefault(opening, set()).add(crc32(request.key.encode("utf-8", "replace")))
    return {
        sample: Shared(opening, len(texts[opening]))
        for sample, opening in opening_of.items()
        if len(texts[opening]) > more_than
    }


def _tokens(key: str) -> tuple[str, ...]:
    if key.count(" ") >= _LONGEST:
        return ()
    tokens = _TOKEN.findall(_NUMBER.sub(NUMBER, key))
    return tuple([COLOUR if token in _COLOURS else token for token in tokens])


def _halves(tokens: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Texts that differ in one place share the half without it: so only those that share one need comparing."""
    if 0 < len(tokens) <= _LONGEST:
        middle = len(tokens) // 2
        yield "start", len(tokens), crc32(" ".join(tokens[:middle]).encode("utf-8", "replace"))
        yield "end", len(tokens), crc32(" ".join(tokens[middle:]).encode("utf-8", "replace"))


def _with_one_slot(
    side: str, crowd: Sequence[str], tokens: Mapping[str, tuple[str, ...]]
) -> dict[str, list[str]]:
    """Samples by template, the slot being in the half that they do not share."""
    groups: dict[str, list[str]] = {}
    for sample in crowd:
        words = list(tokens[sample])
        middle = len(words) // 2
        for place in range(middle, len(words)) if side == "start" else range(middle):
            word, words[place] = words[place], SLOT
            groups.setdefault(" ".join(words), []).append(sample)
            words[place] = word
    return groups


def _distinct(members: Sequence[str], requests: Mapping[str, Request]) -> int:
    # White space apart: the same row is one line in one source and laid out in another.
    pairs = {(requests[one].key, "".join(requests[one].code.split())) for one in members}
    return len(pairs)


def _opening(key: str) -> str | None:
    end = _SENTENCE.search(key)
    if end is None:
        return None
    opening = key[: end.start()]
    return opening if opening.count(" ") + 1 >= _OPENING_WORDS else None

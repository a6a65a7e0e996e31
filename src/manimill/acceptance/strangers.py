"""Answers that do not belong where they are, seen from the whole collection: swapped ones, and ones given twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import numpy as np

from manimill.acceptance.claims import beside
from manimill.acceptance.other_scene import fit_of
from manimill.acceptance.prose import read_prose
from manimill.acceptance.seen import seen
from manimill.acceptance.told import Objection, Told
from manimill.pairing import Pair, score_pairs
from manimill.pairing.candidates import candidates
from manimill.pairing.model import log_odds
from manimill.resemblance.sets import similar_sets
from manimill.text.normal import description_key
from manimill.text.shingles import description_shingles

ALIKE = 0.9
"""Jaccard similarity of shingles from which on two answers are one and the same."""
BETTER = 0.5
"""By how much, in log odds, an answer must fit another scene better than its own, among the scenes of the collection
and by `Acceptance`'s own measure as well. Of good answers one in a hundred does, of swapped ones nine in ten."""
_MOST = 6
"""Other scenes that each answer is compared with: those that stand out most beside it."""

Item = tuple[str, Told, str]
"""An id, what is known of the scene, and the answer to be judged."""


def strangers(items: Sequence[Item]) -> dict[str, Objection]:
    """Answers of a collection that are to be asked for again, by id.

    Those that fit another scene of the collection clearly better than their own, and, of answers that are nearly
    the same for different codes, all but the one whose code has the smallest hash. What is found does not depend on the
    order of the items.
    """
    ordered = sorted(items, key=lambda item: (_digest(item[1].code), item[0]))
    found = dict(_doubles(ordered))
    for stranger, objection in _swapped(ordered):
        found.setdefault(stranger, objection)
    return dict(sorted(found.items()))


def _doubles(items: Sequence[Item]) -> Iterator[tuple[str, Objection]]:
    """Of answers that are nearly the same for different codes, those that come later in the order of the codes."""
    shingles = [description_shingles(text) for _, _, text in items]
    keys = [description_key(text) for _, _, text in items]
    first: dict[str | None, int] = {}
    earlier: dict[int, int] = {}
    for place, key in enumerate(keys):
        if first.setdefault(key, place) != place:
            earlier[place] = first[key]
    pairs = similar_sets(shingles, shingles, ALIKE)
    for one, other in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True):
        if one < other:
            earlier[other] = min(one, earlier.get(other, one))
    for place, kept in sorted(earlier.items()):
        if items[place][1].code != items[kept][1].code:
            yield (
                items[place][0],
                Objection(
                    "said_of_another",
                    f"nearly the same is said of {items[kept][0]}",
                    "Say what sets this scene apart from similar ones: its own texts, numbers and order of steps.",
                ),
            )


def _swapped(items: Sequence[Item]) -> Iterator[tuple[str, Objection]]:
    """Answers that fit another scene of the collection clearly better than their own."""
    if len(items) < 2:
        return
    judged = score_pairs([Pair(text, told.code, beside(told)) for _, told, text in items])
    texts, contrast, weights = judged.texts, judged.contrast, judged.model.pair
    rows, columns = candidates(contrast, np.unique(texts.rows), np.unique(texts.columns))
    by_text: dict[int, list[tuple[float, int]]] = {}
    odds = log_odds(weights, contrast.marks(rows, columns))
    for row, column, value in zip(rows.tolist(), columns.tolist(), odds.tolist(), strict=True):
        by_text.setdefault(row, []).append((-value, column))
    place_of = {column: place for place, column in reversed(list(enumerate(texts.columns.tolist())))}
    for place, (own_id, own, text) in enumerate(items):
        row, column = int(texts.rows[place]), int(texts.columns[place])
        here = float(judged.logits[place])
        others = [
            place_of[other]
            for value, other in sorted(by_text.get(row, []))[:_MOST]
            if other != column and -value - here > BETTER
        ]
        found = _better(own, text, [items[other] for other in others])
        if found is not None:
            yield (
                own_id,
                Objection(
                    "other_scene",
                    f"it fits {found} better",
                    "Describe this very scene and no other: name what its own code shows, step by step.",
                ),
            )


def _better(own: Told, text: str, others: Sequence[Item]) -> str | None:
    """The id of the scene that a text fits best, if it fits it clearly better than its own."""
    if not others:
        return None
    prose = read_prose(text)
    least = fit_of(prose, seen(own)) + BETTER
    fits = sorted(
        (-fit_of(prose, seen(told)), other_id) for other_id, told, _ in others if told.code != own.code
    )
    return fits[0][1] if fits and -fits[0][0] > least else None


def _digest(code: str) -> str:
    return hashlib.blake2b(code.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

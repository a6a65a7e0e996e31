"""Finding what matches among samples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from manimill.code.analysis import analyse
from manimill.duplicates.exact import exact_links
from manimill.duplicates.facts import Facts
from manimill.duplicates.matches import Matches, Nodes
from manimill.duplicates.meaning import same_meaning
from manimill.duplicates.near import Pairs, similar_sets
from manimill.duplicates.requests import same_request
from manimill.duplicates.sets import Sets
from manimill.recipe import Duplicates
from manimill.records import Sample
from manimill.text.shingles import description_shingles

_Key = TypeVar("_Key", str, tuple[str, int])


def find(facts: Mapping[str, Facts], settings: Duplicates) -> Matches:
    """Everything that matches, by every rule; ``facts`` are by sample id, in any order.

    Raises:
        EnvironmentFailure: descriptions are to be compared by meaning, and the vectors of words are not installed.
    """
    descriptions = _descriptions(facts, settings.near_description)
    texts = [facts[sample].description or "" for sample in descriptions.first]
    return Matches(
        ids=sorted(facts),
        exact=exact_links(facts),
        codes=_codes(facts, settings.near_code),
        descriptions=descriptions,
        meaning=same_meaning(texts, settings.near_meaning),
        near_code=settings.near_code,
        near_description=settings.near_description,
        near_meaning=settings.near_meaning,
    )


def find_duplicates(samples: Iterable[Sample], settings: Duplicates | None = None) -> Matches:
    """Everything that matches among samples, such as those `DatasetRegistry.extract_all` returns.

    ``settings`` are those of a recipe, ``Recipe().duplicates`` where nothing else is said.

    Raises:
        EnvironmentFailure: descriptions are to be compared by meaning, and the vectors of words are not installed.
    """
    facts = {s.id: Facts.of(s.code, analyse(s.code, s.scene), s.description) for s in samples}
    return find(facts, settings or Duplicates())


def look_alike(one: Facts, other: Facts) -> bool:
    """Whether two codes that share most of their shingles are no duplicates all the same.

    They are not where each shows something that the other lacks or has less of, or where another scene of the
    module is rendered.
    """
    if one.position != other.position:
        return True
    if one.shown == other.shown:
        return False
    shown, others = Counter(one.shown), Counter(other.shown)
    return bool(shown - others) and bool(others - shown)


def _codes(facts: Mapping[str, Facts], threshold: float) -> Nodes:
    """Each distinct animation, in the order of its hash, so that nothing depends on that of samples."""
    of_sample, first = _numbered({sample: own.motion for sample, own in facts.items()})
    sets = Sets.of_tokens([facts[sample].tokens for sample in first])
    near = similar_sets(sets, threshold)
    exchange = _judged(near, lambda a, b: look_alike(facts[first[a]], facts[first[b]]))
    return Nodes(of_sample, first, sets, near, exchange)


def _descriptions(facts: Mapping[str, Facts], threshold: float) -> Nodes:
    """Each distinct description, in alphabetical order."""
    said = {sample: own.description for sample, own in facts.items() if own.description is not None}
    of_sample, first = _numbered(said)
    sets = Sets.of([description_shingles(said[sample]) for sample in first])
    near = similar_sets(sets, threshold)
    exchange = _judged(near, lambda a, b: not same_request(said[first[a]], said[first[b]]))
    return Nodes(of_sample, first, sets, near, exchange)


def _numbered(keys: Mapping[str, _Key]) -> tuple[dict[str, int], list[str]]:
    """The number of each sample's key, and of each key the first sample that has it."""
    first: dict[_Key, str] = {}
    for sample in sorted(keys):
        first.setdefault(keys[sample], sample)
    numbers = {key: number for number, key in enumerate(sorted(first))}
    return {sample: numbers[key] for sample, key in keys.items()}, [first[key] for key in numbers]


def _judged(pairs: Pairs, differ: Callable[[int, int], bool]) -> npt.NDArray[np.bool_]:
    verdicts = (differ(a, b) for a, b in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True))
    return np.fromiter(verdicts, np.bool_, len(pairs.left))

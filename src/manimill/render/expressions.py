"""The formulas of many scenes, typeset together before the scenes are rendered.

TeX takes a third of a second for one expression and hardly longer for a hundred. Which ones a scene wants is only
known by running it, so each scene that may want any is first run through quickly, with nothing drawn and
placeholders for formulas; what it asks for is remembered, so that the next time no run is needed to know it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from manimill.engine import Pool
from manimill.render.environment import worker_digest
from manimill.render.settings import RenderJob
from manimill.render.tex import TexStore
from manimill.render.worker import Result, Scout, Typeset, Work
from manimill.workspace import Cache

_TYPESET_TOGETHER = 100
"""Expressions to one run of TeX: more take longer to fail if one does, fewer share the start less."""

_SIGNS = (
    "Tex",
    "Number",
    "Integer",
    "Variable",
    "Matrix",
    "Axes",
    "Plane",
    "Title",
    "Table",
    "List",
    "Label",
    "label",
)
"""Words of which code that typesets formulas has one at least; a scene without them is not worth the run."""


def typeset_for(
    jobs: Sequence[RenderJob], pool: Pool[Work, Result], cache: Cache | None, store: TexStore
) -> None:
    """Fill the store with what ``jobs`` will ask of it, as far as that can be foreseen."""
    worker = worker_digest()
    keys = {_key(worker, job): job for job in jobs if any(sign in job.code for sign in _SIGNS)}
    needs = _known(keys, cache)
    unknown = [key for key in keys if key not in needs]
    for index, found in pool.map([Scout(keys[key]) for key in unknown]):
        assert isinstance(found, list)
        needs[unknown[index]] = found
        if cache is not None:
            cache.put(unknown[index], found)
    sources = sorted({source for found in needs.values() for source in found})
    wanted = store.missing(sources)
    batches = [
        Typeset(tuple(wanted[start : start + _TYPESET_TOGETHER]))
        for start in range(0, len(wanted), _TYPESET_TOGETHER)
    ]
    for _ in pool.map(batches):
        pass


def _known(keys: dict[str, RenderJob], cache: Cache | None) -> dict[str, list[str]]:
    if cache is None:
        return {}
    return {key: list(value) for key, value in cache.get_many(keys).items() if isinstance(value, list)}


def _key(worker: str, job: RenderJob) -> str:
    text = json.dumps([worker, job.environment, job.code, job.scene])
    return "needs:" + hashlib.sha256(text.encode("ascii")).hexdigest()

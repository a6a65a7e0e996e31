"""The analyses of a build's codes: each distinct code once, as it is found where that is quicker."""

from __future__ import annotations

from collections.abc import Sequence

from manimill.clock import Clock
from manimill.code.analysis import Analysis, analyse
from manimill.engine import Engine, function_task
from manimill.progress import Progress
from manimill.records import Sample

_CHUNK = 20_000
"""Some five seconds of work: starting worker processes and sending them the code takes one or two, so as much is
done sooner here, as it is found and from the trees it was found by; the rest in chunks of this size."""


class Analyses:
    """Analyses of samples' code; equal code once."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._found: dict[tuple[str, str], Analysis] = {}

    def note(self, sample: Sample) -> None:
        """Analyse the code of a sample that was found just now, unless others had better do that."""
        item = (sample.code, sample.scene or "")
        if item not in self._found and (self._engine.workers == 1 or len(self._found) < _CHUNK):
            with self._clock("analyse"):
                self._found[item] = _analyse_one(item)

    def of(self, samples: Sequence[Sample], progress: Progress) -> dict[str, Analysis]:
        """The analyses by sample id."""
        wanted = {(s.code, s.scene or "") for s in samples}
        items = sorted(wanted - self._found.keys())
        progress.start("analyse", len(items), "codes")
        for index, analysis in self._engine.map(function_task(_analyse_one), items, chunk=_CHUNK):
            self._found[items[index]] = analysis
            progress.advance()
        wrong = sum(self._found[item].problem is not None for item in wanted)
        progress.finish(f"{len(wanted)} distinct codes, {wrong} of them not Python")
        return {s.id: self._found[s.code, s.scene or ""] for s in samples}


def _analyse_one(item: tuple[str, str]) -> Analysis:
    code, scene = item
    return analyse(code, scene or None)

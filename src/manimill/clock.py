"""How long the stages of a build take."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Clock:
    """Seconds by stage; stages that are entered twice add up, one inside another is no part of that other."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._inside = 0.0

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        self.seconds.setdefault(stage, 0.0)
        before, self._inside = self._inside, 0.0
        start = time.perf_counter()
        yield
        taken = time.perf_counter() - start
        self.seconds[stage] += taken - self._inside
        self._inside = before + taken

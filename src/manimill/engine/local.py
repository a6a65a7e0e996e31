"""This machine's cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import ExitStack
from typing import Any, TypeVar

from loky.process_executor import BrokenProcessPool, ProcessPoolExecutor

from manimill.engine.base import Task
from manimill.errors import EnvironmentFailure

T = TypeVar("T")
R = TypeVar("R")

_ATTEMPTS = 3
"""A worker may die of something that is not its items' fault (memory pressure, a user's ``kill``)."""


class LocalEngine:
    """Worker processes on this machine.

    One worker means no process at all: the work is done where it is asked for. loky's executor
    rather than the standard library's, because it needs no ``if __name__ == "__main__"`` in the
    user's script and its idle workers end by themselves when the main process is killed.
    """

    def __init__(self, workers: int | None = None) -> None:
        self._workers = workers if workers is not None else available_cores()
        if self._workers < 1:
            raise ValueError(f"workers must be at least 1, got {self._workers}")

    @property
    def workers(self) -> int:
        return self._workers

    def map(self, task: Task[T, R], items: Sequence[T], *, chunk: int = 1) -> Iterator[tuple[int, R]]:
        """See `Engine.map`."""
        if self._workers == 1 or len(items) <= chunk:
            with task() as function:
                for index, item in enumerate(items):
                    yield index, function(item)
            return
        chunks = [range(i, min(i + chunk, len(items))) for i in range(0, len(items), chunk)]
        yield from self._map_in_processes(task, items, chunks)

    def _map_in_processes(
        self, task: Task[T, R], items: Sequence[T], chunks: list[range]
    ) -> Iterator[tuple[int, R]]:
        pending, attempt = chunks, 0
        while pending:
            attempt += 1
            # Dropped with its pool: a chunk that shared a pool with the culprit is not blamed.
            unfinished: list[range] = []
            workers = min(self._workers, len(pending)) if attempt < _ATTEMPTS else 1
            executor = ProcessPoolExecutor(
                max_workers=workers, timeout=10, initializer=_open, initargs=(task,)
            )
            finished = False
            try:
                futures: dict[Future[list[Any]], range] = {
                    executor.submit(_apply, [items[i] for i in indices]): indices for indices in pending
                }
                waiting = set(futures)
                while waiting:
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    for future in done:
                        try:
                            results = future.result()
                        except BrokenProcessPool:
                            unfinished.append(futures[future])
                            continue
                        yield from zip(futures.pop(future), results, strict=True)
                finished = True
            finally:
                # Whoever stopped listening halfway does not wait for work nobody wants.
                executor.shutdown(wait=True, kill_workers=not finished)
            if len(unfinished) == len(pending) and attempt >= _ATTEMPTS:
                raise EnvironmentFailure(
                    f"The same {len(unfinished)} pieces of work ended their worker process "
                    f"{attempt} times; look for a memory limit on this machine and run again "
                    "with --jobs 1."
                )
            pending = sorted(unfinished, key=lambda indices: indices.start)


def available_cores() -> int:
    """Cores this process may use, which in a container is often fewer than the machine has."""
    return len(os.sched_getaffinity(0))


# One worker process serves one executor, so its prepared function can live in the module.
_prepared: list[Callable[[Any], Any]] = []
_stack = ExitStack()


def _open(task: Task[Any, Any]) -> None:
    _prepared[:] = [_stack.enter_context(task())]


def _apply(items: list[Any]) -> list[Any]:
    return [_prepared[0](item) for item in items]

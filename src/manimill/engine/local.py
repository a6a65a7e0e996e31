"""This machine's cores."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import ExitStack, contextmanager
from typing import Any, Generic, TypeVar

from loky.process_executor import BrokenProcessPool, ProcessPoolExecutor

from manimill.engine.base import Pool, Task
from manimill.errors import EnvironmentFailure

T = TypeVar("T")
R = TypeVar("R")

_ATTEMPTS = 3
"""A worker may die of something that is not its items' fault (memory pressure, a user's ``kill``)."""

_PARENT_CHECK_SECONDS = 1.0


class LocalEngine:
    """Worker processes on this machine.

    One worker means no process at all: the work is done where it is asked for. loky's executor
    rather than the standard library's, because it needs no ``if __name__ == "__main__"`` in the
    user's script.
    """

    def __init__(self, workers: int | None = None) -> None:
        self._workers = workers if workers is not None else available_cores()
        if self._workers < 1:
            raise ValueError(f"workers must be at least 1, got {self._workers}")

    @property
    def workers(self) -> int:
        return self._workers

    @contextmanager
    def open(self, task: Task[T, R], *, most: int | None = None) -> Iterator[Pool[T, R]]:
        """See `Engine.open`."""
        pool = _LocalPool(task, self._workers if most is None else max(1, min(self._workers, most)))
        try:
            yield pool
        finally:
            pool.close()

    def map(self, task: Task[T, R], items: Sequence[T], *, chunk: int = 1) -> Iterator[tuple[int, R]]:
        """See `Engine.map`."""
        with self.open(task, most=-(-len(items) // chunk)) as pool:
            yield from pool.map(items, chunk=chunk)


class _LocalPool(Generic[T, R]):
    """Started when first needed: what fits into one chunk, or has one worker, is done in this process."""

    def __init__(self, task: Task[T, R], workers: int) -> None:
        self._task = task
        self._workers = workers
        self._executor: ProcessPoolExecutor | None = None
        self._here = ExitStack()
        self._function: Callable[[T], R] | None = None

    def begin(self) -> None:
        """See `Pool.begin`."""
        if self._workers == 1:
            self._open_here()
        else:
            # The first thing submitted starts all processes.
            with _deaf_to_interrupts():
                self._start_executor(self._workers).submit(_nothing)

    def close(self, *, kill: bool = False) -> None:
        self._drop_executor(kill=kill)
        self._function = None
        self._here.close()

    def map(self, items: Sequence[T], *, chunk: int = 1) -> Iterator[tuple[int, R]]:
        """See `Pool.map`."""
        if self._executor is None and (self._workers == 1 or len(items) <= chunk):
            function = self._open_here()
            for index, item in enumerate(items):
                yield index, function(item)
            return
        chunks = [range(i, min(i + chunk, len(items))) for i in range(0, len(items), chunk)]
        yield from self._map_in_processes(items, chunks)

    def _open_here(self) -> Callable[[T], R]:
        if self._function is None:
            self._function = self._here.enter_context(self._task())
        return self._function

    def _map_in_processes(self, items: Sequence[T], chunks: list[range]) -> Iterator[tuple[int, R]]:
        pending, attempt = chunks, 0
        while pending:
            attempt += 1
            # Dropped with its pool: a chunk that shared a pool with the culprit is not blamed.
            unfinished: list[range] = []
            executor = self._start_executor(self._workers if attempt < _ATTEMPTS else 1)
            finished = False
            try:
                with _deaf_to_interrupts():
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
                if unfinished or not finished or attempt >= _ATTEMPTS:
                    # Whoever stopped listening halfway does not wait for work nobody wants.
                    self._drop_executor(kill=not finished)
            if len(unfinished) == len(pending) and attempt >= _ATTEMPTS:
                raise EnvironmentFailure(
                    f"The same {len(unfinished)} pieces of work ended their worker process "
                    f"{attempt} times; look for a memory limit on this machine and run again "
                    "with --jobs 1."
                )
            pending = sorted(unfinished, key=lambda indices: indices.start)

    def _start_executor(self, workers: int) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                max_workers=workers, timeout=10, initializer=_open, initargs=(self._task, os.getpid())
            )
        return self._executor

    def _drop_executor(self, *, kill: bool) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=True, kill_workers=kill)
            self._executor = None


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes started in here never hear of Ctrl-C, which a terminal sends to all: this one ends them.

    Here it is heard when the block is over.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def available_cores() -> int:
    """Cores this process may use, which in a container is often fewer than the machine has."""
    return len(os.sched_getaffinity(0))


# One worker process serves one executor, so its prepared function can live in the module.
_prepared: list[Callable[[Any], Any]] = []
_stack = ExitStack()


def _open(task: Task[Any, Any], parent: int) -> None:
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _prepared[:] = [_stack.enter_context(task())]


def _end_with(parent: int) -> None:
    """End this process soon after its parent, which may have been killed without a chance to say so."""
    while os.getppid() == parent:
        time.sleep(_PARENT_CHECK_SECONDS)
    os._exit(1)


def _nothing() -> None:
    pass


def _apply(items: list[Any]) -> list[Any]:
    return [_prepared[0](item) for item in items]

"""The interface every engine keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")

Task = Callable[[], AbstractContextManager[Callable[[T], R]]]
"""Called once in every worker; entering what it returns gives the function applied to items there.

It must be picklable by reference (a function of a module, or a ``functools.partial`` of one)."""


class Engine(Protocol):
    """Applies a task to items on some number of workers."""

    @property
    def workers(self) -> int:
        """How many items can be in work at the same time."""

    def map(self, task: Task[T, R], items: Sequence[T], *, chunk: int = 1) -> Iterator[tuple[int, R]]:
        """Yield ``(index of the item, result)`` as results arrive, in any order, each item once.

        ``chunk`` items travel together. An exception raised by the task is raised here. A worker
        that dies is replaced and its items are tried again.

        Raises:
            EnvironmentFailure: the same items killed their worker several times.
        """


@dataclass(frozen=True, slots=True)
class _FunctionTask(Generic[T, R]):
    function: Callable[[T], R]

    def __call__(self) -> AbstractContextManager[Callable[[T], R]]:
        return nullcontext(self.function)


def function_task(function: Callable[[T], R]) -> Task[T, R]:
    """The task of a function that needs no preparation in its worker."""
    return _FunctionTask(function)

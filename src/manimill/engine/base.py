"""The interface every engine keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")
T_contra = TypeVar("T_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)

Task = Callable[[], AbstractContextManager[Callable[[T], R]]]
"""Called once in every worker; entering what it returns gives the function applied to items there.

It must be picklable by reference (a function of a module, or a ``functools.partial`` of one)."""


class Pool(Protocol[T_contra, R_co]):
    """Workers that have a task open, and keep it open from one call of `map` to the next."""

    def begin(self) -> None:
        """Open the task in the workers now, for one that takes long to open; `map` does so where it has to."""

    def map(self, items: Sequence[T_contra], *, chunk: int = 1) -> Iterator[tuple[int, R_co]]:
        """Yield ``(index of the item, result)`` as results arrive, in any order, each item once.

        ``chunk`` items travel together. An exception raised by the task is raised here. A worker
        that dies is replaced and its items are tried again.

        Raises:
            EnvironmentFailure: the same items killed their worker several times.
        """


class Engine(Protocol):
    """Applies tasks to items on some number of workers."""

    @property
    def workers(self) -> int:
        """How many items can be in work at the same time."""

    def open(self, task: Task[T, R], *, most: int | None = None) -> AbstractContextManager[Pool[T, R]]:
        """Workers for a task; they end with the context. ``most`` is how many can be kept busy, if known."""

    def map(self, task: Task[T, R], items: Sequence[T], *, chunk: int = 1) -> Iterator[tuple[int, R]]:
        """`Pool.map` with workers for this one call."""


@dataclass(frozen=True, slots=True)
class _FunctionTask(Generic[T, R]):
    function: Callable[[T], R]

    def __call__(self) -> AbstractContextManager[Callable[[T], R]]:
        return nullcontext(self.function)


def function_task(function: Callable[[T], R]) -> Task[T, R]:
    """The task of a function that needs no preparation in its worker."""
    return _FunctionTask(function)

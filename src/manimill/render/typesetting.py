"""The formulas of many scenes, typeset together and beside the rendering."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from manimill.render.tex import TexStore

_SIGNS = ("Tex", "Number", "Integer", "Variable", "Matrix", "Axes", "Plane", "Title", "Table", "List", "abel")
"""Words of which code that wants formulas has one at least, as a rule."""


def may_want_formulas(code: str) -> bool:
    """Whether a scene is likely to have something typeset: a guess, by which scenes are put in order."""
    return any(sign in code for sign in _SIGNS)


class Typesetting:
    """Fills a store in a thread of its own.

    TeX takes a third of a second for one expression and hardly longer for a hundred, so what is wanted is collected
    until `start` or `finish`.
    """

    def __init__(self, store: TexStore) -> None:
        self._store = store
        self._wanted: dict[str, None] = {}
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._running: list[Future[None]] = []

    def __enter__(self) -> Typesetting:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)

    def want(self, sources: Iterable[str]) -> None:
        """Note complete TeX documents that are to be typeset."""
        self._wanted.update(dict.fromkeys(sources))

    def start(self) -> None:
        """Typeset what is wanted so far, and return at once."""
        if self._wanted:
            # Sorted, so that what shares a run of TeX does not depend on which worker was faster.
            self._running.append(self._thread.submit(self._store.typeset, sorted(self._wanted)))
            self._wanted = {}

    def finish(self) -> None:
        """Typeset everything that was wanted, and wait for it.

        Raises:
            EnvironmentFailure: the store cannot be used.
        """
        self.start()
        for running in self._running:
            running.result()

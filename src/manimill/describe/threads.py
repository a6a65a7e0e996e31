"""Threads that wait for answers."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

from manimill.describe.clients.base import Client, Reply
from manimill.describe.request import Request


class AskingThreads:
    """Threads that ask and do nothing else. They do not keep the process from ending."""

    def __init__(self, client: Client, count: int) -> None:
        self._client, self._most = client, count
        self._wanted: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._found: queue.SimpleQueue[tuple[str, Reply | BaseException]] = queue.SimpleQueue()
        self._started = self._busy = 0

    def ask(self, request: Request) -> None:
        self._busy += 1
        if self._started < min(self._busy, self._most):
            self._started += 1
            threading.Thread(target=self._work, daemon=True, name="manimill-ask").start()
        self._wanted.put(request)

    def outcomes(self, timeout: float) -> Iterator[tuple[str, Reply | BaseException]]:
        """What has come back; waits for the first one for at most so many seconds."""
        try:
            yield self._took(self._found.get(timeout=timeout))
            while True:
                yield self._took(self._found.get_nowait())
        except queue.Empty:
            return

    def close(self) -> None:
        for _ in range(self._started):
            self._wanted.put(None)

    def _took(self, found: tuple[str, Reply | BaseException]) -> tuple[str, Reply | BaseException]:
        self._busy -= 1
        return found

    def _work(self) -> None:
        while (request := self._wanted.get()) is not None:
            try:
                self._found.put((request.key, self._client.ask(request)))
            except BaseException as error:  # handed to the thread that decides
                self._found.put((request.key, error))

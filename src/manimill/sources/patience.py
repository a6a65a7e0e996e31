"""How often and after how long a host is asked again, whichever library does the asking."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

_Answer = TypeVar("_Answer")

ASK_AGAIN = frozenset({408, 429, 500, 502, 503, 504})
"""Answers that the same question may get another answer to."""


class NoAnswerError(Exception):
    """A host that gave no usable answer, however often it was asked.

    ``status`` is its last answer; None where there was none, and then ``reason`` says why.
    """

    def __init__(self, status: int | None, reason: str, tries: int = 1) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.tries = tries


class AskAgainError(Exception):
    """Raised by an attempt that another one may better; ``retry_after`` is what the host asked for."""

    def __init__(self, status: int | None, reason: str, retry_after: str | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Patience:
    """Waits of 1, 2, 4 and 8 seconds between five tries, or as long as the host asks for.

    ``longest_wait`` caps both, in seconds; a host that asks for more is given up at once, because by then its
    user would rather come back later than watch. ``sleep`` and ``now`` are for tests.
    """

    tries: int = 5
    first_wait: float = 1.0
    longest_wait: float = 120.0
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time

    def ask(self, attempt: Callable[[], _Answer]) -> _Answer:
        """What ``attempt`` returns, tried again each time it raises `AskAgainError`.

        Raises:
            NoAnswerError: the last try failed like those before it.
        """
        for number in range(1, self.tries + 1):
            try:
                return attempt()
            except AskAgainError as error:
                wait = self._wait(number, error.retry_after)
                if number == self.tries or wait > self.longest_wait:
                    raise NoAnswerError(error.status, error.reason, number) from None
            self.sleep(wait)
        raise AssertionError("every try returns or raises")

    def _wait(self, number: int, retry_after: str | None) -> float:
        asked = self._seconds(retry_after)
        return asked if asked is not None else self.first_wait * 2 ** (number - 1)

    def _seconds(self, retry_after: str | None) -> float | None:
        """A ``Retry-After`` header as seconds from now: it holds a number of them, or a date."""
        if retry_after is None:
            return None
        if retry_after.strip().isdecimal():
            return float(retry_after)
        try:
            until = parsedate_to_datetime(retry_after)
        except ValueError:
            return None
        if until.tzinfo is None:
            until = until.replace(tzinfo=UTC)
        return max(0.0, (until - datetime.fromtimestamp(self.now(), UTC)).total_seconds())

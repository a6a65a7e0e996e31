"""How fast requests go out: as many at a time as a provider bears, and no sooner than it says.

Learned from what comes back. Concurrency grows by one for each round of answers and is halved when a provider is
busy, as TCP does it (additive increase, multiplicative decrease); what its headers say is left for now
is not overdrawn.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from manimill.describe._meter import Meter
from manimill.describe.clients.base import Allowance, Passing

_FIRST = 4
"""Requests at a time to begin with."""
_LONGEST_WAIT = 120.0
"""Seconds to wait at most before a request is tried again, where no provider asks for more."""
_SHORTEST_WAIT = 0.5
_TOGETHER = 1.0
"""Seconds within which several refusals mean one and the same."""


class Pace:
    """Says when the next request may go out. Used from one thread; ``clock`` gives seconds."""

    def __init__(self, most: int, clock: Callable[[], float], seed: int = 0) -> None:
        self._most = most
        self._clock = clock
        self._allowed = float(min(most, _FIRST))
        self._not_before = 0.0
        self._slowed = float("-inf")
        self._requests, self._tokens = Meter(), Meter()
        self._flying = self._tokens_flying = 0
        self._random = random.Random(seed)

    @property
    def allowed(self) -> int:
        """Requests that may be under way at a time."""
        return max(1, int(self._allowed))

    def wait(self, tokens: int) -> float | None:
        """Seconds until a request of so many tokens may go out; 0 for now, None for not before one comes back."""
        if self._flying >= self.allowed:
            return None
        now = self._clock()
        waits = (
            max(0.0, self._not_before - now),
            self._requests.wait(1, now, self._flying),
            self._tokens.wait(tokens, now, self._tokens_flying),
        )
        return None if None in waits else max(wait for wait in waits if wait is not None)

    def sent(self, tokens: int) -> None:
        """A request of so many tokens goes out; `answered`, `rejected` or `troubled` is told the same number."""
        self._flying += 1
        self._tokens_flying += tokens
        self._requests.spend(1)
        self._tokens.spend(tokens)

    def answered(self, tokens: int, allowance: Allowance) -> None:
        """A request was answered."""
        self._allowed = min(self._most, self._allowed + 1 / max(1.0, self._allowed))
        self._back(tokens, allowance)

    def rejected(self, tokens: int) -> None:
        """A request came back and is not made again."""
        self._back(tokens, Allowance())

    def troubled(self, tokens: int, trouble: Passing, attempt: int) -> float:
        """It did not work for the ``attempt``-th time (from 1); returns the seconds until the request is made again."""
        now = self._clock()
        self._back(tokens, trouble.allowance)
        if trouble.busy and now - self._slowed >= _TOGETHER:
            self._allowed = max(1.0, self._allowed / 2)
            self._slowed = now
        backoff: float = min(_LONGEST_WAIT, _SHORTEST_WAIT * 2 ** (attempt - 1)) * (
            0.5 + self._random.random() / 2
        )
        if trouble.wait is not None:
            # The provider knows better; everybody waits, not only this request.
            self._not_before = max(self._not_before, now + trouble.wait)
            return trouble.wait
        return backoff

    def _back(self, tokens: int, allowance: Allowance) -> None:
        now = self._clock()
        self._flying -= 1
        self._tokens_flying -= tokens
        self._requests.told(allowance.requests, allowance.requests_reset, now, self._flying)
        self._tokens.told(allowance.tokens, allowance.tokens_reset, now, self._tokens_flying)

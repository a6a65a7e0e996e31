"""How fast requests go out: as many at a time as a provider bears, and no sooner than it says.

Learned from what comes back. Concurrency grows by one for each round of answers and is halved when a provider is
busy, as TCP does it (additive increase, multiplicative decrease); what its headers say is left for now
is not overdrawn.
"""

from __future__ import annotations

import random
from collections.abc import Callable

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
        self._allowance = Allowance()
        self._told = 0.0
        self._sent_since = 0
        self._tokens_since = 0
        self._random = random.Random(seed)

    @property
    def allowed(self) -> int:
        """Requests that may be under way at a time."""
        return max(1, int(self._allowed))

    def wait(self, in_flight: int, tokens: int) -> float | None:
        """Seconds until a request of so many tokens may go out; 0 for now, None for not before one comes back."""
        if in_flight >= self.allowed:
            return None
        now = self._clock()
        until = max(self._not_before, self._replenished(tokens))
        return max(0.0, until - now)

    def sent(self, tokens: int) -> None:
        """A request of so many tokens went out."""
        self._sent_since += 1
        self._tokens_since += tokens

    def answered(self, allowance: Allowance, in_flight: int = 0) -> None:
        """An answer came back, while so many others are under way."""
        self._allowed = min(self._most, self._allowed + 1 / max(1.0, self._allowed))
        self._note(allowance)
        # The provider may not have counted these yet.
        self._sent_since = in_flight

    def troubled(self, trouble: Passing, attempt: int) -> float:
        """It did not work for the ``attempt``-th time (from 1); returns the seconds until the request is made again."""
        now = self._clock()
        self._note(trouble.allowance)
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

    def _note(self, allowance: Allowance) -> None:
        if allowance.requests is not None or allowance.tokens is not None:
            self._allowance, self._told = allowance, self._clock()
            self._sent_since = self._tokens_since = 0

    def _replenished(self, tokens: int) -> float:
        """The moment from which on the provider's allowance covers a request."""
        left, until = self._allowance, 0.0
        if left.requests is not None and left.requests_reset and left.requests - self._sent_since < 1:
            until = self._told + left.requests_reset
        if left.tokens is not None and left.tokens_reset and left.tokens - self._tokens_since < tokens:
            until = max(until, self._told + left.tokens_reset)
        return until

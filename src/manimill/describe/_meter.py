"""What a provider says is left of one thing that it counts: requests, or tokens."""

from __future__ import annotations


class Meter:
    """Counts down what was left at last, and holds until when more is there. All moments are seconds of one clock."""

    def __init__(self) -> None:
        self._left: float | None = None
        self._full_at: float | None = None
        self._full = 0.0

    def told(self, left: int | None, reset: float | None, now: float, flying: float) -> None:
        """So much is left, and all of it is there again in ``reset`` seconds.

        ``flying`` is under way and perhaps not counted yet.
        """
        if left is None or reset is None:
            return
        self._full = max(self._full, left + 1)
        over = self._left is None or self._full_at is None or now >= self._full_at
        if over:
            self._left, self._full_at = left - flying, now + reset
        else:
            # Requests are not counted in the order in which they went out, nor answered in that; so the least holds,
            # and what has come back since is made use of when all of it has.
            assert self._left is not None
            assert self._full_at is not None
            self._left = min(self._left, left - flying)
            self._full_at = max(self._full_at, now + reset)

    def spend(self, amount: float) -> None:
        """So much went out."""
        if self._left is not None:
            self._left -= amount

    def wait(self, amount: float, now: float, flying: float) -> float | None:
        """Seconds until so much may go out; None where what is under way has to tell first."""
        if self._left is None or self._left >= amount:
            return 0.0
        if self._full_at is not None and now < self._full_at:
            return self._full_at - now
        if self._full_at is not None:
            # All of it is there again, less what went out since it was told.
            self._full_at, self._left = None, self._full - flying
        # Where nothing is under way, nobody will tell; more than all of it at once has to be tried.
        return 0.0 if self._left >= amount or not flying else None

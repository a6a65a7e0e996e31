"""Token buckets, and what providers tell of them in headers."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.describe.llm_server_config import Limits


@dataclass(slots=True)
class Bucket:
    """Holds up to ``capacity`` tokens and gains ``limit`` of them per minute."""

    limit: float
    capacity: float
    level: float
    updated: float

    @classmethod
    def full(cls, limit: float, burst_seconds: float) -> Bucket:
        capacity = max(1.0, limit * burst_seconds / 60)
        return cls(limit, capacity, capacity, time.monotonic())

    def lacking(self, amount: float) -> float:
        """Seconds until ``amount`` (or all it can hold) is there; 0 if it is."""
        self._refill()
        return max(0.0, (min(amount, self.capacity) - self.level) * 60 / self.limit)

    def take(self, amount: float) -> None:
        """Take ``amount``, even if less is there; it is then made up for."""
        self._refill()
        self.level -= min(amount, self.capacity)

    @property
    def remaining(self) -> int:
        return max(0, math.floor(self.level))

    @property
    def reset(self) -> float:
        """Seconds until it is full."""
        return (self.capacity - self.level) * 60 / self.limit

    def _refill(self) -> None:
        now = time.monotonic()
        self.level = min(self.capacity, self.level + (now - self.updated) * self.limit / 60)
        self.updated = now


class Buckets:
    """The buckets of one model: ``requests``, ``tokens``, ``input-tokens``, ``output-tokens``, as far as limited."""

    def __init__(self, limits: Limits) -> None:
        rates = {
            "requests": limits.requests_per_minute,
            "tokens": limits.tokens_per_minute,
            "input-tokens": limits.input_tokens_per_minute,
            "output-tokens": limits.output_tokens_per_minute,
        }
        self.named = {name: Bucket.full(rate, limits.burst_seconds) for name, rate in rates.items() if rate}

    def admit(self, needs: Mapping[str, float]) -> tuple[str, float] | None:
        """Take what a request needs, or nothing and say which bucket lacks it, and for how many seconds."""
        needed = {name: needs[name] for name in needs if name in self.named}
        lacking = {name: self.named[name].lacking(amount) for name, amount in needed.items()}
        longest = max(lacking, key=lambda name: lacking[name], default="")
        if longest and lacking[longest] > 0:
            return longest, lacking[longest]
        self.spend(needed)
        return None

    def spend(self, amounts: Mapping[str, float]) -> None:
        for name, amount in amounts.items():
            if name in self.named:
                self.named[name].take(amount)


Headers = tuple[tuple[str, str], ...]


def openai_headers(buckets: Mapping[str, Bucket]) -> Headers:
    """``x-ratelimit-...``; times until a bucket is full as ``120ms``, ``1s`` or ``6m0s``."""
    headers: list[tuple[str, str]] = []
    for name in ("requests", "tokens"):
        if bucket := buckets.get(name):
            headers += [
                (f"x-ratelimit-limit-{name}", f"{bucket.limit:.0f}"),
                (f"x-ratelimit-remaining-{name}", str(bucket.remaining)),
                (f"x-ratelimit-reset-{name}", duration(bucket.reset)),
            ]
    return tuple(headers)


def anthropic_headers(buckets: Mapping[str, Bucket]) -> Headers:
    """``anthropic-ratelimit-...``; times at which a bucket is full in RFC 3339."""
    headers: list[tuple[str, str]] = []
    for name in ("requests", "input-tokens", "output-tokens"):
        if bucket := buckets.get(name):
            full = datetime.fromtimestamp(math.ceil(time.time() + bucket.reset), UTC)
            headers += [
                (f"anthropic-ratelimit-{name}-limit", f"{bucket.limit:.0f}"),
                (f"anthropic-ratelimit-{name}-remaining", str(bucket.remaining)),
                (f"anthropic-ratelimit-{name}-reset", full.strftime("%Y-%m-%dT%H:%M:%SZ")),
            ]
    return tuple(headers)


def retry_headers(seconds: float, *, milliseconds: bool) -> Headers:
    """``retry-after`` in whole seconds, and ``retry-after-ms`` if asked for."""
    headers: Headers = (("retry-after", str(math.ceil(seconds))),)
    return (*headers, ("retry-after-ms", str(math.ceil(seconds * 1000)))) if milliseconds else headers


def duration(seconds: float) -> str:
    """Seconds as ``120ms``, ``1s``, ``1.5s``, ``6m0s`` or ``1h0m0s``."""
    milliseconds = math.ceil(seconds * 1000)
    if milliseconds < 1000:
        return f"{milliseconds}ms"
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    text = f"{rest / 1000:g}s"
    if hours or minutes:
        text = f"{minutes}m{text}"
    return f"{hours}h{text}" if hours else text

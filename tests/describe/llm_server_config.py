"""What a test server of language models does: models, keys, limits, delays, faults, batches."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal, get_args

FaultKind = Literal[
    # Answers that are no 200.
    "rate_limited",
    "rate_limited_bare",
    "quota",
    "server_error",
    "bad_gateway",
    "unavailable",
    "overloaded",
    # Connections that do not carry the answer.
    "disconnect",
    "lost",
    "truncated",
    "broken_body",
    "hang",
    # Answers of a model that are not what was asked for.
    "prose",
    "fenced",
    "wrong_shape",
    "length",
    "refusal",
    "filtered",
    "empty",
]
"""``rate_limited`` is a 429 with headers, ``rate_limited_bare`` one without; ``disconnect`` closes the connection
before anything was done, ``lost`` after it was done (a batch is made, but nobody is told); ``prose`` is a sentence in
place of the answer, ``fenced`` the answer in a Markdown fence, ``length`` its first half, as a limit on tokens
leaves."""

CONNECTION = frozenset({"disconnect", "lost", "truncated", "broken_body", "hang"})
"""Faults that requests in a batch do not meet."""


@dataclass(frozen=True, slots=True)
class Fault:
    """When something goes wrong. All conditions must hold; the first fault of the list that applies is the one."""

    kind: FaultKind
    probability: float = 1.0
    attempts: tuple[int, ...] = ()
    """On which attempts of one and the same body (1 is the first); all if empty."""
    calls: tuple[int, int] | None = None
    """Only from this to this call of the server on these paths, both included; 1 is the first."""
    containing: str = ""
    """Only bodies whose texts contain this."""
    models: tuple[str, ...] = ()
    paths: tuple[str, ...] = ("/v1/chat/completions", "/v1/messages")
    """Patterns of a shell, with a method or without; ``POST /v1/batches*`` makes or cancels batches."""
    retry_after: float = 0.05
    """Seconds that a 429, 503 or 529 asks to wait for."""

    def __post_init__(self) -> None:
        if self.kind not in get_args(FaultKind):
            raise ValueError(f"got the fault {self.kind!r}; there are {', '.join(get_args(FaultKind))}")


@dataclass(frozen=True, slots=True)
class Delay:
    """Seconds before an answer: a fixed part and one drawn from an exponential distribution."""

    fixed: float = 0.0
    exponential: float = 0.0
    """The mean of the drawn part."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a token bucket per model lets through; None for no limit, and then no headers of it are sent."""

    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None
    """OpenAI: tokens of the prompt and of the most that may be answered."""
    input_tokens_per_minute: float | None = None
    output_tokens_per_minute: float | None = None
    """Anthropic."""
    burst_seconds: float = 60.0
    """How many seconds' worth a full bucket holds; at least one request."""
    milliseconds: bool = True
    """Whether a 429 has ``retry-after-ms`` beside ``retry-after``, whose seconds are whole."""


@dataclass(frozen=True, slots=True)
class Batches:
    """How batches go. The n-th batch meets the n-th ending, those after the last ending the last."""

    endings: tuple[str, ...] = ("completed",)
    """``completed``, ``failed``, ``expired``; a client's cancelling overrides it."""
    seconds: float = 0.0
    """How long each state lasts; if 0, every look at a batch moves it on by one state."""
    unfinished: float = 0.5
    """The share of requests that an expired or cancelled batch has not executed."""


@dataclass(frozen=True, slots=True)
class Config:
    """All of it."""

    models: tuple[str, ...] = ("gpt-4.1-mini", "gpt-5-mini", "claude-haiku-4-5", "claude-sonnet-4-5")
    keys: tuple[str, ...] = ("test-key",)
    echo: bool = False
    """Whether errors say the key that was shown, as careless proxies do."""
    refuses: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Parameters answered with 400, by model (``*`` for all) and name, with the name to use instead, or ``""``."""
    limits: Limits = Limits()
    delay: Delay = Delay()
    faults: tuple[Fault, ...] = ()
    batches: Batches = Batches()
    overhead: int = 4
    """Tokens of each message beside those of its text."""
    exact_tokens: bool = True
    """If not, a token is four characters: quicker by 0.2 ms per 1,000 characters, for benchmarks of clients."""
    seed: int = 0

    @classmethod
    def load(cls, path: Path) -> Config:
        """Read a JSON object with the fields above; objects for nested ones, lists for tuples."""
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        nested: dict[str, Any] = {
            "limits": lambda value: Limits(**value),
            "delay": lambda value: Delay(**value),
            "batches": lambda value: Batches(**_tuples(value)),
            "faults": lambda value: tuple(Fault(**_tuples(fault)) for fault in value),
        }
        return cls(**_tuples({name: nested.get(name, lambda value: value)(raw[name]) for name in raw}))

    def refused(self, model: str, parameters: Mapping[str, Any]) -> tuple[str, str] | None:
        """The first of the parameters that the model refuses, and what to use instead."""
        refused = {**self.refuses.get("*", {}), **self.refuses.get(model, {})}
        for name, instead in refused.items():
            # The default may be said.
            if name in parameters and not (name in ("temperature", "top_p") and parameters[name] == 1):
                return name, instead
        return None

    def fault(self, route: str, model: str, text: str, digest: str, attempt: int, call: int) -> Fault | None:
        """What goes wrong with this attempt; the same whatever else is asked before or beside it."""
        for fault in self.faults:
            if (
                any(_matches(route, pattern) for pattern in fault.paths)
                and (not fault.attempts or attempt in fault.attempts)
                and (fault.calls is None or fault.calls[0] <= call <= fault.calls[1])
                and (not fault.models or model in fault.models)
                and fault.containing in text
                and drawn(self.seed, fault.kind, digest, attempt) < fault.probability
            ):
                return fault
        return None

    def wait(self, digest: str, attempt: int) -> float:
        """Seconds before this attempt is answered."""
        if not self.delay.exponential:
            return self.delay.fixed
        uniform = drawn(self.seed, "delay", digest, attempt)
        return self.delay.fixed - self.delay.exponential * math.log(1 - uniform)


def _matches(route: str, pattern: str) -> bool:
    return fnmatchcase(route, pattern) or fnmatchcase(route.partition(" ")[2], pattern)


def drawn(*parts: object) -> float:
    """A number from 0 to below 1 that depends on nothing but the parts."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def _tuples(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}

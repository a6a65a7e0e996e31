"""What every client of a model does, and what may go wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Protocol

from manimill.describe.answers import Status
from manimill.describe.request import Request

_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a provider says is left for now: requests and tokens, and in how many seconds all of it is there again.

    None where it does not say.
    """

    requests: int | None = None
    requests_reset: float | None = None
    tokens: int | None = None
    tokens_reset: float | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came. ``cost`` is in dollars where the provider says it, otherwise it follows from the tokens."""

    status: Status
    text: str
    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0
    cost: float | None = None
    allowance: Allowance = field(default=Allowance())

    def __post_init__(self) -> None:
        # No file holds half of a surrogate pair, of which JSON makes no secret.
        object.__setattr__(self, "text", _HALF.sub("\ufffd", self.text))


class Client(Protocol):
    """Asks one model. `ask` is called from several threads at once."""

    name: str
    model: str

    def ask(self, request: Request) -> Reply:
        """Ask, and wait for the answer.

        Raises:
            Passing: it did not work this time.
            Rejected: this request will never work.
            ManimillError: nothing will work as things are; one sentence says what is to be done.
        """

    def close(self) -> None:
        """Let go of connections."""


class Passing(Exception):
    """It did not work this time: too many requests, a server in trouble, a connection that broke.

    ``wait`` is in how many seconds to try again, where the provider says so; ``busy`` whether fewer requests would
    help. ``reached`` is False where there was no connection at all.
    """

    def __init__(
        self,
        reason: str,
        *,
        wait: float | None = None,
        busy: bool = False,
        reached: bool = True,
        allowance: Allowance | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait
        self.busy = busy
        self.reached = reached
        self.allowance = allowance or Allowance()


class Rejected(Exception):
    """The provider will not take this request, however often it is made: it is too long, say."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

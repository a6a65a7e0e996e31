"""What the protocols of the providers have in common: a question, an answer, a problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from tests.describe.llm_server_http import Request
from tests.describe.llm_server_limits import Bucket, Headers

Body = Mapping[str, Any]

ProblemKind = Literal[
    "no_key",
    "wrong_key",
    "unknown_model",
    "not_found",
    "invalid",
    "unsupported",
    "rate_limited",
    "quota",
    "server_error",
    "bad_gateway",
    "unavailable",
    "overloaded",
]

Finish = Literal["stop", "length", "refusal", "filtered"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a model is asked, whatever the protocol."""

    protocol: str
    """``openai`` or ``anthropic``."""
    model: str
    system: str
    messages: tuple[Mapping[str, str], ...]
    """``role`` and ``content`` of all but the system's messages; the content's text only."""
    text: str
    """All texts, the system's first, with line breaks between."""
    parameters: Mapping[str, Any]
    """Everything else that was sent."""
    attempt: int = 0
    """1 for the first time that this body was let through."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model answers."""

    text: str
    finish: Finish
    input_tokens: int
    output_tokens: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no answer."""

    kind: ProblemKind
    message: str = ""
    parameter: str | None = None
    retry_after: float | None = None
    """Seconds."""


class Dialect(Protocol):
    """How one provider reads and writes."""

    @property
    def name(self) -> str: ...

    @property
    def id_header(self) -> str:
        """The header with the id of a request."""
        ...

    def key(self, request: Request) -> str:
        """The key that a request shows, or ``""``."""
        ...

    def fit(self, request: Request) -> Problem | None:
        """What is wrong with the headers, the key aside."""
        ...

    def check(self, body: Body) -> Problem | None:
        """What is wrong with a request to a model, whatever the model."""
        ...

    def read(self, body: Body) -> Asked: ...

    def most(self, body: Body) -> int | None:
        """The limit on tokens of the answer."""
        ...

    def needs(self, input_tokens: int, most: int | None) -> Mapping[str, float]:
        """What a request takes from the buckets before it is answered."""
        ...

    def spent(self, output_tokens: int) -> Mapping[str, float]:
        """What it takes afterwards."""
        ...

    def unsupported(self, name: str, instead: str) -> str:
        """Say that a model does not take a parameter."""
        ...

    def write(self, completion: Completion, model: str, identity: str) -> dict[str, Any]:
        """The body of an answer."""
        ...

    def problem(self, problem: Problem, identity: str) -> tuple[int, dict[str, Any] | str]:
        """Status and body; a text is HTML."""
        ...

    def limit_headers(self, buckets: Mapping[str, Bucket]) -> Headers: ...


def text_of(content: object) -> str:
    """The text of a message's content, which is a text or a list of blocks."""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return ""
    blocks = [block for block in content if isinstance(block, dict)]
    return "\n".join(str(block["text"]) for block in blocks if block.get("type") == "text")


BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body></body>\r\n</html>\r\n"
"""What stands before a service answers for it; it is no JSON."""

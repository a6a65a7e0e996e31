"""Answers questions to models, or not: models and parameters, limits, faults, tokens."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.describe.llm_server_config import CONNECTION, Config, Fault, FaultKind
from tests.describe.llm_server_dialect import Asked, Body, Completion, Dialect, Finish, Problem, ProblemKind
from tests.describe.llm_server_http import Manner
from tests.describe.llm_server_ledger import ANSWERING
from tests.describe.llm_server_limits import Buckets, Headers, retry_headers
from tests.describe.llm_server_openai import SORRY
from tests.describe.llm_server_stream import events
from tests.describe.llm_server_tokens import count, cut

Answer = Callable[[Asked], str]

PROSE = "I looked at the scene, and there is nothing about it that I could put into a form."
WRONG_SHAPE = '{"unexpected": ["shape", 1, null]}'


@dataclass(frozen=True, slots=True)
class Outcome:
    """What goes back for one request, and what the ledger says of it."""

    status: int
    """0 if nothing does."""
    body: dict[str, Any] | str | bytes
    """An object is sent as JSON, a text as HTML, bytes as they are."""
    headers: Headers = ()
    model: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    attempt: int = 0
    fault: str = ""
    delay: float = 0.0
    manner: Manner = "whole"
    content_type: str = ""
    """Told from the body if empty."""

    def encoded(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        text = self.body if isinstance(self.body, str) else json.dumps(self.body)
        return text.encode("utf-8")


class Answering:
    """Everything that is remembered between requests: attempts, levels of buckets."""

    def __init__(self, config: Config, answer: Answer) -> None:
        self.config = config
        self._answer = answer
        self._attempts: Counter[tuple[str, str]] = Counter()
        self._calls: Counter[str] = Counter()
        self._buckets: dict[tuple[str, str], Buckets] = {}

    def configure(self, config: Config) -> None:
        """Go on with another configuration; buckets are full again if their limits changed."""
        if config.limits != self.config.limits:
            self._buckets.clear()
        self.config = config

    def refuse(self, dialect: Dialect, problem: Problem, identity: str) -> Outcome:
        """The provider's answer to a request with a problem."""
        status, body = dialect.problem(problem, identity)
        headers: Headers = ()
        if problem.retry_after is not None:
            headers = retry_headers(problem.retry_after, milliseconds=self.config.limits.milliseconds)
        return Outcome(status, body, headers)

    def check(self, dialect: Dialect, body: Body) -> Problem | None:
        """What is wrong with a question, whoever asks it and whenever."""
        problem = dialect.check(body)
        if problem is not None:
            return problem
        model = body["model"]
        if model not in self.config.models:
            named = f"model: {model}" if dialect.name == "anthropic" else _UNKNOWN.format(model=model)
            return Problem("unknown_model", named)
        refused = self.config.refused(model, body)
        return Problem("unsupported", dialect.unsupported(*refused), refused[0]) if refused else None

    def input_tokens(self, asked: Asked) -> int:
        texts = [asked.system] * bool(asked.system) + [message["content"] for message in asked.messages]
        return sum(count(text, exact=self.config.exact_tokens) + self.config.overhead for text in texts)

    def ask(self, dialect: Dialect, path: str, body: Body, digest: str, *, batched: bool = False) -> Outcome:
        """Answer one question. In a batch it takes nothing from the buckets, and there is no connection to fail."""
        problem = self.check(dialect, body)
        if problem is not None:
            return replace(self.refuse(dialect, problem, digest[:24]), model=str(body.get("model", "")))
        asked = dialect.read(body)
        tokens, most = self.input_tokens(asked), dialect.most(body)
        buckets = self._bucket(dialect.name, asked.model)
        if not batched and (lacking := buckets.admit(dialect.needs(tokens, most))):
            outcome = self.refuse(dialect, _limit_reached(asked.model, *lacking), digest[:24])
        else:
            outcome = self._attempt(dialect, path, asked, digest, tokens, most, batched)
            if not batched:
                buckets.spend(dialect.spent(outcome.output_tokens))
        headers = () if outcome.fault == "rate_limited_bare" else dialect.limit_headers(buckets.named)
        return replace(outcome, model=asked.model, headers=outcome.headers + headers)

    def meet(
        self,
        dialect: Dialect,
        method: str,
        path: str,
        model: str,
        text: str,
        digest: str,
        act: Callable[[FaultKind | None, int], Outcome],
        *,
        batched: bool = False,
    ) -> Outcome:
        """Let a request meet its fault; ``act`` does what was asked, given the fault and the attempt."""
        route = f"{method} {path}"
        self._attempts[route, digest] += 1
        self._calls[route] += 1
        attempt = self._attempts[route, digest]
        fault = self.config.fault(route, model, text, digest, attempt, self._calls[route])
        if fault and batched and fault.kind in CONNECTION:
            fault = None
        kind = fault.kind if fault else None
        if fault and fault.kind in _PROBLEMS:
            outcome = self._fail(dialect, fault, digest)
        elif kind in ("disconnect", "hang"):
            outcome = Outcome(0, b"")
        else:
            outcome = act(kind, attempt)
        if kind == "broken_body":
            whole = outcome.encoded()
            outcome = replace(outcome, body=whole[: len(whole) * 2 // 3])
        return replace(
            outcome,
            attempt=attempt,
            fault=kind or "",
            # A model takes its time; looking something up does not.
            delay=self.config.wait(digest, attempt) if path in ANSWERING else 0.0,
            manner=_MANNERS.get(kind, "whole") if kind else "whole",
        )

    def _attempt(
        self,
        dialect: Dialect,
        path: str,
        asked: Asked,
        digest: str,
        tokens: int,
        most: int | None,
        batched: bool,
    ) -> Outcome:
        def act(fault: FaultKind | None, attempt: int) -> Outcome:
            text, finish = _said(self._answer(replace(asked, attempt=attempt)), fault)
            exact = self.config.exact_tokens
            if most is not None and count(text, exact=exact) > most:
                text, finish = cut(text, most, exact=exact), "length"
            completion = Completion(text, finish, tokens, count(text, exact=exact))
            body = dialect.write(completion, asked.model, f"{digest[:20]}{attempt:04}")
            outcome = Outcome(200, body, input_tokens=tokens, output_tokens=completion.output_tokens)
            if asked.parameters.get("stream"):
                return replace(outcome, body=events(body), content_type="text/event-stream")
            return outcome

        return self.meet(dialect, "POST", path, asked.model, asked.text, digest, act, batched=batched)

    def _fail(self, dialect: Dialect, fault: Fault, digest: str) -> Outcome:
        waits = fault.kind in ("rate_limited", "unavailable", "overloaded")
        problem = Problem(_PROBLEMS[fault.kind], retry_after=fault.retry_after if waits else None)
        return self.refuse(dialect, problem, digest[:24])

    def _bucket(self, protocol: str, model: str) -> Buckets:
        if (protocol, model) not in self._buckets:
            self._buckets[protocol, model] = Buckets(self.config.limits)
        return self._buckets[protocol, model]


_UNKNOWN = "The model `{model}` does not exist or you do not have access to it."

_PROBLEMS: dict[FaultKind, ProblemKind] = {
    "rate_limited": "rate_limited",
    "rate_limited_bare": "rate_limited",
    "quota": "quota",
    "server_error": "server_error",
    "bad_gateway": "bad_gateway",
    "unavailable": "unavailable",
    "overloaded": "overloaded",
}

_MANNERS: dict[FaultKind, Manner] = {
    "disconnect": "lost",
    "lost": "lost",
    "truncated": "truncated",
    "hang": "hang",
}


def _limit_reached(model: str, bucket: str, seconds: float) -> Problem:
    message = f"Rate limit reached for {model} on {bucket} per minute. Please try again in {seconds:.3f}s."
    return Problem("rate_limited", message, bucket, seconds)


def _said(text: str, fault: FaultKind | None) -> tuple[str, Finish]:
    """What a model says in place of ``text``, and why it stopped."""
    said: dict[FaultKind | None, tuple[str, Finish]] = {
        "prose": (PROSE, "stop"),
        "fenced": (f"```json\n{text}\n```", "stop"),
        "wrong_shape": (WRONG_SHAPE, "stop"),
        "refusal": (SORRY, "refusal"),
        "filtered": ("", "filtered"),
        "empty": ("", "stop"),
    }
    if fault == "length":
        return cut(text, max(1, count(text) // 2)), "length"
    return said.get(fault, (text, "stop"))

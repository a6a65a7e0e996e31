"""Which path does what: from a request to a reply, with an entry in the ledger."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.describe.llm_server_answering import Answer, Answering, Outcome
from tests.describe.llm_server_anthropic import Anthropic
from tests.describe.llm_server_anthropic_batches import AnthropicBatches
from tests.describe.llm_server_batches import Execution
from tests.describe.llm_server_config import Config
from tests.describe.llm_server_dialect import Dialect, Problem
from tests.describe.llm_server_http import Reply, Request, form_of
from tests.describe.llm_server_ledger import Call, Ledger, digest_of
from tests.describe.llm_server_openai import OpenAI
from tests.describe.llm_server_openai_batches import OpenAIBatches
from tests.describe.llm_server_openai_files import OpenAIFiles

_CREATED = 1_750_000_000


class Service:
    """An ``Application`` that speaks both protocols."""

    def __init__(self, config: Config, answer: Answer, ledger: Ledger) -> None:
        self.answering = Answering(config, answer)
        self.ledger = ledger
        self.failures: list[BaseException] = []
        """What was raised while a request was answered; there should be nothing."""
        self._openai: Dialect = OpenAI()
        self._anthropic: Dialect = Anthropic()
        execution = Execution(self.answering, ledger)
        self._files = OpenAIFiles(self.answering, self._openai)
        self._openai_batches = OpenAIBatches(self.answering, execution, self._openai, self._files)
        self._anthropic_batches = AnthropicBatches(self.answering, execution, self._anthropic)

    def __call__(self, request: Request) -> Reply:
        received = time.time()
        dialect = self._dialect(request)
        data, digest = _read(request)
        number = self.ledger.receive(
            Call(0, received, dialect.name, request.method, request.path, digest, attempt=0)
        )
        try:
            outcome = self._outcome(dialect, request, data, digest)
        except Exception as failure:  # The test has to hear of it, and the client of an error.
            self.failures.append(failure)
            outcome = self.answering.refuse(dialect, Problem("server_error", repr(failure)), digest[:24])
        if self.answering.config.echo and outcome.status >= 400:
            outcome = _echoing(outcome, dialect.key(request))
        return self._reply(dialect, outcome, number, digest)

    def _dialect(self, request: Request) -> Dialect:
        spoken = request.path.startswith("/v1/messages") or "anthropic-version" in request.headers
        return self._anthropic if spoken else self._openai

    def _outcome(self, dialect: Dialect, request: Request, data: object, digest: str) -> Outcome:
        problem = self._let_in(dialect, request)
        if problem is not None:
            return self.answering.refuse(dialect, problem, digest[:24])
        route = (request.method, request.path)
        if request.method == "POST" and request.body and not isinstance(data, dict):
            invalid = Problem("invalid", "We could not parse the JSON body of your request.")
            return self.answering.refuse(dialect, invalid, digest[:24])
        body: Mapping[str, Any] = data if isinstance(data, dict) else {}
        if route in (("POST", "/v1/chat/completions"), ("POST", "/v1/messages")):
            return self.answering.ask(dialect, request.path, body, digest)
        text = request.body.decode("utf-8", "replace")
        return self.answering.meet(
            dialect,
            request.method,
            request.path,
            "",
            text,
            digest,
            lambda _fault, _attempt: self._act(dialect, request, body),
        )

    def _act(self, dialect: Dialect, request: Request, body: Mapping[str, Any]) -> Outcome:
        """Do what was asked of anything but a model."""
        route = (request.method, request.path)
        if route == ("GET", "/v1/models"):
            return Outcome(200, _models(dialect, self.answering.config.models))
        if route == ("POST", "/v1/messages/count_tokens"):
            return self._count(dialect, body)
        if dialect is self._anthropic:
            outcome = self._anthropic_batches.handle(request, body)
        else:
            outcome = self._files.handle(request, form_of(request)) or self._openai_batches.handle(
                request, body
            )
        missing = Problem("not_found", f"Unknown request URL: {request.method} {request.path}.")
        return outcome or self.answering.refuse(dialect, missing, "0" * 24)

    def _let_in(self, dialect: Dialect, request: Request) -> Problem | None:
        key = dialect.key(request)
        if not key:
            return Problem("no_key")
        if key not in self.answering.config.keys:
            return Problem("wrong_key")
        return dialect.fit(request)

    def _count(self, dialect: Dialect, body: Mapping[str, Any]) -> Outcome:
        problem = self.answering.check(dialect, {"max_tokens": 1, **body})
        if problem is not None:
            return self.answering.refuse(dialect, problem, "0" * 24)
        return Outcome(200, {"input_tokens": self.answering.input_tokens(dialect.read(body))})

    def _reply(self, dialect: Dialect, outcome: Outcome, number: int, digest: str) -> Reply:
        def sent(complete: bool) -> None:
            self.ledger.answer(
                number,
                model=outcome.model,
                status=outcome.status,
                input_tokens=outcome.input_tokens,
                output_tokens=outcome.output_tokens,
                # What was cut before it was sent is no whole answer either.
                complete=complete and outcome.fault != "broken_body",
                attempt=outcome.attempt,
                fault=outcome.fault,
            )

        return Reply(
            outcome.status,
            outcome.encoded(),
            ((dialect.id_header, f"req_{digest[:16]}{number:08}"), *outcome.headers),
            outcome.content_type or _content_type(outcome.body),
            outcome.delay,
            outcome.manner,
            sent,
        )


def _read(request: Request) -> tuple[object, str]:
    """The JSON of a request (None if it is none) and its digest."""
    if form := form_of(request):
        # The boundary between parts is drawn by chance, so the digest is that of what was uploaded.
        return {}, hashlib.sha256(form["file"].content if "file" in form else b"").hexdigest()
    try:
        data = json.loads(request.body)
    except ValueError:
        return None, hashlib.sha256(request.body).hexdigest()
    return data, digest_of(data)


def _echoing(outcome: Outcome, key: str) -> Outcome:
    if not isinstance(outcome.body, dict):
        return replace(outcome, body=f"<p>{key}</p>{outcome.body!s}")
    error = outcome.body["error"]
    return replace(
        outcome, body={**outcome.body, "error": {**error, "message": f"{error['message']} Key: {key}"}}
    )


def _content_type(body: object) -> str:
    return "text/html" if isinstance(body, str) else "application/json"


def _models(dialect: Dialect, names: tuple[str, ...]) -> dict[str, Any]:
    if dialect.name == "openai":
        listed = [{"id": n, "object": "model", "created": _CREATED, "owned_by": "system"} for n in names]
        return {"object": "list", "data": listed}
    since = "2025-06-15T15:06:40Z"
    data = [{"type": "model", "id": name, "display_name": name, "created_at": since} for name in names]
    return {"data": data, "has_more": False, "first_id": names[0], "last_id": names[-1]}

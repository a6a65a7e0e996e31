"""Messages: Anthropic's protocol."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import anthropic
import httpx2

from manimill.describe.answers import HandedIn, Status
from manimill.describe.batches import LARGEST, State
from manimill.describe.clients._http import (
    NO_KEY,
    TIMEOUT,
    Provider,
    body_of,
    count_of,
    message_in,
    until,
)
from manimill.describe.clients.base import Allowance, Passing, Rejected, Reply
from manimill.describe.request import Message, Request

KEY = "ANTHROPIC_API_KEY"

_FINAL = frozenset({"invalid_request_error", "not_found_error", "request_too_large"})
"""Errors that a request in a batch meets however often it is made."""
_NO_BATCH = "has no such batch, or its answers no more"
_CLOCKS = 600.0
"""Seconds by which the clock here and the provider's may differ."""


class AnthropicClient:
    """Asks a model by messages."""

    name = "anthropic"
    largest_batch = LARGEST

    def __init__(self, model: str, key: str | None, base_url: str | None = None) -> None:
        self.model = model
        self._sdk = anthropic.Anthropic(
            api_key=key or NO_KEY,
            base_url=base_url,
            max_retries=0,
            timeout=anthropic.Timeout(TIMEOUT, connect=10),
        )
        self.who = f"the server {self._sdk.base_url.host}"
        self._provider = Provider(self.who, model, KEY, key or "", anthropic, allowance_of)

    def ask(self, request: Request) -> Reply:
        with self._provider.explained():
            # The library's way to endpoints it has no types for: quicker than typed ones, whose types are not needed.
            response = self._sdk.post("/v1/messages", cast_to=httpx2.Response, body=self.parameters(request))
        return read_reply(body_of(response.content), allowance_of(response.headers))

    def parameters(self, request: Request) -> dict[str, Any]:
        """The request as the protocol has it."""
        parameters: dict[str, Any] = {
            "model": request.model,
            "system": request.system,
            "messages": [_turn(message) for message in request.messages],
            "max_tokens": request.max_tokens,
        }
        if request.temperature is not None:
            parameters["temperature"] = min(1.0, request.temperature)
        return parameters

    # -- batches --------------------------------------------------------------------------------------------

    def hand_in(self, requests: Sequence[Request], name: str) -> str:  # noqa: ARG002 - there is no place for a name
        every: Any = [{"custom_id": r.key, "params": self.parameters(r)} for r in requests]
        with self._provider.explained():
            return self._sdk.messages.batches.create(requests=every).id

    def find(self, batch: HandedIn) -> str | None:
        """The batch that was begun when ours was and has as many requests, or the answers of ours."""
        keys = {one["key"] for one in batch.requests}
        begun = datetime.fromisoformat(batch.begun)
        with self._provider.explained():
            for one in self._sdk.messages.batches.list(limit=100):
                after = (one.created_at - begun).total_seconds()
                if after < -_CLOCKS:
                    break
                counts = one.request_counts
                if sum(
                    (counts.processing, counts.succeeded, counts.errored, counts.expired, counts.canceled)
                ) != len(keys):
                    continue
                if one.archived_at is not None:
                    continue
                if one.processing_status != "ended" or any(key in keys for key, _ in self.replies(one.id)):
                    return one.id
        return None

    def state(self, identifier: str) -> State:
        with self._provider.explained(_NO_BATCH):
            batch = self._sdk.messages.batches.retrieve(identifier)
        counts = batch.request_counts
        done = counts.succeeded + counts.errored + counts.expired + counts.canceled
        return State(batch.processing_status == "ended", done, done + counts.processing)

    def replies(self, identifier: str) -> Iterator[tuple[str, Reply | Passing | Rejected]]:
        with self._provider.explained(_NO_BATCH):
            if self._sdk.messages.batches.retrieve(identifier).archived_at is not None:
                raise Rejected(f"{self.who} {_NO_BATCH}")
            for one in self._sdk.messages.batches.results(identifier):
                yield one.custom_id, _of_result(one.result.to_dict())

    def close(self) -> None:
        self._sdk.close()


def read_reply(body: Mapping[str, Any], allowance: Allowance = Allowance()) -> Reply:  # noqa: B008 - frozen
    """The answer in a body of the protocol."""
    try:
        usage = body["usage"]
        cached = int(usage.get("cache_read_input_tokens") or 0)
        written = int(usage.get("cache_creation_input_tokens") or 0)
        text = "".join(block["text"] for block in body["content"] if block.get("type") == "text")
        return Reply(
            _status(body.get("stop_reason")),
            text,
            int(usage["input_tokens"]) + cached + written,
            int(usage["output_tokens"]),
            cached,
            allowance=allowance,
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Passing("the server's answer is no message") from None


def allowance_of(headers: Mapping[str, str]) -> Allowance:
    """What the headers say is left; of the kinds of tokens those that run out first."""
    kinds = ("tokens", "input-tokens", "output-tokens")
    left = [
        (count, until(headers.get(f"anthropic-ratelimit-{kind}-reset")))
        for kind in kinds
        if (count := count_of(headers.get(f"anthropic-ratelimit-{kind}-remaining"))) is not None
    ]
    tokens, reset = min(left, key=lambda one: one[0], default=(None, None))
    return Allowance(
        count_of(headers.get("anthropic-ratelimit-requests-remaining")),
        until(headers.get("anthropic-ratelimit-requests-reset")),
        tokens,
        reset,
    )


def _of_result(result: Mapping[str, Any]) -> Reply | Passing | Rejected:
    """One result of a batch."""
    if result.get("type") != "succeeded":
        error = result.get("error") or {}
        said = message_in(error) or f"it is {result.get('type')}"
        return Rejected(said) if (error.get("error") or {}).get("type") in _FINAL else Passing(said)
    try:
        return read_reply(result.get("message") or {})
    except Passing as trouble:
        return trouble


def _status(reason: Any) -> Status:
    if reason == "refusal":
        return "refused"
    return "truncated" if reason in ("max_tokens", "model_context_window_exceeded") else "answered"


def _turn(message: Message) -> dict[str, Any]:
    if not message.images:
        return {"role": message.role, "content": message.text}
    pictures = [
        {
            "type": "image",
            "source": {
                "type": "base64",
                "media_type": image.media_type,
                "data": base64.b64encode(image.content).decode(),
            },
        }
        for image in message.images
    ]
    return {"role": message.role, "content": [*pictures, {"type": "text", "text": message.text}]}

"""Chat completions: OpenAI, and every server that speaks its protocol (vLLM, Ollama, llama.cpp and others)."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import httpx2
import openai

from manimill.describe.answers import HandedIn, Status
from manimill.describe.batches import LARGEST, State
from manimill.describe.clients._http import (
    NO_KEY,
    TIMEOUT,
    Provider,
    body_of,
    count_of,
    message_in,
    seconds_of,
)
from manimill.describe.clients.base import Allowance, Passing, Rejected, Reply
from manimill.describe.request import Message, Request

KEY = "OPENAI_API_KEY"

_NAME = "manimill"
"""The key of a batch's metadata that holds our name for it."""
_DAY = 86_400
_NO_BATCH = "has no such batch, or its answers no more"


class OpenAIClient:
    """Asks a model by chat completions."""

    name = "openai"
    largest_batch = LARGEST

    def __init__(self, model: str, key: str | None, base_url: str | None = None) -> None:
        self.model = model
        self._own = base_url is not None
        self._sdk = openai.OpenAI(
            api_key=key or NO_KEY,
            base_url=base_url,
            max_retries=0,
            timeout=openai.Timeout(TIMEOUT, connect=10),
        )
        self.who = f"the server {self._sdk.base_url.host}"
        self._provider = Provider(self.who, model, KEY, key or "", openai, allowance_of)

    def ask(self, request: Request) -> Reply:
        with self._provider.explained():
            # The library's way to endpoints it has no types for: quicker than typed ones, whose types are not needed.
            response = self._sdk.post(
                "/chat/completions", cast_to=httpx2.Response, body=self.parameters(request)
            )
        return read_reply(body_of(response.content), allowance_of(response.headers))

    def parameters(self, request: Request) -> dict[str, Any]:
        """The request as the protocol has it."""
        # OpenAI's newer models take only the one, servers of one's own often only the other.
        limit = "max_tokens" if self._own else "max_completion_tokens"
        parameters: dict[str, Any] = {
            "model": request.model,
            "messages": [{"role": "system", "content": request.system}, *map(_turn, request.messages)],
            limit: request.max_tokens,
        }
        if request.temperature is not None:
            parameters["temperature"] = request.temperature
        return parameters

    # -- batches --------------------------------------------------------------------------------------------

    def hand_in(self, requests: Sequence[Request], name: str) -> str:
        lines = (
            json.dumps(
                {
                    "custom_id": request.key,
                    "method": "POST",
                    "url": "/v1/chat/completions",
                    "body": self.parameters(request),
                }
            )
            for request in requests
        )
        content = "\n".join(lines).encode()
        with self._provider.explained():
            file = self._sdk.files.create(file=(f"{name}.jsonl", content), purpose="batch")
            batch = self._sdk.batches.create(
                input_file_id=file.id,
                endpoint="/v1/chat/completions",
                completion_window="24h",
                metadata={_NAME: name},
            )
        return batch.id

    def find(self, batch: HandedIn) -> str | None:
        with self._provider.explained():
            # The newest come first.
            for one in self._sdk.batches.list(limit=100):
                if (one.metadata or {}).get(_NAME) == batch.name:
                    return one.id
                if one.created_at < _timestamp(batch.begun) - _DAY:
                    break
        return None

    def state(self, identifier: str) -> State:
        with self._provider.explained(_NO_BATCH):
            batch = self._sdk.batches.retrieve(identifier)
        if batch.status == "failed":
            errors = batch.errors.data if batch.errors is not None else None
            said = ((errors[0].message if errors else "") or "no reason given").rstrip(".")
            raise Rejected(f"{self.who} could not read it ({said})")
        counts = batch.request_counts
        done, total = (counts.completed + counts.failed, counts.total) if counts else (0, 0)
        return State(batch.status in ("completed", "expired", "cancelled"), done, total)

    def replies(self, identifier: str) -> Iterator[tuple[str, Reply | Passing | Rejected]]:
        with self._provider.explained(_NO_BATCH):
            batch = self._sdk.batches.retrieve(identifier)
            files = [name for name in (batch.output_file_id, batch.error_file_id) if name]
            contents = [self._sdk.files.content(name).content for name in files]
        for content in contents:
            # Lines end in line feeds only: texts may hold other separators of lines.
            for line in content.split(b"\n"):
                if line.strip():
                    yield _of_line(body_of(line))

    def close(self) -> None:
        self._sdk.close()


def read_reply(body: Mapping[str, Any], allowance: Allowance = Allowance()) -> Reply:  # noqa: B008 - frozen
    """The answer in a body of the protocol."""
    try:
        choice = body["choices"][0]
        message = choice["message"]
        usage = body.get("usage") or {}
        text = message.get("content") or ""
        details = usage.get("prompt_tokens_details") or {}
        return Reply(
            _status(choice.get("finish_reason"), message),
            text if isinstance(text, str) else "",
            int(usage.get("prompt_tokens") or 0),
            int(usage.get("completion_tokens") or 0),
            int(details.get("cached_tokens") or 0),
            allowance=allowance,
        )
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        raise Passing("the server's answer is no chat completion") from None


def allowance_of(headers: Mapping[str, str]) -> Allowance:
    """What the headers say is left."""
    return Allowance(
        count_of(headers.get("x-ratelimit-remaining-requests")),
        seconds_of(headers.get("x-ratelimit-reset-requests")),
        count_of(headers.get("x-ratelimit-remaining-tokens")),
        seconds_of(headers.get("x-ratelimit-reset-tokens")),
    )


def _of_line(line: Mapping[str, Any]) -> tuple[str, Reply | Passing | Rejected]:
    """One line of a batch's output."""
    key, response = str(line.get("custom_id")), line.get("response") or {}
    status = response.get("status_code")
    if status != 200:
        said = message_in(line) or message_in(response.get("body")) or f"its status is {status}"
        final = isinstance(status, int) and 400 <= status < 500 and status not in (408, 409, 429)
        return key, Rejected(said) if final else Passing(said)
    try:
        return key, read_reply(response.get("body") or {})
    except Passing as trouble:
        return key, trouble


def _timestamp(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()


def _status(reason: Any, message: Mapping[str, Any]) -> Status:
    if message.get("refusal") or reason == "content_filter":
        return "refused"
    return "truncated" if reason == "length" else "answered"


def _turn(message: Message) -> dict[str, Any]:
    if not message.images:
        return {"role": message.role, "content": message.text}
    pictures = [
        {
            "type": "image_url",
            "image_url": {
                "url": f"data:{image.media_type};base64,{base64.b64encode(image.content).decode()}"
            },
        }
        for image in message.images
    ]
    return {"role": message.role, "content": [{"type": "text", "text": message.text}, *pictures]}

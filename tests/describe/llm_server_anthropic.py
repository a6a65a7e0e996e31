"""Anthropic's side of the protocol: messages and errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.describe.llm_server_dialect import (
    BAD_GATEWAY,
    Asked,
    Body,
    Completion,
    Problem,
    ProblemKind,
    text_of,
)
from tests.describe.llm_server_http import Request
from tests.describe.llm_server_limits import Bucket, Headers, anthropic_headers

_PROBLEMS: dict[ProblemKind, tuple[int, str, str]] = {
    "no_key": (401, "authentication_error", "x-api-key header is required"),
    "wrong_key": (401, "authentication_error", "invalid x-api-key"),
    "unknown_model": (404, "not_found_error", "model not found"),
    "not_found": (404, "not_found_error", "Not found"),
    "invalid": (400, "invalid_request_error", "Invalid request"),
    "unsupported": (400, "invalid_request_error", "Extra inputs are not permitted"),
    "rate_limited": (
        429,
        "rate_limit_error",
        "This request would exceed the rate limit of your organization for requests per minute.",
    ),
    "quota": (402, "billing_error", "Your credit balance is too low to access the API."),
    "server_error": (500, "api_error", "Internal server error"),
    "bad_gateway": (502, "", ""),
    "unavailable": (503, "api_error", "Service unavailable"),
    "overloaded": (529, "overloaded_error", "Overloaded"),
}


class Anthropic:
    """See ``Dialect``."""

    name = "anthropic"
    id_header = "request-id"

    def key(self, request: Request) -> str:
        # Clients show the key in either header; the provider takes both.
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        return request.headers.get("x-api-key", "") or (bearer if scheme.lower() == "bearer" else "")

    def fit(self, request: Request) -> Problem | None:
        if "anthropic-version" not in request.headers:
            return Problem("invalid", "anthropic-version: header is required")
        return None

    def check(self, body: Body) -> Problem | None:
        for name in ("model", "max_tokens", "messages"):
            if not body.get(name):
                return Problem("invalid", f"{name}: Field required", name)
        messages = body["messages"]
        if not isinstance(messages, list) or not all(isinstance(m, dict) for m in messages):
            return Problem("invalid", "messages: Input should be a valid list", "messages")
        if any(message.get("role") not in ("user", "assistant") for message in messages):
            return Problem("invalid", "messages: Unexpected role; allowed are user and assistant", "messages")
        return None

    def read(self, body: Body) -> Asked:
        system = text_of(body.get("system"))
        messages = tuple(
            {"role": str(message["role"]), "content": text_of(message.get("content"))}
            for message in body["messages"]
        )
        texts = [system] * bool(system) + [message["content"] for message in messages]
        parameters = {name: body[name] for name in body if name not in ("model", "messages", "system")}
        return Asked(self.name, body["model"], system, messages, "\n".join(texts), parameters)

    def most(self, body: Body) -> int | None:
        return body.get("max_tokens")

    def needs(self, input_tokens: int, most: int | None) -> Mapping[str, float]:
        # The answer's tokens count when they are there, so one is enough to begin with.
        return {"requests": 1, "input-tokens": input_tokens, "output-tokens": 1}

    def spent(self, output_tokens: int) -> Mapping[str, float]:
        return {"output-tokens": max(0, output_tokens - 1)}

    def unsupported(self, name: str, instead: str) -> str:
        return f"{name}: Extra inputs are not permitted" + (f"; use {instead}" if instead else "")

    def write(self, completion: Completion, model: str, identity: str) -> dict[str, Any]:
        refused = completion.finish in ("refusal", "filtered")
        details = {"type": "refusal", "category": None, "explanation": None} if refused else None
        text = "" if refused else completion.text
        return {
            "id": f"msg_{identity}",
            "type": "message",
            "role": "assistant",
            "model": model,
            "content": [{"type": "text", "text": text}] if text else [],
            "stop_reason": "refusal"
            if refused
            else "max_tokens"
            if completion.finish == "length"
            else "end_turn",
            "stop_sequence": None,
            "stop_details": details,
            "usage": {
                "input_tokens": completion.input_tokens,
                "cache_creation_input_tokens": 0,
                "cache_read_input_tokens": 0,
                "output_tokens": completion.output_tokens,
                "service_tier": "standard",
            },
        }

    def problem(self, problem: Problem, identity: str) -> tuple[int, dict[str, Any] | str]:
        status, kind, message = _PROBLEMS[problem.kind]
        if problem.kind == "bad_gateway":
            return status, BAD_GATEWAY
        error = {"type": kind, "message": problem.message or message}
        return status, {"type": "error", "error": error, "request_id": f"req_{identity}"}

    def limit_headers(self, buckets: Mapping[str, Bucket]) -> Headers:
        return anthropic_headers(buckets)

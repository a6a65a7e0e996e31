"""OpenAI's side of the protocol: chat completions and errors."""

from __future__ import annotations

import time
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
from tests.describe.llm_server_limits import Bucket, Headers, openai_headers

SORRY = "I'm sorry, I can't assist with that request."
_SYSTEM = ("system", "developer")

_PROBLEMS: dict[ProblemKind, tuple[int, str, str | None, str]] = {
    # Status, type, code, message.
    "no_key": (
        401,
        "invalid_request_error",
        None,
        "You didn't provide an API key. You need to provide your API key in an Authorization header using "
        "Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
    ),
    "wrong_key": (401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided."),
    "unknown_model": (404, "invalid_request_error", "model_not_found", "The model does not exist."),
    "not_found": (404, "invalid_request_error", None, "Not found."),
    "invalid": (400, "invalid_request_error", None, "Invalid request."),
    "unsupported": (400, "invalid_request_error", "unsupported_parameter", "Unsupported parameter."),
    "rate_limited": (429, "requests", "rate_limit_exceeded", "Rate limit reached on requests per min (RPM)."),
    "quota": (
        429,
        "insufficient_quota",
        "insufficient_quota",
        "You exceeded your current quota, please check your plan and billing details.",
    ),
    "server_error": (
        500,
        "server_error",
        None,
        "The server had an error while processing your request. Sorry about that!",
    ),
    "bad_gateway": (502, "", None, ""),
    "unavailable": (
        503,
        "server_error",
        None,
        "The engine is currently overloaded, please try again later.",
    ),
    "overloaded": (503, "server_error", "slow_down", "Slow down."),
}


class OpenAI:
    """See ``Dialect``."""

    name = "openai"
    id_header = "x-request-id"

    def key(self, request: Request) -> str:
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        return key if scheme.lower() == "bearer" else ""

    def fit(self, request: Request) -> Problem | None:
        return None

    def check(self, body: Body) -> Problem | None:
        for name in ("model", "messages"):
            if not body.get(name):
                return Problem("invalid", f"Missing required parameter: '{name}'.", name)
        if not isinstance(body["messages"], list) or not all(isinstance(m, dict) for m in body["messages"]):
            return Problem(
                "invalid", "Invalid type for 'messages': expected an array of objects.", "messages"
            )
        if body.get("stream"):
            return Problem("invalid", "Streams are not served here.", "stream")
        if "max_tokens" in body and "max_completion_tokens" in body:
            both = "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported."
            return Problem("invalid", both, "max_tokens")
        return None

    def read(self, body: Body) -> Asked:
        said = [(str(message.get("role")), text_of(message.get("content"))) for message in body["messages"]]
        system = "\n".join(text for role, text in said if role in _SYSTEM)
        messages = tuple({"role": role, "content": text} for role, text in said if role not in _SYSTEM)
        texts = [system] * bool(system) + [message["content"] for message in messages]
        parameters = {name: body[name] for name in body if name not in ("model", "messages")}
        return Asked(self.name, body["model"], system, messages, "\n".join(texts), parameters)

    def most(self, body: Body) -> int | None:
        return body.get("max_completion_tokens") or body.get("max_tokens")

    def needs(self, input_tokens: int, most: int | None) -> Mapping[str, float]:
        return {"requests": 1, "tokens": input_tokens + (most or 16)}

    def spent(self, output_tokens: int) -> Mapping[str, float]:
        return {}

    def unsupported(self, name: str, instead: str) -> str:
        what = f"Unsupported parameter: '{name}' is not supported with this model."
        return f"{what} Use '{instead}' instead." if instead else what

    def write(self, completion: Completion, model: str, identity: str) -> dict[str, Any]:
        refused = completion.finish == "refusal"
        finish = {"length": "length", "filtered": "content_filter"}.get(completion.finish, "stop")
        message: dict[str, Any] = {
            "role": "assistant",
            "content": None if refused else completion.text,
            "refusal": completion.text if refused else None,
            "annotations": [],
        }
        return {
            "id": f"chatcmpl-{identity}",
            "object": "chat.completion",
            "created": int(time.time()),
            "model": model,
            "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": finish}],
            "usage": {
                "prompt_tokens": completion.input_tokens,
                "completion_tokens": completion.output_tokens,
                "total_tokens": completion.input_tokens + completion.output_tokens,
                "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
                "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0},
            },
            "service_tier": "default",
            "system_fingerprint": "fp_0123456789",
        }

    def problem(self, problem: Problem, identity: str) -> tuple[int, dict[str, Any] | str]:
        status, kind, code, message = _PROBLEMS[problem.kind]
        if problem.kind == "bad_gateway":
            return status, BAD_GATEWAY
        if problem.kind == "rate_limited" and problem.parameter:
            # The name of the bucket that is empty.
            kind = problem.parameter
        parameter = None if problem.kind == "rate_limited" else problem.parameter
        error = {"message": problem.message or message, "type": kind, "param": parameter, "code": code}
        return status, {"error": error}

    def limit_headers(self, buckets: Mapping[str, Bucket]) -> Headers:
        return openai_headers(buckets)

"""Anthropic's message batches."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tests.describe.llm_server_answering import Answering, Outcome
from tests.describe.llm_server_batches import Batch, Execution, Line, jsonl, out_of_order, page
from tests.describe.llm_server_dialect import Body, Dialect, Problem, ProblemKind
from tests.describe.llm_server_http import Request

_PATH = "/v1/messages"
_ROOT = "/v1/messages/batches"
_DAY = 86_400
_CUSTOM_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_FATES = {"expired": "expired", "cancelled": "canceled"}


class AnthropicBatches:
    """All batches of a server."""

    def __init__(self, answering: Answering, execution: Execution, dialect: Dialect) -> None:
        self._answering = answering
        self._execution = execution
        self._dialect = dialect
        self._batches: dict[str, Batch] = {}

    def handle(self, request: Request, body: Body) -> Outcome | None:  # noqa: PLR0911
        """Answer a request about batches; None if it is about something else."""
        host = request.headers.get("host", "")
        match [request.method, *request.path.split("/")[2:]]:
            case ["POST", "messages", "batches"]:
                return self._create(body, host)
            case ["GET", "messages", "batches"]:
                return Outcome(200, self._page(request.query, host))
            case ["GET", "messages", "batches", identity] if identity in self._batches:
                self._execution.look(self._batches[identity])
                return Outcome(200, _described(self._batches[identity], host))
            case ["GET", "messages", "batches", identity, "results"] if identity in self._batches:
                return self._results(self._batches[identity])
            case ["POST", "messages", "batches", identity, "cancel"] if identity in self._batches:
                return self._cancel(self._batches[identity], host)
            case [_, "messages", "batches", *_]:
                return self._refuse("not_found", "Batch not found")
        return None

    def _refuse(self, kind: ProblemKind, message: str) -> Outcome:
        return self._answering.refuse(self._dialect, Problem(kind, message), "")

    def _create(self, body: Body, host: str) -> Outcome:
        requests = body.get("requests")
        if not requests or not isinstance(requests, list):
            return self._refuse(
                "invalid", "requests: List should have at least 1 item after validation, not 0"
            )
        lines = [Line(str(request.get("custom_id")), request.get("params") or {}) for request in requests]
        for index, line in enumerate(lines):
            if not _CUSTOM_ID.fullmatch(line.custom_id):
                where = f"requests.{index}.custom_id"
                return self._refuse(
                    "invalid", f"{where}: String should match pattern '^{_CUSTOM_ID.pattern}$'"
                )
        if len({line.custom_id for line in lines}) < len(lines):
            return self._refuse("invalid", "requests: custom_id must be unique within a batch")
        states = ("in_progress", "in_progress", "ended")
        identity = f"msgbatch_{len(self._batches) + 1:024}"
        batch = Batch(identity, self._dialect, _PATH, lines, states, self._execution.next_ending())
        self._batches[identity] = batch
        return Outcome(200, _described(batch, host))

    def _page(self, query: Mapping[str, str], host: str) -> dict[str, Any]:
        for batch in self._batches.values():
            self._execution.look(batch, asked=False)
        listed = [_described(batch, host) for batch in reversed(self._batches.values())]
        return page(listed, query, "after_id", "before_id")

    def _results(self, batch: Batch) -> Outcome:
        if not batch.ended:
            return self._refuse("not_found", "Batch has no available results: it is still being processed.")
        rows = [
            {"custom_id": line.custom_id, "result": self._result(line)} for line in out_of_order(batch.lines)
        ]
        return Outcome(200, jsonl(rows), content_type="application/x-jsonl")

    def _result(self, line: Line) -> dict[str, Any]:
        if line.succeeded and line.outcome is not None:
            return {"type": "succeeded", "message": line.outcome.body}
        if line.outcome is not None:
            return {"type": "errored", "error": line.outcome.body}
        if line.fate in _FATES:
            return {"type": _FATES[line.fate]}
        return {"type": "errored", "error": self._refuse("server_error", "").body}

    def _cancel(self, batch: Batch, host: str) -> Outcome:
        if batch.ended or batch.state == "canceling":
            return self._refuse("invalid", f"Batch {batch.identity} cannot be canceled.")
        batch.reroute("canceling", "ended", ending="cancelled")
        return Outcome(200, _described(batch, host))


def _described(batch: Batch, host: str) -> dict[str, Any]:
    counts = {"processing": 0, "succeeded": 0, "errored": 0, "canceled": 0, "expired": 0}
    for line in batch.lines:
        counts[_counted(batch, line)] += 1
    return {
        "id": batch.identity,
        "type": "message_batch",
        "processing_status": batch.state,
        "request_counts": counts,
        "created_at": _at(batch.created),
        "expires_at": _at(batch.created + _DAY),
        "ended_at": _at(batch.entered["ended"]) if batch.ended else None,
        "archived_at": None,
        "cancel_initiated_at": _at(batch.entered["canceling"]) if "canceling" in batch.entered else None,
        "results_url": f"http://{host}{_ROOT}/{batch.identity}/results" if batch.ended else None,
    }


def _counted(batch: Batch, line: Line) -> str:
    if not batch.ended:
        return "processing"
    return "succeeded" if line.succeeded else _FATES.get(line.fate, "errored")


def _at(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")

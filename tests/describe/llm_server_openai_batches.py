"""OpenAI's files and batches."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.describe.llm_server_answering import Answering, Outcome
from tests.describe.llm_server_batches import Batch, Execution, Line, jsonl, out_of_order, page
from tests.describe.llm_server_dialect import Body, Dialect, Problem, ProblemKind
from tests.describe.llm_server_http import Request
from tests.describe.llm_server_openai_files import OpenAIFiles

_PATH = "/v1/chat/completions"
_DAY = 86_400
_TIMES = ("in_progress", "finalizing", "completed", "failed", "expired", "cancelling", "cancelled")


@dataclass(slots=True)
class _Order:
    """What a batch was made with, and the files that came of it."""

    batch: Batch
    input_file: str
    metadata: Mapping[str, str] | None
    errors: list[dict[str, Any]]
    output_file: str | None = None
    error_file: str | None = None
    written: bool = False


class OpenAIBatches:
    """All batches of a server."""

    def __init__(
        self, answering: Answering, execution: Execution, dialect: Dialect, files: OpenAIFiles
    ) -> None:
        self._answering = answering
        self._execution = execution
        self._dialect = dialect
        self._files = files
        self._orders: dict[str, _Order] = {}

    def handle(self, request: Request, body: Body) -> Outcome | None:
        """Answer a request about batches; None if it is about something else."""
        match [request.method, *request.path.split("/")[2:]]:
            case ["POST", "batches"]:
                return self._create(body)
            case ["GET", "batches"]:
                return Outcome(200, {"object": "list", **self._page(request.query)})
            case ["GET", "batches", identity] if identity in self._orders:
                self._look(self._orders[identity])
                return Outcome(200, self._described(self._orders[identity]))
            case ["POST", "batches", identity, "cancel"] if identity in self._orders:
                return self._cancel(self._orders[identity])
            case [_, "batches", identity, *_]:
                return self._refuse("not_found", f"No batch found with id '{identity}'.", "id")
        return None

    def _refuse(self, kind: ProblemKind, message: str, parameter: str) -> Outcome:
        return self._answering.refuse(self._dialect, Problem(kind, message, parameter), "")

    def _create(self, body: Body) -> Outcome:
        if body.get("completion_window") != "24h":
            return self._refuse(
                "invalid", "Invalid 'completion_window': only '24h' is supported.", "completion_window"
            )
        if body.get("endpoint") != _PATH:
            return self._refuse("invalid", f"Invalid 'endpoint': only '{_PATH}' is served here.", "endpoint")
        metadata = body.get("metadata")
        if metadata is not None and not _fits(metadata):
            return self._refuse(
                "invalid", "Invalid 'metadata': 16 strings, keys of 64, values of 512.", "metadata"
            )
        file = self._files.get(str(body.get("input_file_id")))
        if file is None or file.purpose != "batch":
            return self._refuse(
                "invalid", "Invalid 'input_file_id': no such file for batches.", "input_file_id"
            )
        lines, errors = _parsed(file.content)
        ending = self._execution.next_ending()
        if ending == "failed" and not errors:
            errors = [_error("token_limit_exceeded", "Enqueued token limit reached for the model.", None)]
        states: tuple[str, ...] = ("validating", "in_progress", "finalizing", ending)
        if errors:
            states, ending = ("validating", "failed"), "failed"
        batch = Batch(f"batch_{len(self._orders) + 1:024}", self._dialect, _PATH, lines, states, ending)
        self._orders[batch.identity] = order = _Order(batch, file.identity, metadata, errors)
        return Outcome(200, self._described(order))

    def _page(self, query: Mapping[str, str]) -> dict[str, Any]:
        for order in self._orders.values():
            self._look(order, asked=False)
        listed = [self._described(order) for order in reversed(self._orders.values())]
        return page(listed, query, "after", "")

    def _cancel(self, order: _Order) -> Outcome:
        batch = order.batch
        if batch.ended or batch.state == "cancelling":
            return self._refuse("invalid", f"Cannot cancel a batch with status '{batch.state}'.", "id")
        if batch.state == "validating":
            for line in batch.lines:
                line.fate = "cancelled"
        batch.reroute("cancelling", "cancelled", ending="cancelled")
        return Outcome(200, self._described(order))

    def _look(self, order: _Order, *, asked: bool = True) -> None:
        self._execution.look(order.batch, asked=asked)
        if order.batch.ended and not order.written:
            order.written = True
            self._write(order)

    def _write(self, order: _Order) -> None:
        lines = out_of_order(order.batch.lines)
        answered = [_row(line) for line in lines if line.succeeded]
        missed = [_row(line) for line in lines if line.fate in ("executed", "expired") and not line.succeeded]
        name = order.batch.identity
        if answered:
            order.output_file = self._files.store(
                f"{name}_output.jsonl", "batch_output", jsonl(answered)
            ).identity
        if missed:
            order.error_file = self._files.store(
                f"{name}_error.jsonl", "batch_output", jsonl(missed)
            ).identity

    def _described(self, order: _Order) -> dict[str, Any]:
        batch = order.batch
        at = {f"{s}_at": int(batch.entered[s]) if s in batch.entered else None for s in _TIMES}
        completed = sum(line.succeeded for line in batch.lines)
        failed = sum(line.fate in ("executed", "expired") and not line.succeeded for line in batch.lines)
        total = 0 if batch.state in ("validating", "failed") else len(batch.lines)
        return {
            "id": batch.identity,
            "object": "batch",
            "endpoint": batch.path,
            "model": batch.lines[0].body.get("model") if batch.lines else None,
            "errors": {"object": "list", "data": order.errors} if batch.state == "failed" else None,
            "input_file_id": order.input_file,
            "completion_window": "24h",
            "status": batch.state,
            "output_file_id": order.output_file,
            "error_file_id": order.error_file,
            "created_at": int(batch.created),
            "expires_at": int(batch.created) + _DAY,
            **at,
            "request_counts": {"total": total, "completed": completed, "failed": failed},
            "metadata": order.metadata,
        }


def _parsed(content: bytes) -> tuple[list[Line], list[dict[str, Any]]]:
    """The requests of an input file, and what the validation of a batch has against them."""
    lines: list[Line] = []
    errors: list[dict[str, Any]] = []
    seen: set[str] = set()
    # Lines end in line feeds only: texts may hold other separators of lines.
    texts = content.decode("utf-8", "replace").removesuffix("\n").split("\n") if content.strip() else []
    for number, text in enumerate(texts, 1):
        try:
            row = json.loads(text)
            line = Line(row["custom_id"], row["body"])
            url = (row["method"], row["url"])
        except (ValueError, KeyError, TypeError):
            errors.append(_error("invalid_json_line", "This line is not parseable as a request.", number))
            continue
        if url != ("POST", _PATH):
            errors.append(_error("invalid_url", "The URL does not match the endpoint of the batch.", number))
        elif line.custom_id in seen:
            errors.append(_error("duplicate_custom_id", "The custom_id is used by another line.", number))
        elif lines and lines[0].body.get("model") != line.body.get("model"):
            errors.append(_error("mismatched_model", "All requests of a batch must have one model.", number))
        seen.add(line.custom_id)
        lines.append(line)
    if not lines and not errors:
        errors.append(_error("empty_file", "The input file is empty.", None))
    return lines, errors


def _error(code: str, message: str, line: int | None) -> dict[str, Any]:
    return {"code": code, "message": message, "param": None, "line": line}


def _row(line: Line) -> dict[str, Any]:
    """A line of the output file or of the error file."""
    row: dict[str, Any] = {"id": f"batch_req_{line.custom_id}", "custom_id": line.custom_id}
    if line.outcome is None:
        message = "This request could not be executed before the completion window expired."
        return {**row, "response": None, "error": {"code": "batch_expired", "message": message}}
    response = {"status_code": line.outcome.status, "request_id": f"req_{line.custom_id}"}
    return {**row, "response": {**response, "body": line.outcome.body}, "error": None}


def _fits(metadata: object) -> bool:
    return (
        isinstance(metadata, dict)
        and len(metadata) <= 16
        and all(len(key) <= 64 for key in metadata)
        and all(isinstance(value, str) and len(value) <= 512 for value in metadata.values())
    )

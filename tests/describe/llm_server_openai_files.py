"""OpenAI's files: uploaded by clients, written by batches."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.describe.llm_server_answering import Answering, Outcome
from tests.describe.llm_server_batches import page
from tests.describe.llm_server_dialect import Dialect, Problem
from tests.describe.llm_server_http import Part, Request


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was uploaded or written."""

    identity: str
    name: str
    purpose: str
    content: bytes
    created: int

    def described(self) -> dict[str, Any]:
        return {
            "id": self.identity,
            "object": "file",
            "bytes": len(self.content),
            "created_at": self.created,
            "filename": self.name,
            "purpose": self.purpose,
            "status": "processed",
            "expires_at": None,
            "status_details": None,
        }


class OpenAIFiles:
    """All files of a server."""

    def __init__(self, answering: Answering, dialect: Dialect) -> None:
        self._answering = answering
        self._dialect = dialect
        self._files: dict[str, StoredFile] = {}
        self._numbered = 0

    def get(self, identity: str) -> StoredFile | None:
        return self._files.get(identity)

    def store(self, name: str, purpose: str, content: bytes) -> StoredFile:
        self._numbered += 1
        file = StoredFile(f"file-{self._numbered:024}", name, purpose, content, int(time.time()))
        self._files[file.identity] = file
        return file

    def handle(self, request: Request, form: Mapping[str, Part]) -> Outcome | None:
        """Answer a request about files; None if it is about something else."""
        match [request.method, *request.path.split("/")[2:]]:
            case ["POST", "files"]:
                return self._upload(form)
            case ["GET", "files"]:
                files = [file.described() for file in reversed(self._files.values())]
                return Outcome(200, {"object": "list", **page(files, request.query, "after", "", 10_000)})
            case [method, "files", identity, *rest]:
                return self._one(method, identity, rest)
        return None

    def _upload(self, form: Mapping[str, Part]) -> Outcome:
        for name in ("purpose", "file"):
            if name not in form:
                return self._refuse(f"'{name}' is a required property", name)
        purpose = form["purpose"].content.decode()
        if purpose == "batch" and not form["file"].filename.endswith(".jsonl"):
            return self._refuse("Invalid file format for Batch API. Must be .jsonl", "file")
        return Outcome(200, self.store(form["file"].filename, purpose, form["file"].content).described())

    def _one(self, method: str, identity: str, rest: list[str]) -> Outcome:
        file = self._files.get(identity)
        if file is None:
            problem = Problem("not_found", f"No such File object: {identity}", "id")
            return self._answering.refuse(self._dialect, problem, "")
        if method == "DELETE":
            del self._files[identity]
            return Outcome(200, {"id": identity, "object": "file", "deleted": True})
        if rest == ["content"]:
            return Outcome(200, file.content, content_type="application/octet-stream")
        return Outcome(200, file.described())

    def _refuse(self, message: str, parameter: str) -> Outcome:
        return self._answering.refuse(self._dialect, Problem("invalid", message, parameter), "")

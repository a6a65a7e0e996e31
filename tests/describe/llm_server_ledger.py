"""What a test server was asked, and what it answered: one entry per request, in memory and in a file."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TextIO

ANSWERING = ("/v1/chat/completions", "/v1/messages")
"""The paths whose answers are paid."""


def digest_of(body: Mapping[str, Any] | list[Any]) -> str:
    """SHA-256, in hex, of the body's canonical JSON: keys sorted, no spaces, text as it is."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Call:
    """One request that was received, or one line of a batch that was executed."""

    number: int
    time: float
    """When it was received, in seconds since 1970."""
    protocol: str
    """``openai`` or ``anthropic``."""
    method: str
    path: str
    digest: str
    model: str = ""
    status: int = 0
    """0 while it is not answered, and for good if it never is."""
    input_tokens: int = 0
    output_tokens: int = 0
    complete: bool = False
    """Whether the whole answer was handed to the connection."""
    attempt: int = 0
    """1 for the first time this body was let through to a model; 0 if it was not."""
    fault: str = ""
    batch: str = ""
    """The batch it was a line of."""

    @property
    def paid(self) -> bool:
        """Whether a provider would ask money for it: a model's answer that was completely given."""
        return self.complete and self.status == 200 and self.path in ANSWERING


class Ledger:
    """Entries in the order of receipt. Safe to use from any thread.

    With a file, one JSON line per entry is appended and flushed when the entry is complete. A later line with the
    same number replaces an earlier one; ``read_ledger`` heeds that.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._lock = threading.Lock()
        self._calls: dict[int, Call] = {}
        self._open: set[int] = set()
        self._next = 0
        self._peak = 0
        self._file: TextIO | None = path.open("a", encoding="utf-8") if path else None

    def receive(self, call: Call) -> int:
        """Enter a request that waits for its answer; returns its number (that of ``call`` is ignored)."""
        with self._lock:
            number, self._next = self._next, self._next + 1
            self._calls[number] = replace(call, number=number)
            self._open.add(number)
            self._peak = max(self._peak, len(self._open))
            return number

    def enter(self, call: Call) -> None:
        """Enter what waits for no answer; its number is ignored."""
        with self._lock:
            number, self._next = self._next, self._next + 1
            self._calls[number] = replace(call, number=number)
            self._write(number)

    def answer(self, number: int, **changes: Any) -> None:
        """Complete an entry with what was answered; what was entered before a reset is dropped."""
        with self._lock:
            self._open.discard(number)
            if number not in self._calls:
                return
            self._calls[number] = replace(self._calls[number], **changes)
            self._write(number)

    def _write(self, number: int) -> None:
        if self._file is not None:
            self._file.write(json.dumps(asdict(self._calls[number])) + "\n")
            self._file.flush()

    @property
    def calls(self) -> list[Call]:
        with self._lock:
            return list(self._calls.values())

    @property
    def peak(self) -> int:
        """The largest number of requests that waited for an answer at the same time."""
        with self._lock:
            return self._peak

    def reset(self) -> None:
        """Forget all entries; the file keeps them."""
        with self._lock:
            self._calls.clear()
            self._peak = len(self._open)

    def close(self) -> None:
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None


def read_ledger(path: Path) -> list[Call]:
    """The entries of a ledger file in the order of receipt; a line that is not yet whole is left out."""
    calls: dict[int, Call] = {}
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.endswith("\n"):
            call = Call(**json.loads(line))
            calls[call.number] = call
    return [calls[number] for number in sorted(calls)]

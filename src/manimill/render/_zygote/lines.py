"""JSON lines over a file descriptor, read without ever blocking."""

from __future__ import annotations

import json
import os
import select
from typing import Any

_LONGEST_LINE = 16 << 20


class Closed(Exception):
    """The other side is gone, or says what is not a JSON object per line."""


class Lines:
    """One side of a conversation: reads from one descriptor, writes to another or the same."""

    def __init__(self, read_fd: int, write_fd: int, *, longest: int = _LONGEST_LINE) -> None:
        self.read_fd = read_fd
        self.write_fd = write_fd
        self._longest = longest
        self._unread = bytearray()

    def send(self, message: dict[str, Any]) -> None:
        """Write one line; blocks while the other side does not read."""
        data = memoryview(json.dumps(message).encode("ascii") + b"\n")
        try:
            while data:
                data = data[os.write(self.write_fd, data) :]
        except OSError as error:
            raise Closed(str(error)) from None

    def receive(self, seconds: float | None = None) -> dict[str, Any] | None:
        """The next message, or None where none came within ``seconds`` (None: wait for ever)."""
        end = self._unread.find(b"\n")
        while end < 0:
            if not self._readable(seconds):
                return None
            searched = len(self._unread)
            self._read()
            end = self._unread.find(b"\n", searched)
        line = bytes(self._unread[:end])
        del self._unread[: end + 1]
        return _message(line)

    def _readable(self, seconds: float | None) -> bool:
        poll = select.poll()
        poll.register(self.read_fd, select.POLLIN | select.POLLHUP)
        return bool(poll.poll(None if seconds is None else max(0, int(seconds * 1000))))

    def _read(self) -> None:
        try:
            data = os.read(self.read_fd, 1 << 16)
        except OSError as error:
            raise Closed(str(error)) from None
        self._unread += data
        if not data or len(self._unread) > self._longest:
            raise Closed("end of conversation")


def _message(line: bytes) -> dict[str, Any]:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        raise Closed("not JSON") from None
    if not isinstance(message, dict):
        raise Closed("not a JSON object")
    return message

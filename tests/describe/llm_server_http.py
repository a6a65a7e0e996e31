"""HTTP/1.1 with keep-alive for a test server: reads requests, sends replies whole, late, cut, or not at all."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal
from urllib.parse import parse_qsl

Manner = Literal["whole", "truncated", "lost", "hang"]
"""How a reply goes out: as it is; with half of the body it announces; the connection is closed instead; never."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request; names of headers are in lower case, ``query`` has the last value of each name."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What to answer, after how many seconds, and how."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "application/json"
    delay: float = 0.0
    manner: Manner = "whole"
    sent: Callable[[bool], None] | None = None
    """Called right before the bytes leave with whether all of them will, and again with False if they did not."""


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a form."""

    filename: str
    content: bytes


def form_of(request: Request) -> dict[str, Part]:
    """The fields of a ``multipart/form-data`` body; none if it is something else."""
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    if kind != "multipart/form-data":
        return {}
    boundary = parameters.partition("boundary=")[2].strip('"').encode()
    fields: dict[str, Part] = {}
    for part in request.body.split(b"--" + boundary)[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        quoted = dict(_QUOTED.findall(head.decode("utf-8", "replace")))
        fields[quoted["name"]] = Part(quoted.get("filename", ""), content.removesuffix(b"\r\n"))
    return fields


_QUOTED = re.compile(r'\b(name|filename)="([^"]*)"')

Application = Callable[[Request], Reply]


class Connection(asyncio.Protocol):
    """One client's connection; requests on it are answered one after another."""

    def __init__(self, application: Application, connections: set[Connection]) -> None:
        self._application = application
        self._connections = connections
        self._received = bytearray()
        self._transport: asyncio.Transport | None = None
        self._reply: Reply | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._leaving: Reply | None = None
        """A reply of which a part still waits for the client to take it."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        # Writing resumes when everything that was written has left.
        transport.set_write_buffer_limits(high=0)
        self._connections.add(self)

    def data_received(self, data: bytes) -> None:
        self._received += data
        if self._reply is None:
            self._answer_next()

    def connection_lost(self, exc: Exception | None) -> None:
        self._connections.discard(self)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
            _tell(self._reply, complete=False)
        _tell(self._leaving, complete=False)
        self._leaving = None

    def resume_writing(self) -> None:
        self._leaving = None

    def abort(self) -> None:
        """Close at once; what was not sent is not sent."""
        if self._transport is not None:
            self._transport.abort()

    def _answer_next(self) -> None:
        # A loop, not a recursion: a client may send many requests at once.
        while self._reply is None and self._transport is not None and not self._transport.is_closing():
            taken = _take(self._received)
            if taken is None:
                return
            if isinstance(taken, Reply):
                self._reply = taken
                self._send()
                self._transport.close()
                return
            self._reply = self._application(taken)
            if self._reply.manner == "hang":
                _tell(self._reply, complete=False)
            elif self._reply.delay > 0:
                self._timer = asyncio.get_running_loop().call_later(self._reply.delay, self._send_late)
            else:
                self._send()

    def _send_late(self) -> None:
        self._timer = None
        self._send()
        self._answer_next()

    def _send(self) -> None:
        reply, transport = self._reply, self._transport
        assert reply is not None and transport is not None
        _tell(reply, complete=reply.manner == "whole" and not transport.is_closing())
        if reply.manner == "lost":
            transport.close()
        elif reply.manner == "truncated":
            transport.write(_head(reply) + reply.body[: len(reply.body) // 2])
            transport.close()
        else:
            transport.write(_head(reply) + reply.body)
            if transport.is_closing() or transport.get_write_buffer_size():
                self._leaving = reply
        self._reply = None


def _tell(reply: Reply | None, *, complete: bool) -> None:
    if reply is not None and reply.sent is not None:
        reply.sent(complete)


def _head(reply: Reply) -> bytes:
    lines = [f"HTTP/1.1 {reply.status} {_reason(reply.status)}"]
    lines.append(f"content-type: {reply.content_type}")
    lines.append(f"content-length: {len(reply.body)}")
    lines += [f"{name}: {value}" for name, value in reply.headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _reason(status: int) -> str:
    return _REASONS.get(status, "Unknown")


_REASONS = {status.value: status.phrase for status in HTTPStatus} | {529: "Site is overloaded"}


def _take(received: bytearray) -> Request | Reply | None:
    """Cut the first whole request off ``received``; None if it is not all there, a reply if it is no HTTP/1.1."""
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return None
    first, *lines = received[:end].decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or words[2] != "HTTP/1.1":
        return Reply(400, b"no HTTP/1.1 request", content_type="text/plain")
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body, length = _unchunked(received, end + 4)
    else:
        length = end + 4 + int(headers.get("content-length", "0"))
        body = bytes(received[end + 4 : length]) if len(received) >= length else b""
    if not length or len(received) < length:
        return None
    del received[:length]
    path, _, query = words[1].partition("?")
    return Request(words[0], path, dict(parse_qsl(query)) if query else {}, headers, body)


def _unchunked(received: bytearray, start: int) -> tuple[bytes, int]:
    """The body sent in chunks and where it ends; an end of 0 if it is not all there."""
    body = bytearray()
    while True:
        line = received.find(b"\r\n", start)
        if line < 0:
            return b"", 0
        size = int(received[start:line].split(b";")[0], 16)
        start = line + 2 + size + 2
        if len(received) < start:
            return b"", 0
        if size == 0:
            return bytes(body), start
        body += received[line + 2 : line + 2 + size]

"""A web server for tests of real clients: it answers by a script and remembers what it was asked."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """A request as it came. ``headers`` have lower-case names."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """A response. With ``cut`` the connection breaks after so many bytes of the body."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None


Route = Callable[[Asked], Reply]


def page(text: str, **headers: str) -> Reply:
    return Reply(text.encode(), headers={"Content-Type": "text/html; charset=utf-8", **headers})


def as_json(value: object, **headers: str) -> Reply:
    return Reply(json.dumps(value).encode(), headers={"Content-Type": "application/json", **headers})


def file(body: bytes, etag: str = '"one"', **headers: str) -> Route:
    """A file that is served whole, from a position on, or not at all where the asker has it."""

    def answer(asked: Asked) -> Reply:
        about = {"ETag": etag, "Accept-Ranges": "bytes", **headers}
        if asked.headers.get("if-none-match") == etag:
            return Reply(status=304, headers=about)
        wanted = asked.headers.get("range")
        if wanted is None or asked.headers.get("if-range", etag) != etag:
            return Reply(body, headers=about)
        first, _, last = wanted.removeprefix("bytes=").partition("-")
        start, end = (
            (int(first), int(last or len(body) - 1)) if first else (len(body) - int(last), len(body) - 1)
        )
        if start >= len(body):
            return Reply(status=416, headers={"Content-Range": f"bytes */{len(body)}"})
        part = body[start : end + 1]
        about["Content-Range"] = f"bytes {start}-{start + len(part) - 1}/{len(body)}"
        return Reply(part, 206, about)

    return answer


def in_turn(*answers: Reply | Route) -> Route:
    """One answer after the other, then always the last."""
    waiting = list(answers)

    def answer(asked: Asked) -> Reply:
        chosen = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return chosen if isinstance(chosen, Reply) else chosen(asked)

    return answer


class WebServer:
    """Routes by path, without the query; what has none is answered 404."""

    def __init__(self) -> None:
        self.routes: dict[str, Route | Reply] = {}
        self.asked: list[Asked] = []
        self.address = ""

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        route = self.routes.get(asked.path, Reply(status=404))
        return route if isinstance(route, Reply) else route(asked)


@contextmanager
def serving() -> Iterator[WebServer]:
    site = WebServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            # A client that takes this server for its proxy sends whole addresses.
            address = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(
                self.command, address.path, parse_qs(address.query), headers, self.rfile.read(length)
            )
            reply = site.answer(asked)
            self.send_response(reply.status)
            sent = {"Content-Length": str(len(reply.body)), **reply.headers}
            for name, value in sent.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(reply.body[: reply.cut])
            if reply.cut is not None:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)

        do_GET = do_HEAD = do_POST = handle_one  # noqa: N815

        def log_message(self, *args: object) -> None:
            """Tests look at `WebServer.asked`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    site.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def closed_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

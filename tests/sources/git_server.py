"""A git server: ``git http-backend`` behind an HTTP server that also refuses, breaks off and stands still."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread


@dataclass
class Trouble:
    """What goes wrong with an answer: a status, or a body that breaks off after ``cut`` bytes.

    With ``cut`` it concerns packs only, and before breaking off ``reached`` is set and ``go_on`` waited for.
    """

    status: int | None = None
    cut: int | None = None
    reached: Event = field(default_factory=Event)
    go_on: Event | None = None


@dataclass
class GitServer:
    """Repositories below a folder. ``troubles`` are met one after the other, ``always`` every time after them."""

    address: str = ""
    troubles: list[Trouble] = field(default_factory=list)
    always: Trouble | None = None
    asked: list[str] = field(default_factory=list)
    packed: list[int] = field(default_factory=list)
    """The bytes of each pack that was sent whole."""

    @property
    def mirror(self) -> str:
        return self.address + "/{owner}/{name}"

    def trouble(self, *, pack: bool) -> Trouble | None:
        waiting = self.troubles[0] if self.troubles else self.always
        if waiting is None or (waiting.cut is not None and not pack):
            return None
        if self.troubles:
            self.troubles.pop(0)
        return waiting


class _Handler(BaseHTTPRequestHandler):
    server: _Serving

    def answer(self) -> None:
        site = self.server.site
        site.asked.append(self.path)
        answer = self._backend(self._body())
        pack = b"packfile\n" in answer
        trouble = site.trouble(pack=pack)
        if trouble is not None and trouble.status is not None:
            self.send_response(trouble.status)
            self.send_header("Content-Length", "0")
            if trouble.status == 401:
                self.send_header("WWW-Authenticate", 'Basic realm="git"')
            self.end_headers()
            return
        self._send(answer, trouble, pack=pack)

    do_GET = do_POST = answer  # noqa: N815

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        return body

    def _backend(self, body: bytes) -> bytes:
        path, _, query = self.path.partition("?")
        environment = {
            "PATH": os.environ["PATH"],
            "GIT_PROJECT_ROOT": str(self.server.folder),
            "GIT_HTTP_EXPORT_ALL": "1",
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "CONTENT_LENGTH": str(len(body)),
        }
        done = subprocess.run(
            ["git", "http-backend"], input=body, capture_output=True, env=environment, check=False
        )
        return done.stdout

    def _send(self, answer: bytes, trouble: Trouble | None, *, pack: bool) -> None:
        head, _, body = answer.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().splitlines())
        self.send_response(int(headers.pop("Status", "200").split()[0]))
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if trouble is None:
            self.wfile.write(body)
            if pack:
                self.server.site.packed.append(len(body))
            return
        self.wfile.write(body[: trouble.cut])
        self.wfile.flush()
        trouble.reached.set()
        if trouble.go_on is not None:
            trouble.go_on.wait()
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *args: object) -> None:
        """Tests look at `GitServer.asked`."""


class _Serving(ThreadingHTTPServer):
    daemon_threads = True
    folder: Path
    site: GitServer


@contextmanager
def serving_git(folder: Path) -> Iterator[GitServer]:
    server = _Serving(("127.0.0.1", 0), _Handler)
    server.folder = folder
    server.site = GitServer(f"http://127.0.0.1:{server.server_address[1]}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

"""Fetch a file so that an interruption costs only what was in flight, and no half of a file is ever used."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from manimill.sources._locking import alone_in
from manimill.sources.patience import AskAgainError, NoAnswerError, Patience
from manimill.workspace import disk_errors


class Streaming(Protocol):
    """What is asked of an HTTP client; httpx2's has it."""

    def stream(self, method: str, url: str, *, headers: dict[str, str]) -> AbstractContextManager[Any]: ...


class ChecksumError(Exception):
    """A file that is not the one announced."""

    def __init__(self, got: str, wanted: str) -> None:
        super().__init__(f"{got} is not {wanted}")
        self.got = got
        self.wanted = wanted


@dataclass(frozen=True, slots=True)
class Download:
    """A file to fetch to ``target``, and the checksum it must have: an algorithm of hashlib and hex digits.

    What has come so far stands beside the target as ``.part``, with the server's mark of the version (its ETag)
    in ``.part.version``; a later call asks for the rest of that version.
    """

    url: str
    target: Path
    checksum: tuple[str, str] | None = None

    def fetch(self, client: Streaming, patience: Patience) -> Path:
        """Fetch the file unless it is there.

        Raises:
            NoAnswerError: the host refuses, fails or breaks off every time.
            ChecksumError: the whole file came, and it is another one; nothing of it is kept.
        """
        with alone_in(self.target.parent), disk_errors(self.target):
            if not self.target.exists():
                patience.ask(partial(self._attempt, client))
                self._check()
                os.replace(self._part, self.target)
                self._version.unlink(missing_ok=True)
        return self.target

    @property
    def _part(self) -> Path:
        return self.target.with_name(self.target.name + ".part")

    @property
    def _version(self) -> Path:
        return self.target.with_name(self.target.name + ".part.version")

    def _attempt(self, client: Streaming) -> None:
        import httpx2

        try:
            with client.stream("GET", self.url, headers=self._range()) as response:
                self._receive(response)
        except (httpx2.TimeoutException, httpx2.NetworkError, httpx2.RemoteProtocolError) as error:
            # Before the first byte the client has tried again itself; this is a break in the middle.
            raise AskAgainError(None, str(error) or type(error).__name__) from None

    def _range(self) -> dict[str, str]:
        headers = {"Accept-Encoding": "identity"}  # so that lengths and positions are those of the file
        version = self._version.read_text() if self._version.exists() else ""
        if version and self._part.exists():
            headers |= {"Range": f"bytes={self._part.stat().st_size}-", "If-Range": version}
        return headers

    def _receive(self, response: Any) -> None:
        if response.status_code == 416:
            # The part is as long as the file or longer: begin again.
            self._part.unlink()
            raise AskAgainError(416, "416", "0")
        if response.status_code >= 400:
            raise NoAnswerError(response.status_code, str(response.status_code))
        continued = response.status_code == 206
        if not continued:
            self._part.unlink(missing_ok=True)
            self._note_version(response.headers)
        with self._part.open("ab" if continued else "wb") as file:
            # As it comes off the line: what waits to become a larger piece is lost when the line breaks.
            for chunk in response.iter_raw():
                file.write(chunk)

    def _note_version(self, headers: Any) -> None:
        version = headers.get("ETag", "")
        # A weak mark stands for equal meaning, not for equal bytes.
        self._version.write_text("" if version.startswith("W/") else version)

    def _check(self) -> None:
        if self.checksum is None:
            return
        algorithm, wanted = self.checksum
        with self._part.open("rb") as file:
            got = hashlib.file_digest(file, _digest(algorithm)).hexdigest()
        if got != wanted.lower():
            self._part.unlink()
            self._version.unlink(missing_ok=True)
            raise ChecksumError(got, wanted)


def _digest(algorithm: str) -> Callable[[], Any]:
    return partial(hashlib.new, algorithm)

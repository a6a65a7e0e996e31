"""Preambles that TeX has read already.

Reading manim's preamble takes TeX twice as long as typesetting an expression with it. A format is TeX's memory
after the preamble, which it loads instead. One is 6.6 MB, so only the first few preambles get one.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

NAME = "preamble.fmt"
_MOST = 8


class Formats:
    """A folder of formats by the hash of their preamble, each with the digest it must have."""

    def __init__(
        self, folder: Path, dump: Callable[[str], bytes | None], write: Callable[[Path, bytes], None]
    ) -> None:
        """``dump`` makes a format, or says that it cannot; ``write`` puts a file in place as a whole."""
        self._folder = folder
        self._dump = dump
        self._write = write
        self._ready: dict[str, Path | None] = {}
        self._making: dict[str, Future[Path | None]] = {}
        self._thread: ThreadPoolExecutor | None = None

    @contextlib.contextmanager
    def beside(self) -> Iterator[None]:
        """Let `find` make formats while TeX does something else; at the end all that was begun is there.

        Raises:
            EnvironmentFailure: a format cannot be written.
        """
        with ThreadPoolExecutor(max_workers=1) as self._thread:
            try:
                yield
            finally:
                self._thread = None
        for key in list(self._making):
            self._collect(key)

    def find(self, preamble: str) -> Path | None:
        """What `get` gives if it is there; otherwise it is begun, and TeX reads the preamble one more time.

        Making a format takes three times as long as reading the preamble once.
        """
        if self._thread is None:
            return self.get(preamble)
        key = _key(preamble)
        if key not in self._ready and (found := self._find(self._folder / key)) is not None:
            self._ready[key] = found
        if key in self._ready:
            return self._ready[key]
        if key not in self._making:
            self._making[key] = self._thread.submit(self._make, self._folder / key, preamble)
        return self._collect(key) if self._making[key].done() else None

    def get(self, preamble: str) -> Path | None:
        """The folder that holds the preamble's format as `NAME`, or None where TeX has to read it."""
        key = _key(preamble)
        if key in self._making:
            return self._collect(key)
        if key not in self._ready:
            self._ready[key] = self._find(self._folder / key) or self._make(self._folder / key, preamble)
        return self._ready[key]

    def _collect(self, key: str) -> Path | None:
        self._ready[key] = self._making.pop(key).result()
        return self._ready[key]

    def _find(self, parent: Path) -> Path | None:
        """The format of an earlier run, if every byte of it is still there; what is spoilt is removed."""
        for path in sorted(parent.glob(f"*/{NAME}")):
            with contextlib.suppress(OSError):
                if hashlib.sha256(path.read_bytes()).hexdigest() == path.parent.name:
                    return path.parent
                path.unlink()
        return None

    def _make(self, parent: Path, preamble: str) -> Path | None:
        if not parent.exists() and len(list(self._folder.glob("*"))) >= _MOST:
            return None
        data = self._dump(preamble)
        if data is None:
            return None
        folder = parent / hashlib.sha256(data).hexdigest()
        self._write(folder / NAME, data)
        return folder


def _key(preamble: str) -> str:
    return hashlib.sha256(preamble.encode("utf-8")).hexdigest()

"""Preambles that TeX has read already.

Reading manim's preamble takes TeX twice as long as typesetting an expression with it. A format is TeX's memory
after the preamble, which it loads instead. One is 6.6 MB, so only the first few preambles get one.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
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

    def get(self, preamble: str) -> Path | None:
        """The folder that holds the preamble's format as `NAME`, or None where TeX has to read it."""
        key = hashlib.sha256(preamble.encode("utf-8")).hexdigest()
        if key not in self._ready:
            self._ready[key] = self._find(self._folder / key) or self._make(self._folder / key, preamble)
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

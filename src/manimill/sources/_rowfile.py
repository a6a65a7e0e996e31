"""A file of rows, and a row of it."""

from __future__ import annotations

import gzip
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any


@dataclass(frozen=True, slots=True)
class Row:
    """A row and its number, from 0; without ``cells`` where it is broken, and then with the reason."""

    number: int
    cells: Mapping[str, Any] | None
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RowFile:
    """A file to read, decompressed on the way where it is gzip'd."""

    path: Path
    gzipped: bool

    def open(self) -> IO[bytes]:
        return gzip.open(self.path, "rb") if self.gzipped else self.path.open("rb")  # type: ignore[return-value]

    def text(self, *, newline: str = "\n") -> io.TextIOWrapper:
        """The file as text; bytes that are not become surrogates, for the row to be blamed."""
        with self.open() as stream:
            head = stream.read(4)
        encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        return io.TextIOWrapper(self.open(), encoding=encoding, errors="surrogateescape", newline=newline)

    @property
    def suffix(self) -> str:
        return Path(self.path.stem).suffix.lower() if self.gzipped else self.path.suffix.lower()


def undecodable(text: str) -> bool:
    if text.isascii():
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def first_component(path: str) -> str:
    """The column in which a path such as ``messages[1].content`` begins."""
    return path.partition(".")[0].partition("[")[0]

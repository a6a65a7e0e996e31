"""The text of a file of transcripts, whatever it was written with."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path


class Unreadable(Exception):
    """A file that holds no transcript; the message is the reason, for people."""


_LARGEST = 64 * 1024 * 1024
"""Bytes; a day of captions takes about one million."""


def text_of(path: Path) -> str:
    """A file's text with plain line ends and without a byte order mark.

    Raises:
        Unreadable: it cannot be read, is empty, too large, or is no UTF-8 or UTF-16.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise Unreadable(f"is larger than {_LARGEST >> 20} MiB")
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"cannot be read ({error.strerror})") from None
    text = _decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Unreadable("is empty")
    return text


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8"
    try:
        text = data.removeprefix(BOM_UTF8).decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(f"is not UTF-8 (byte {error.start}); save it as UTF-8") from None
    if "\0" in text:
        raise Unreadable("holds zero bytes, so it is no text")
    return text

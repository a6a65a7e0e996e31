"""Source distributions and wheels as trees of files, read in place: nothing is unpacked, nothing is run."""

from __future__ import annotations

import gzip
import lzma
import stat
import tarfile
import tempfile
import weakref
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from manimill.scenes.files import FileAbsentError

_MOST_FILES = 100_000
_LARGEST_FILE = 64 << 20
"""Bytes; no scene is that large, and what it may need of data is rarely."""
_LARGEST_ARCHIVE = 1 << 30
"""Bytes after decompression. A file of a megabyte can be made to hold a thousand times as many."""

_BROKEN = (tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, gzip.BadGzipFile, EOFError)


class ArchiveError(Exception):
    """An archive that cannot or should not be read; the message goes after its name."""


class _Members(Protocol):
    """Regular files in an archive, by the names they have there."""

    def sizes(self) -> Iterator[tuple[str, int]]: ...

    def open(self, name: str) -> IO[bytes]: ...


class ArchiveTree:
    """The regular files of a .tar.gz, .tar.bz2, .tar.xz, .tar, .zip or .whl file.

    Links, devices and paths that lead out of the tree are left out. Where all files lie in one folder named
    like the archive, as in a source distribution, paths begin inside it.
    """

    def __init__(
        self, path: Path, *, largest_file: int = _LARGEST_FILE, largest: int = _LARGEST_ARCHIVE
    ) -> None:
        """Read the table of contents.

        Raises:
            ArchiveError: it is no archive, is damaged, or has more files or bytes than an honest one.
        """
        self._largest_file = largest_file
        with _explained():
            self._members: _Members = _Zip(path) if zipfile.is_zipfile(path) else _Tar(path, largest)
            listed: dict[str, tuple[str, int]] = {}
            for name, size in self._members.sizes():
                if len(listed) >= _MOST_FILES:
                    raise ArchiveError(f"holds more than {_MOST_FILES:,} files")
                if (inside := _path_inside(name)) is not None:
                    listed[inside] = (name, size)
        root = _common_folder(list(listed)) if _is_source_distribution(path) else ""
        self._files = {name.removeprefix(root): listed[name] for name in sorted(listed)}

    def files(self) -> Mapping[str, int | None]:
        return {path: size for path, (_, size) in self._files.items()}

    def read(self, path: str) -> bytes:
        if path not in self._files:
            raise FileAbsentError(f"there is no {path}")
        name, size = self._files[path]
        if size > self._largest_file:
            raise FileAbsentError(f"{path} has {size:,} bytes, more than are read of one file")
        try:
            with _explained(), self._members.open(name) as stream:
                return stream.read(size)
        except ArchiveError as error:
            raise FileAbsentError(f"{path} cannot be read: the archive {error}") from None


class _Zip:
    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)

    def sizes(self) -> Iterator[tuple[str, int]]:
        for info in self._zip.infolist():
            kind = stat.S_IFMT(info.external_attr >> 16)
            encrypted = info.flag_bits & 0x1
            if not info.is_dir() and not encrypted and kind in (0, stat.S_IFREG):
                yield info.filename, info.file_size

    def open(self, name: str) -> IO[bytes]:
        return self._zip.open(name)


class _Tar:
    """A tar file, decompressed once: reading it in place would decompress it anew for every file."""

    def __init__(self, path: Path, largest: int) -> None:
        self._plain = tempfile.SpooledTemporaryFile(max_size=32 << 20)  # noqa: SIM115 - lives as long as the tree
        weakref.finalize(self, self._plain.close)
        with _decompressed(path) as stream:
            self._copy(stream, largest)
        self._plain.seek(0)
        self._tar = tarfile.open(fileobj=self._plain, mode="r:")  # noqa: SIM115
        self._by_name: dict[str, tarfile.TarInfo] = {}

    def _copy(self, stream: IO[bytes], largest: int) -> None:
        while chunk := stream.read(1 << 20):
            if self._plain.tell() + len(chunk) > largest:
                raise ArchiveError(f"holds more than {largest:,} bytes")
            self._plain.write(chunk)

    def sizes(self) -> Iterator[tuple[str, int]]:
        for member in self._tar:
            if member.isreg():
                self._by_name[member.name] = member
                yield member.name, member.size

    def open(self, name: str) -> IO[bytes]:
        stream = self._tar.extractfile(self._by_name[name])
        assert stream is not None  # only regular files are listed
        return stream


@contextmanager
def _decompressed(path: Path) -> Iterator[IO[bytes]]:
    import bz2

    with path.open("rb") as stream:
        head = stream.read(6)
    openers = {b"\x1f\x8b": gzip.open, b"BZ": bz2.open, b"\xfd7": lzma.open}
    with openers.get(head[:2], open)(path, "rb") as stream:  # type: ignore[operator]
        yield stream


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise ArchiveError(f"is damaged or no archive ({error or type(error).__name__})") from None
    except (RuntimeError, NotImplementedError, ValueError) as error:
        # What zipfile says of passwords and of compressions it does not know.
        raise ArchiveError(f"cannot be read ({error})") from None
    except OSError as error:
        raise ArchiveError(f"cannot be read ({error.strerror or error})") from None


def _path_inside(name: str) -> str | None:
    """A member's name as a path of the tree; None if it leads elsewhere."""
    if not name or "\\" in name or "\0" in name or name.startswith("/"):
        return None
    parts = [part for part in PurePosixPath(name).parts if part != "."]
    if not parts or ".." in parts:
        return None
    return "/".join(parts)


def _is_source_distribution(path: Path) -> bool:
    return path.suffix.lower() != ".whl"


def _common_folder(paths: list[str]) -> str:
    """``name-1.0/`` if every path begins with it, else nothing."""
    folders = {path.partition("/")[0] for path in paths}
    if len(folders) != 1 or any("/" not in path for path in paths):
        return ""
    return folders.pop() + "/"

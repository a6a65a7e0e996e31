"""Files that a scene finds in its working folder: pictures and data, or the whole repository it comes from.

Files are copied into a folder of the worker, which the sandbox shows read-only, and from there for every run into the
scene's own folder. So each run has copies of its own that it may write to, and no original can be reached: a link
to one could, where there is no sandbox. What a worker has copied for one scene serves the next ones with the same
files, so that all scenes of a repository cost one copy of it from outside and one in memory each.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from manimill.errors import EnvironmentFailure, InputError
from manimill.workspace import disk_errors

MOST_FILES = 10_000
"""The watch over a scene's disk use looks at each of them where the folders are on disk."""

MOST_BYTES = 128 << 20
"""Half of the scene's folder where that is memory; the other half is for what the scene writes."""

_LONGEST_PATH = 1000


@dataclass(frozen=True, slots=True)
class SceneFile:
    """One file: its path in the working folder, its content or where that is read from, and its SHA-256."""

    path: str
    content: Path | bytes
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class SceneFiles:
    """Files by path, sorted; false where there are none. ``digest`` tells two sets apart by paths and contents."""

    entries: tuple[SceneFile, ...] = ()
    digest: str = ""

    @classmethod
    def of(cls, files: Mapping[str, Path | bytes]) -> SceneFiles:
        """Files by their relative paths, ``/`` between the parts; contents, or where on this machine they are read.

        They are read once for their digests: jobs with the same files share one object.

        Raises:
            InputError: a path is absolute, leads out with ``..`` or cannot be a file's, a file cannot be read, or
                they are too many (`MOST_FILES`) or together too large (`MOST_BYTES`).
        """
        _check_paths(files)
        entries = tuple(_entry(path, content) for path, content in sorted(files.items()))
        size = sum(entry.size for entry in entries)
        if size > MOST_BYTES:
            raise InputError(
                f"The files of a scene have {size >> 20} MiB together, and at most {MOST_BYTES >> 20} MiB fit; "
                "leave out what the scene does not read."
            )
        listed = json.dumps([[entry.path, entry.sha256] for entry in entries])
        return cls(entries, hashlib.sha256(listed.encode("ascii")).hexdigest() if entries else "")

    def __bool__(self) -> bool:
        return bool(self.entries)

    def scene_file(self, folder: str) -> str:
        """Where a scene's own code lies that runs in ``folder``: under a name that none of the files has."""
        taken = {entry.path.removesuffix(".py") for entry in self.entries}
        taken |= {str(parent) for entry in self.entries for parent in Path(entry.path).parents}
        name = posixpath.join(folder, "scene")
        while name in taken:
            name += "_"
        return f"{name}.py"


NO_FILES = SceneFiles()


def check_folder(folder: str) -> None:
    """Make sure that a working folder is one below the files.

    Raises:
        InputError: it is not.
    """
    if folder:
        _check_path(folder)


class Shelf:
    """A folder that holds the files of the scene at hand, and of no other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._digest = ""

    def hold(self, files: SceneFiles) -> str:
        """Put files there; returns the name of the folder they are in, or an empty text where there are none.

        Raises:
            EnvironmentFailure: the disk is full, or a file has changed since its digest was taken.
        """
        if files.digest != self._digest:
            if self._digest:
                shutil.rmtree(self.folder / self._digest)
                self._digest = ""
            if files:
                self._copy(files)
        return self._digest

    def _copy(self, files: SceneFiles) -> None:
        place = self.folder / files.digest
        try:
            with disk_errors(self.folder):
                for entry in files.entries:
                    target = place / entry.path
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(_content(entry))
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise
        self._digest = files.digest


def _content(entry: SceneFile) -> bytes:
    if isinstance(entry.content, bytes):
        return entry.content
    try:
        content = entry.content.read_bytes()
    except OSError as error:
        raise EnvironmentFailure(f"{entry.content} cannot be read any more ({error.strerror}).") from None
    if hashlib.sha256(content).hexdigest() != entry.sha256:
        raise EnvironmentFailure(
            f"{entry.content} has changed while scenes were rendered; run the same again."
        )
    return content


def _entry(path: str, content: Path | bytes) -> SceneFile:
    if isinstance(content, bytes):
        return SceneFile(path, content, hashlib.sha256(content).hexdigest(), len(content))
    try:
        if not content.is_file():
            raise InputError(f"{content}, which a scene is to find as {path}, is not a file.")
        size = content.stat().st_size
        if size > MOST_BYTES:
            raise InputError(f"{content} has {size >> 20} MiB, and at most {MOST_BYTES >> 20} MiB fit.")
        with content.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{content} cannot be read ({error.strerror}).") from None
    return SceneFile(path, content.absolute(), digest, size)


def _check_paths(files: Mapping[str, object]) -> None:
    if len(files) > MOST_FILES:
        raise InputError(
            f"A scene can have {MOST_FILES} files, and got {len(files)}; leave out what it does not read."
        )
    folders = {folder for path in files for folder in _checked_folders(path)}
    for path in files:
        if path in folders:
            raise InputError(f"'{path}' cannot be both a file and a folder of a scene.")


def _checked_folders(path: str) -> Iterator[str]:
    _check_path(path)
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _check_path(path: str) -> None:
    parts = path.split("/")
    try:
        length = len(path.encode())
    except UnicodeEncodeError:
        length = 0
    if not 0 < length <= _LONGEST_PATH or "\0" in path or any(part in ("", ".", "..") for part in parts):
        raise InputError(
            f"'{path[:80]!r}' cannot be the path of a scene's file; it must be relative, without '..', and have '/' "
            "between its parts."
        )

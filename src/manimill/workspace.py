"""Where things live on disk: the cache, the output folder, and how to write so that nothing breaks.

A reader sees a file whole or not at all: everything is written beside its destination and renamed.
"""

from __future__ import annotations

import errno
import fcntl
import filecmp
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar, Self

from manimill.errors import EnvironmentFailure, OutputError

MARKER = ".manimill"
"""Name of the folder that marks an output folder as ours and holds a build's unfinished files."""


_READY = "ready"
"""The folder in there whose files are being moved in."""
_MANIFEST = ".moving"
"""A file in that folder that names those that belong to the build."""


def cache_folder() -> Path:
    """``$XDG_CACHE_HOME/manimill``, or ``~/.cache/manimill``. Created when asked for."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    folder = Path(base) / "manimill"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentFailure(
            f"The cache folder {folder} cannot be made ({error.strerror}); set XDG_CACHE_HOME to "
            "a folder you may write to."
        ) from None
    return folder


class Database:
    """One SQLite file that several processes may use at once, and that outlives ``kill -9``.

    What a statement returned from is there afterwards.
    """

    schema: ClassVar[str]
    """Statements that make what is missing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        # Locked, so that of several processes that meet a new or a damaged file only one deals with it.
        with disk_errors(path), open(path.with_name(path.name + ".lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            try:
                self._db = self._open()
            except sqlite3.OperationalError:
                raise  # locked, full or read-only: in the way, but not damaged
            except sqlite3.DatabaseError:
                self._damaged()

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=60, isolation_level=None)
        db.execute("PRAGMA journal_mode=WAL")
        # A killed process loses nothing in WAL mode; only a power cut could cost the last entries.
        db.execute("PRAGMA synchronous=NORMAL")
        for statement in self.schema.split(";"):
            db.execute(statement)
        return db

    def _damaged(self) -> None:
        """Set the file aside with the suffix ``.damaged`` and begin a new one."""
        os.replace(self.path, self.path.with_name(self.path.name + ".damaged"))
        for leftover in ("-wal", "-shm"):
            self.path.with_name(self.path.name + leftover).unlink(missing_ok=True)
        self._db = self._open()

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


class Cache(Database):
    """A persistent map from text keys to JSON values.

    A file that is damaged is set aside, since what it held can be computed again.
    """

    schema = "CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value TEXT NOT NULL)"

    def get_many(self, keys: Iterable[str]) -> dict[str, Any]:
        """The entries that exist among ``keys``."""
        found: dict[str, Any] = {}
        wanted = list(keys)
        # SQLite allows 999 variables in builds that are still around.
        for start in range(0, len(wanted), 900):
            part = wanted[start : start + 900]
            marks = ",".join("?" * len(part))
            query = f"SELECT key, value FROM entries WHERE key IN ({marks})"
            try:
                rows = self._db.execute(query, part).fetchall()
            except sqlite3.OperationalError as error:
                raise _cache_failure(self.path, error) from None
            except sqlite3.DatabaseError:
                self._damaged()
                return {}
            for key, value in rows:
                # An entry that cannot be read is as good as absent.
                with suppress(ValueError):
                    found[key] = json.loads(value)
        return found

    def put(self, key: str, value: Any) -> None:
        """Store ``value`` under ``key``, durable on return."""
        text = json.dumps(value, sort_keys=True)
        with disk_errors(self.path):
            self._db.execute("INSERT OR REPLACE INTO entries VALUES (?, ?)", (key, text))


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn "disk full" and its kin into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM):
            raise EnvironmentFailure(
                f"{path} cannot be written ({error.strerror}); make room or choose another folder, "
                "then run the same command again: finished work is kept."
            ) from None
        raise
    except sqlite3.OperationalError as error:
        raise _cache_failure(path, error) from None


def _cache_failure(path: Path, error: sqlite3.Error) -> EnvironmentFailure:
    return EnvironmentFailure(
        f"The cache {path} cannot be used ({error}); make room or set XDG_CACHE_HOME to another folder, then "
        "run the same command again: finished work is kept."
    )


class OutputFolder:
    """A folder that holds one build.

    `open` claims it, `stage` gives a private folder to write to, `publish` moves the files in.
    ``build.json`` is removed before the first file moves and written back as the last, so a
    folder with ``build.json`` is always one whole build.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator[OutputFolder]:
        """Claim ``path`` for a build and hold it until the context ends.

        Raises:
            OutputError: it holds something that is not a build, or another build is running.
        """
        if path.exists() and not path.is_dir():
            raise OutputError(
                f"{path} is a file; --out wants a folder that is new, empty or holds an earlier build."
            )
        marker = path / MARKER
        if path.is_dir() and not marker.exists() and any(path.iterdir()):
            raise OutputError(
                f"{path} holds files that are not an earlier build; nothing was written: choose a "
                "new or empty folder for --out."
            )
        folder = cls(path)
        existed = path.is_dir()
        with folder._claimed():
            try:
                yield folder
            finally:
                if not folder._made():
                    folder._leave(existed)

    @contextmanager
    def _claimed(self) -> Iterator[None]:
        """Hold the folder's lock; the folder is made if need be."""
        marker = self.path / MARKER
        try:
            with disk_errors(self.path):
                marker.mkdir(parents=True, exist_ok=True)
                lock = open(marker / "lock", "w")  # noqa: SIM115 - closed below, when the build is over
        except OSError as error:
            raise OutputError(
                f"{self.path} cannot be made a folder ({error.strerror}); choose another one for --out."
            ) from None
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise OutputError(
                    f"Another build is writing to {self.path}; wait for it or choose another folder."
                ) from None
            yield

    @contextmanager
    def stage(self) -> Iterator[Path]:
        """A new folder beside the outputs; what an interrupted build left there is cleared first."""
        marker = self.path / MARKER
        for leftover in [*marker.glob("new-*"), marker / _READY]:
            shutil.rmtree(leftover, ignore_errors=True)
        with disk_errors(self.path):
            folder = Path(tempfile.mkdtemp(prefix="new-", dir=marker))
        try:
            # Nothing but writing to the folder happens in here, so a full disk is this one.
            with disk_errors(self.path):
                yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def publish(self, staged: Path) -> bool:
        """Move the staged files in; returns False, having touched nothing, if all are there already.

        Files that an earlier build made and this one did not are removed. Other files are left alone.
        """
        new = {p.relative_to(staged).as_posix() for p in staged.rglob("*") if p.is_file()}
        old = self._made()
        if new == old and all(_same(staged / name, self.path / name) for name in new):
            return False
        with disk_errors(self.path):
            # Written before anything moves, so that no file is ever forgotten.
            (self.path / MARKER / "files.json").write_text(json.dumps(sorted(new | old)))
            (staged / _MANIFEST).write_text(json.dumps(sorted(new)))
            staged.replace(self.path / MARKER / _READY)
            self._move_in()
        return True

    def finish_publishing(self) -> None:
        """Move in what a `publish` that was killed has not moved yet; where there is none, do nothing."""
        if (self.path / MARKER / _READY / _MANIFEST).is_file():
            with self._claimed(), disk_errors(self.path):
                if (self.path / MARKER / _READY / _MANIFEST).is_file():
                    self._move_in()

    def _move_in(self) -> None:
        """Move the files of a build that is ready to their places; whoever is killed at it can begin anew."""
        ready = self.path / MARKER / _READY
        new = set(json.loads((ready / _MANIFEST).read_text()))
        old = self._made()
        if (ready / "build.json").is_file():
            (self.path / "build.json").unlink(missing_ok=True)
        for name in sorted(new - {"build.json"}):
            if (ready / name).is_file():
                (self.path / name).parent.mkdir(parents=True, exist_ok=True)
                (ready / name).replace(self.path / name)
        for name in old - new:
            (self.path / name).unlink(missing_ok=True)
        if (ready / "build.json").is_file():
            (ready / "build.json").replace(self.path / "build.json")
        (self.path / MARKER / "files.json").write_text(json.dumps(sorted(new)))
        (ready / _MANIFEST).unlink()
        shutil.rmtree(ready, ignore_errors=True)

    def _leave(self, existed: bool) -> None:
        """Take the marker away where a build came to nothing, and the folder if it was made for it."""
        shutil.rmtree(self.path / MARKER, ignore_errors=True)
        if not existed:
            with suppress(OSError):
                self.path.rmdir()

    def _made(self) -> set[str]:
        """Files that earlier builds made here."""
        try:
            names = json.loads((self.path / MARKER / "files.json").read_text())
        except (OSError, ValueError):
            return set()
        return {name for name in names if isinstance(name, str)} if isinstance(names, list) else set()


def finish_publishing(path: Path) -> None:
    """Bring a build to its end that was killed while its files were moved into ``path``."""
    OutputFolder(path).finish_publishing()


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and filecmp.cmp(one, other, shallow=False)

"""Private folders for places that have no file system of their own."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from manimill.errors import EnvironmentFailure


@contextmanager
def private_folder() -> Iterator[Path]:
    """A new folder that no other user can enter, removed with all in it at the end.

    Its owner holds a lock on it, which the kernel releases however the owner ends: folders without a lock are
    left from a crash, and removed when the next one is made.

    Raises:
        EnvironmentFailure: there is no room, or somebody else has taken the name of the folder for all of them.
    """
    try:
        folder, lock = _make(_common_folder())
    except OSError as error:
        raise EnvironmentFailure(
            f"No folder for scenes to work in can be made in {tempfile.gettempdir()} ({error.strerror}); make "
            "room or set TMPDIR to another folder, then run the same command again: finished work is kept."
        ) from None
    try:
        yield folder
    finally:
        _remove(folder)
        os.close(lock)


def _common_folder() -> Path:
    path = Path(tempfile.gettempdir(), f"manimill-{os.getuid()}")
    path.mkdir(mode=0o700, exist_ok=True)
    status = path.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid() or status.st_mode & 0o077:
        raise EnvironmentFailure(
            f"{path} is not a folder that only you can enter; remove it, or set TMPDIR to another folder."
        )
    return path


def _make(common: Path) -> tuple[Path, int]:
    """A new folder and the lock on it; folders of owners that are gone are removed first."""
    everyone = os.open(common, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        # So that none is taken for left behind between being made and being locked.
        fcntl.flock(everyone, fcntl.LOCK_EX)
        for stale in sorted(common.iterdir()):
            if (lock := _locked(stale)) is not None:
                _remove(stale)
                os.close(lock)
        folder = Path(tempfile.mkdtemp(dir=common))
        lock = _locked(folder)
        if lock is None:
            raise OSError(None, "it cannot be locked")
        return folder, lock
    finally:
        os.close(everyone)


def _locked(folder: Path) -> int | None:
    """A lock on a folder, or None where another process holds it."""
    try:
        fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(fd)
        return None
    return fd


def _remove(folder: Path) -> None:
    """Remove a folder whatever a scene left in it; what has been removed meanwhile is no matter."""
    shutil.rmtree(folder, onerror=_insist)


def _insist(_function: Any, path: str, _error: Any) -> None:
    """Open folders that a scene made unreadable, and go on; what then still stays is left for the next time."""
    with contextlib.suppress(OSError):
        for locked in (os.path.dirname(path), path):
            if os.path.isdir(locked) and not os.path.islink(locked):
                os.chmod(locked, 0o700)
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path, ignore_errors=True)
        else:
            os.unlink(path)

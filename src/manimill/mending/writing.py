"""Writing a repaired file in the place of what it was: whole or not at all, and only what was read."""

from __future__ import annotations

import os
import stat
from contextlib import suppress

from manimill.mending.flow import Mended
from manimill.workspace import disk_errors


def write(mended: Mended) -> str | None:
    """Write a file that has changed, its mode kept; a sentence where that cannot be done.

    Links are left alone, and so is a file that has become another since it was read.

    Raises:
        EnvironmentFailure: the disk is full or must not be written to.
    """
    path = mended.path
    if path is None:
        return "it lies in a repository that has no files; clone that and name the clone"
    if path.is_symlink():
        return "it is a link; name the file that it leads to"
    try:
        with path.open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            if stream.read() != mended.before:
                return "it has changed since it was read; run the same command again"
    except OSError as error:
        return f"it cannot be read again ({error.strerror})"
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with disk_errors(path):
        try:
            with unfinished.open("xb") as stream:
                os.fchmod(stream.fileno(), stat.S_IMODE(mode))
                stream.write(mended.content)
                stream.flush()
                os.fsync(stream.fileno())
            unfinished.replace(path)
        finally:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
    return None

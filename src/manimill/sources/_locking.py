"""One process at a time in a folder of the cache."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from manimill.workspace import disk_errors


@contextmanager
def alone_in(folder: Path) -> Iterator[int]:
    """Make the folder, and wait until no other process is at work in it.

    The lock is on the folder itself, so it leaves no file, and it ends with the process that holds it. What is
    yielded is its descriptor: a process that inherits that holds it as well.
    """
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX)
        yield place
    finally:
        os.close(place)

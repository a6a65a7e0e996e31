"""Where a scene may work, and what keeps the process it runs in to that."""

from __future__ import annotations

import ctypes
import os
import re
import resource
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from . import landlock

_PR_SET_DUMPABLE = 4
_LARGEST_FILE = 128 << 20
_MOST_DESCRIPTORS = 512
_MOST_THREADS = 512
_NICENESS = 5
_SCOPED_SINCE = 6
"""The Landlock version that keeps signals and abstract sockets inside."""


@dataclass(frozen=True)
class Place:
    """The folders a scene may write to, and whether it is alone with its zygote in a process namespace.

    ``folder`` is the one below ``scene`` that it works in, ``file`` where its code lies below ``scene``.
    """

    scene: str
    tmp: str
    home: str
    private: bool
    confined: bool = True
    folder: str = ""
    file: str = "scene.py"

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Place:
        """The place that the host describes."""
        return cls(
            scene=value["scene"],
            tmp=value["tmp"],
            home=value["home"],
            private=bool(value["private"]),
            confined=bool(value.get("confined", True)),
        )

    @property
    def scene_file(self) -> str:
        """Where the scene's code lies while it runs."""
        return os.path.join(self.scene, self.file)

    @property
    def working_folder(self) -> str:
        """Where the scene runs."""
        return os.path.join(self.scene, self.folder) if self.folder else self.scene

    def furnish(self, job: dict[str, Any]) -> Place:
        """The place of a job, with copies of the files that it brings along.

        Raises:
            OSError: there is no room for them.
        """
        if "file" not in job:
            return self
        place = replace(self, folder=job["folder"], file=job["file"])
        if job["files"]:
            _copy(job["files"], self.scene)
        os.makedirs(place.working_folder, exist_ok=True)
        return place

    @property
    def writable(self) -> tuple[str, ...]:
        """Every folder a scene can leave something in."""
        shared_memory = ("/dev/shm",) if self.private else ()
        return (self.scene, self.tmp, self.home, *shared_memory)

    def clear(self) -> bool:
        """Empty the writable folders; whether nothing is left.

        An interpreter that lives below one of them, as in a checkout in ``/tmp``, is mounted there: mounts
        and the folders that lead to them stay.
        """
        mounts = _mounts()
        kept = mounts | {str(parent) for mount in mounts for parent in Path(mount).parents}
        # All of them, whatever the first one says.
        emptied = [_empty(folder, mounts, kept) for folder in self.writable]
        return all(emptied)


def confine(place: Place, cpu_seconds: int, memory: int, headroom: int) -> None:
    """Take from this process what no scene needs; what it starts has no more.

    ``memory`` is the address space in bytes, of which ``headroom`` more can be released later.

    Raises:
        OSError, ValueError: a limit cannot be set, because the process has inherited a lower one.
    """
    os.setsid()
    # The zygote must get its turn however many processes a scene starts.
    os.nice(_NICENESS)
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.close(null)
    # The zygote is not to be looked into and its children inherit that, but it must look into them.
    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)
    limits = {
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_FSIZE: (_LARGEST_FILE, _LARGEST_FILE),
        resource.RLIMIT_NOFILE: (_MOST_DESCRIPTORS, _MOST_DESCRIPTORS),
        # A backstop: the zygote watches the scene's processes together and is usually earlier.
        resource.RLIMIT_CPU: (cpu_seconds + 1, cpu_seconds + 2),
        resource.RLIMIT_AS: (memory, memory + headroom),
    }
    if place.private:
        # Elsewhere it would count whatever else the user runs.
        limits[resource.RLIMIT_NPROC] = (_MOST_THREADS, _MOST_THREADS)
    for limit, values in limits.items():
        resource.setrlimit(limit, values)
    os.chdir(place.working_folder)
    if place.confined and landlock.abi() >= _SCOPED_SINCE:
        # What refuses system calls is inherited. This keeps signals from the zygote. A network of its own, which
        # leads nowhere, counts what a scene tries to reach; a refusal before that would not be counted.
        landlock.restrict(("/",), (*place.writable, "/dev"), tcp=place.private)


def _copy(source: str, target: str) -> None:
    """Copy what is in a folder, contents only: modes and times cannot be set in every sandbox."""
    for folder, _, files in os.walk(source):
        into = os.path.join(target, os.path.relpath(folder, source))
        os.makedirs(into, exist_ok=True)
        for name in files:
            shutil.copyfile(os.path.join(folder, name), os.path.join(into, name))


def _empty(folder: str, mounts: set[str], kept: set[str]) -> bool:
    """Remove what is in a folder but for ``kept``; whether nothing else is left."""
    empty = True
    for entry in list(os.scandir(folder)):
        if entry.path in kept:
            empty = (entry.path in mounts or _empty(entry.path, mounts, kept)) and empty
            continue
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, onerror=_insist)
        else:
            os.unlink(entry.path)
        empty = empty and not os.path.lexists(entry.path)
    return empty


def _mounts() -> set[str]:
    """Where file systems are mounted; the kernel writes blanks in these paths as octal escapes."""
    lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    return {re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), line.split()[4]) for line in lines}


def _insist(_function: Any, path: str, _error: Any) -> None:
    """Make a folder that a scene locked removable; what then still stays is seen by `Place.clear`."""
    try:
        os.chmod(os.path.dirname(path), 0o700)
        if os.path.isdir(path) and not os.path.islink(path):
            os.chmod(path, 0o700)
            shutil.rmtree(path, ignore_errors=True)
        else:
            os.unlink(path)
    except OSError:
        pass

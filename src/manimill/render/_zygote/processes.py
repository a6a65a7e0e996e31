"""The processes of a scene: which there are, what they use, and how to end them all."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import time
from pathlib import Path
from typing import NamedTuple

_PR_SET_CHILD_SUBREAPER = 36
_PAGE_MIB = resource.getpagesize() / (1 << 20)
_TICKS = os.sysconf("SC_CLK_TCK")
_END_SECONDS = 60.0
_LARGE_PAGE = 2 << 20
_MADV_COLLAPSE = 25


def use_large_pages() -> None:
    """Gather this process's memory in large pages, where the kernel can.

    A fork copies the table of pages, a third of what it takes to start a scene; of large ones there are few.
    """
    libc = ctypes.CDLL(None)
    libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    for line in Path("/proc/self/maps").read_text().splitlines():
        addresses, rights, _, _, _, *name = line.split(maxsplit=5)
        start, end = (int(address, 16) for address in addresses.split("-"))
        if "w" in rights and (not name or name[0] == "[heap]") and end - start >= _LARGE_PAGE:
            # Kernels before 6.1 do not know it, which does no harm.
            libc.madvise(start, end - start, _MADV_COLLAPSE)


def adopt_orphans() -> None:
    """Make what outlives the process that started it a child of this one."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def descendants(most: int | None = None) -> list[int]:
    """Every process that this one, or one of these, started and that has not been reaped.

    With ``most``, as many or a few more: those of a scene that multiplies may never all be counted.
    """
    if os.getpid() == 1:
        return [int(name) for name in os.listdir("/proc") if name.isdigit() and name != "1"]
    found: list[int] = []
    unseen = _children(os.getpid())
    while unseen and (most is None or len(found) < most):
        pid = unseen.pop()
        found.append(pid)
        unseen += _children(pid)
    return found


def _children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [
            int(child)
            for task in os.listdir(f"/proc/{pid}/task")
            for child in Path(f"/proc/{pid}/task/{task}/children").read_text().split()
        ]
    return []


class Usage(NamedTuple):
    """Processor seconds of a process and its reaped children, and the MiB that it has in memory."""

    pid: int
    cpu: float
    resident_mib: float

    @classmethod
    def read(cls, pid: int) -> Usage | None:
        """None where the process has just ended."""
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return None
        # The command's name, in brackets, may hold spaces and brackets.
        fields = stat.rpartition(")")[2].split()
        return cls(pid, sum(map(int, fields[11:15])) / _TICKS, int(fields[21]) * _PAGE_MIB)


def memory_mib(usages: list[Usage], limit: float) -> float:
    """What processes have in memory together, MiB; exact where it matters.

    Resident sizes count what is shared, with the zygote or among forks, once for each process, so they are an
    upper bound. The kernel's proportional shares add up to the truth, but it takes milliseconds to count them.
    """
    upper_bound = sum(usage.resident_mib for usage in usages)
    return upper_bound if upper_bound <= limit else sum(_proportional_mib(usage) for usage in usages)


def _proportional_mib(usage: Usage) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{usage.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return usage.resident_mib


def waited_seconds(pid: int) -> float:
    """How long a process could have run but was not given a processor."""
    with contextlib.suppress(OSError, IndexError, ValueError):
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9
    return 0.0


def reaped_cpu() -> float:
    """Processor seconds of all children that have ended and been waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def end_all(child: int) -> int | None:
    """Kill and reap every descendant; return the wait status of ``child``, or None where one will not end."""
    status = 0
    deadline = time.monotonic() + _END_SECONDS
    while time.monotonic() < deadline:
        _kill_all()
        reaped = _reap(wait=os.getpid() == 1)
        status = reaped.get(child, status)
        if not _reap_leaves_any():
            return status
    return None


def _kill_all() -> None:
    if os.getpid() == 1:
        # In one stroke, so nothing can be started meanwhile; it spares process 1.
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)
        return
    for pid in _stopped():
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def _stopped() -> list[int]:
    """Every descendant, each stopped before its own are looked for: what is stopped starts no others meanwhile."""
    found: list[int] = []
    unseen = [os.getpid()]
    while unseen:
        for pid in _children(unseen.pop()):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGSTOP)
            found.append(pid)
            unseen.append(pid)
    return found


def _reap(*, wait: bool) -> dict[int, int]:
    """The wait statuses of children that have ended."""
    statuses: dict[int, int] = {}
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, 0 if wait else os.WNOHANG)
            if pid == 0:
                time.sleep(0.001)
                break
            statuses[pid] = status
    return statuses


def _reap_leaves_any() -> bool:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True

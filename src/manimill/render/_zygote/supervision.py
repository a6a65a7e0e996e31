"""What the zygote does for one job: fork, watch, end everything, clean up."""

from __future__ import annotations

import contextlib
import os
import re
import resource
import secrets
import select
import shutil
import signal
import socket
import time
from pathlib import Path
from typing import Any, NamedTuple

from . import performance
from .lines import Closed, Lines

WRITABLE = ("/scene", "/tmp", "/home/scene", "/dev/shm")
_MOST_PROCESSES = 64
_POLL_MS = 50
_MOST_MESSAGES = 16
_PAGE_MIB = resource.getpagesize() / (1 << 20)
_TICKS = os.sysconf("SC_CLK_TCK")

Outcome = dict[str, Any]


def run(job: dict[str, Any], host: Lines) -> Outcome:
    """Run a job in a child and return its outcome, with the seconds it took.

    The outcome's ``spent`` is true where the child left something behind that cannot be removed: this
    zygote must then serve no other scene.
    """
    token = secrets.token_hex(16)
    ours, theirs = socket.socketpair()
    started, cpu_before = time.monotonic(), _reaped_cpu()
    child = os.fork()
    if child == 0:
        ours.close()
        for fd in (host.read_fd, host.write_fd):
            os.close(fd)
        performance.perform(job, Lines(theirs.fileno(), theirs.fileno()), token)
    theirs.close()
    watched = _Watched(child, Lines(ours.fileno(), ours.fileno()), host, job, token)
    with ours:
        outcome = watched.outcome()
    status = end_all(child)
    seconds, cpu = time.monotonic() - started, _reaped_cpu() - cpu_before
    if outcome is None:
        outcome = _death(status, cpu, job["timeout"])
    return {
        **_BLANK,
        **outcome,
        "seconds": round(seconds, 4),
        "cpu_seconds": round(cpu, 4),
        "spent": not clear(),
    }


_BLANK: Outcome = {"error": None, "error_line": None, "duration": 0.0, "plays": 0, "still": True}


class _Watched:
    """A child at work."""

    def __init__(self, pid: int, lines: Lines, host: Lines, job: dict[str, Any], token: str) -> None:
        self.pid = pid
        self.lines = lines
        self.host = host
        self.job = job
        self.token = token
        self.deadline = time.monotonic() + 3 * job["timeout"]
        self.cpu_before = _reaped_cpu()

    def outcome(self) -> Outcome | None:
        """What the child says or is stopped for; None where it ends without a word."""
        pidfd = os.pidfd_open(self.pid)
        poll = select.poll()
        for fd in (pidfd, self.lines.read_fd, self.host.read_fd):
            poll.register(fd, select.POLLIN)
        try:
            while True:
                ready = {fd for fd, _ in poll.poll(_POLL_MS)}
                if self.host.read_fd in ready:
                    self._pass_on(self.host.receive())
                # Also when it has ended: its last words may still be on the way.
                if ready & {pidfd, self.lines.read_fd}:
                    outcome = self._hear(ended=pidfd in ready)
                    if outcome is not None or pidfd in ready:
                        return outcome
                excess = self._excess()
                if excess is not None:
                    return excess
        except _Gibberish:
            return None
        finally:
            os.close(pidfd)

    def _pass_on(self, answer: Outcome | None) -> None:
        if answer is not None and answer.get("job") == self.job["job"]:
            try:
                self.lines.send({"svg": answer.get("svg")})
            except Closed as error:
                raise _Gibberish from error

    def _hear(self, *, ended: bool) -> Outcome | None:
        """Everything the child has said: requests are passed on, an outcome is returned."""
        # A scene that floods the line must not keep its limits from being looked at.
        for _ in range(_MOST_MESSAGES):
            try:
                message = self.lines.receive(0)
            except Closed as error:
                raise _Gibberish from error
            if message is None:
                return None
            if isinstance(message.get("tex"), str):
                if not ended:
                    self.host.send({"tex": message["tex"], "job": self.job["job"]})
            elif message.pop("token", None) == self.token:
                return message
        return None

    def _excess(self) -> Outcome | None:
        """The limit that the processes of the scene, together, are beyond."""
        processes = [p for p in map(_Process.read, _others()) if p is not None]
        cpu = sum(p.cpu for p in processes) + _reaped_cpu() - self.cpu_before
        timeout, memory_mb = self.job["timeout"], self.job["memory_mb"]
        if cpu > timeout:
            return _stopped("timeout", f"stopped after {timeout} seconds of processor time")
        if time.monotonic() > self.deadline:
            return _stopped("timeout", f"stopped after {3 * timeout} seconds")
        if sum(p.memory_mib for p in processes) > memory_mb:
            return _stopped("out_of_memory", f"stopped at {memory_mb} MiB")
        if len(processes) > _MOST_PROCESSES:
            return _stopped("blocked", f"stopped at more than {_MOST_PROCESSES} processes")
        return None


class _Gibberish(Exception):
    """The child's side of the conversation is over or makes no sense."""


def _stopped(verdict: str, error: str) -> Outcome:
    return {"verdict": verdict, "error": error}


class _Process(NamedTuple):
    """Processor seconds of a process and its reaped children, and its private memory."""

    cpu: float
    memory_mib: float

    @classmethod
    def read(cls, pid: int) -> _Process | None:
        """None where the process has just ended."""
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
            resident, shared = map(int, Path(f"/proc/{pid}/statm").read_text().split()[1:3])
        except OSError:
            return None
        # The command's name, in brackets, may hold spaces and brackets.
        fields = stat.rpartition(")")[2].split()
        return cls(sum(map(int, fields[11:15])) / _TICKS, (resident - shared) * _PAGE_MIB)


def _others() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and name != "1"]


def _reaped_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def end_all(child: int) -> int:
    """Kill and reap every other process of this sandbox; return the wait status of ``child``.

    The zygote is process 1, which ``kill(-1)`` spares.
    """
    status = 0
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)
    while True:
        try:
            pid, pid_status = os.wait()
        except ChildProcessError:
            return status
        if pid == child:
            status = pid_status


def _death(status: int, cpu: float, timeout: int) -> Outcome:
    """What to say about a child that ended without a word."""
    code = os.waitstatus_to_exitcode(status)
    if code == -signal.SIGXCPU or cpu > timeout:
        return _stopped("timeout", f"stopped after {timeout} seconds of processor time")
    if code < 0:
        return _stopped("crashed", f"killed by {signal.Signals(-code).name}")
    return _stopped("crashed", f"ended without finishing, exit status {code}")


def clear() -> bool:
    """Empty the writable folders; whether nothing is left.

    An interpreter that lives below one of them, as in a checkout in ``/tmp``, is mounted there: mounts and
    the folders that lead to them stay.
    """
    mounts = _mounts()
    kept = mounts | {str(parent) for mount in mounts for parent in Path(mount).parents}
    # All of them, whatever the first one says.
    emptied = [_empty(folder, mounts, kept) for folder in WRITABLE]
    return all(emptied)


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
    """Make a folder that a scene locked removable; what then still stays is seen by `clear`."""
    try:
        os.chmod(os.path.dirname(path), 0o700)
        if os.path.isdir(path) and not os.path.islink(path):
            os.chmod(path, 0o700)
            shutil.rmtree(path, ignore_errors=True)
        else:
            os.unlink(path)
    except OSError:
        pass

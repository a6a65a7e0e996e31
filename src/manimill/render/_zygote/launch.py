"""Confines itself as it is told, then becomes the program it was given.

`main` is called with the arguments ``ORDERS PROGRAM...``, under the target interpreter; ``ORDERS`` is JSON:

``private``
    True in a process namespace of its own, where this is process 1 and everything ends with it.
``confine``
    False where the user has asked for no sandbox.
``folder``, ``environment``, ``readable``, ``writable``, ``limits``
    What the program is to find, where there is no namespace to arrange it; ``limits`` maps names such as
    ``RLIMIT_CORE`` to pairs.

Without a process namespace three processes take its place. The first is the one the caller knows, and waits. The
second adopts all that the program leaves behind, and ends it: when the program ends, and when the first one does,
which does when its caller does. The third becomes the program.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
from collections.abc import Iterator
from typing import Any, NoReturn

from . import landlock, processes, seccomp

_PR_SET_PDEATHSIG = 1
_SIGNALS = (signal.SIGCHLD, signal.SIGTERM)
_MORE_PROCESSES = 2048
"""Enough for all that the user may start while a program runs, and few enough to be ended together."""

_CANNOT_CONFINE, _CANNOT_EXECUTE = 125, 127


def main() -> NoReturn:
    """Carry out the orders on the command line; the exit status is the program's, or 128 and its signal."""
    orders, program = json.loads(sys.argv[1]), sys.argv[2:]
    if not orders["private"]:
        _stand_between()
    try:
        environment = _confine(orders)
    except (OSError, ValueError) as error:
        _give_up(f"cannot be confined: {error}", _CANNOT_CONFINE)
    try:
        os.execvpe(program[0], program, environment)
    except OSError as error:
        _give_up(f"{program[0]}: {error.strerror}", _CANNOT_EXECUTE)


def _confine(orders: dict[str, Any]) -> dict[str, str]:
    """Confine this process; return the program's environment."""
    if orders["private"]:
        seccomp.install()
        return dict(os.environ)
    os.chdir(orders["folder"])
    for name, limit in orders["limits"].items():
        resource.setrlimit(getattr(resource, name), tuple(limit))
    if orders["confine"]:
        _bound_processes()
        landlock.restrict(orders["readable"], orders["writable"])
        seccomp.install(network=False, attributes=False)
    return dict(orders["environment"])


def _bound_processes() -> None:
    """Let the user have so many processes more than now, these and others together; root is not held to it."""
    bound = _threads_of(os.getuid()) + _MORE_PROCESSES
    hardest = resource.getrlimit(resource.RLIMIT_NPROC)[1]
    if hardest == resource.RLIM_INFINITY or hardest > bound:
        resource.setrlimit(resource.RLIMIT_NPROC, (bound, bound))


def _threads_of(user: int) -> int:
    threads = 0
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            if os.stat(f"/proc/{name}").st_uid == user:
                # A folder has a link for each folder in it, and two of its own.
                threads += os.stat(f"/proc/{name}/task").st_nlink - 2
    return threads


def _give_up(reason: str, status: int) -> NoReturn:
    sys.stderr.write(f"{reason}\n")
    sys.stderr.flush()
    os._exit(status)


def _stand_between() -> None:
    """Return in the process that is to become the program."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    if first_child := _fork(ends_with=signal.SIGTERM):
        _let_go()
        os._exit(_wait_for(first_child))
    processes.adopt_orphans()
    if program := _fork(ends_with=signal.SIGKILL):
        _let_go()
        status = _watch(program)
        while processes.end_all(0) is None:
            pass
        os._exit(status)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)


def _fork(*, ends_with: signal.Signals) -> int:
    """Fork; the child gets a signal when its parent is gone, and this process when its own is."""
    parent, caller = os.getpid(), os.getppid()
    child = os.fork()
    if child == 0:
        _libc().prctl(_PR_SET_PDEATHSIG, ends_with, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(128 + ends_with)
    elif ends_with == signal.SIGTERM:
        _libc().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != caller:
            os._exit(128 + signal.SIGKILL)
    return child


def _let_go() -> None:
    """Keep no descriptor of the caller's open beyond the program's own use of it."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))


def _wait_for(child: int) -> int:
    return _status(os.waitpid(child, 0)[1])


def _watch(program: int) -> int:
    """The program's exit status, or that of a process that was told to end before."""
    while True:
        if signal.sigwait(_SIGNALS) == signal.SIGTERM:
            return 128 + signal.SIGTERM
        for pid, status in _reaped():
            if pid == program:
                return _status(status)


def _status(waited: int) -> int:
    code = os.waitstatus_to_exitcode(waited)
    return code if code >= 0 else 128 - code


def _reaped() -> Iterator[tuple[int, int]]:
    with contextlib.suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0] != 0:
            yield ended


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)

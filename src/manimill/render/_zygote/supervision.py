"""What the zygote does for one job: fork, watch, end everything, clean up."""

from __future__ import annotations

import os
import secrets
import select
import signal
import socket
import time
from typing import Any

from . import media, performance
from .confinement import Place
from .disk import used_mib
from .lines import Closed, Lines
from .processes import Usage, descendants, end_all, memory_mib, reaped_cpu, waited_seconds
from .witness import Witness, blocked, network_attempts, network_counters

_MOST_PROCESSES = 64
_POLL_MS = 50
_MOST_MESSAGES = 16
_SECONDS_TO_SHOW_NEEDS = 5.0
_MOST_NEEDS = 1000
_MOST_FILES_MIB = 768
"""As much as the writable folders hold where they are file systems of their own."""

Outcome = dict[str, Any]


def run(job: dict[str, Any], host: Lines, place: Place) -> Outcome:
    """Run a job in a child and return its outcome, with the seconds it took.

    The outcome's ``spent`` is true where the child left something behind that cannot be removed: this
    zygote must then serve no other scene.
    """
    try:
        place = place.furnish(job)
    except OSError as error:
        return {"unfurnished": f"{error.strerror}: {error.filename}", "spent": not place.clear()}
    started, cpu_before = time.monotonic(), reaped_cpu()
    network_before = network_counters() if place.private else {}
    witness = Witness(place.scene_file)
    with _Child(job, host, place, witness) as child:
        outcome = child.watch()
    status = end_all(child.pid)
    seconds, cpu = time.monotonic() - started, reaped_cpu() - cpu_before
    if outcome is None:
        outcome = _death(status, cpu, job["timeout"])
    outcome = {**outcome, **(witness.touched() or {})}
    witness.close()
    if place.private and network_attempts(network_before, network_counters()):
        outcome = _reached_out(outcome)
    if outcome.get("movie"):
        outcome = media.collect(outcome, place)
    outcome = {**outcome, "needs": child.needs}
    return {
        **_BLANK,
        **outcome,
        "seconds": round(seconds, 4),
        "cpu_seconds": round(cpu, 4),
        "spent": status is None or not place.clear(),
    }


_BLANK: Outcome = {
    "error": None,
    "error_line": None,
    "evidence": None,
    "warnings": [],
    "duration": 0.0,
    "plays": 0,
    "still": True,
    "storyboard": None,
    "pictures": None,
    "layout": None,
}


class _Child:
    """A scene at work, seen from the zygote."""

    def __init__(self, job: dict[str, Any], host: Lines, place: Place, witness: Witness) -> None:
        self.needs: list[str] = []
        self._cpu_to_spare: float = job["timeout"]
        self._job = job
        self._place = place
        self._host = host
        self._token = secrets.token_hex(16)
        self._cpu_before = reaped_cpu()
        self._deadline = time.monotonic() + 3 * job["timeout"]
        self._asked_at: float | None = None
        self._socket, theirs = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            self._socket.close()
            for fd in (host.read_fd, host.write_fd):
                os.close(fd)
            lines = Lines(theirs.fileno(), theirs.fileno())
            performance.perform(job, lines, self._token, place, witness)
        theirs.close()
        self._lines = Lines(self._socket.fileno(), self._socket.fileno())

    def __enter__(self) -> _Child:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def watch(self) -> Outcome | None:
        """What the child says or is stopped for; None where it ends without a word."""
        pidfd = os.pidfd_open(self.pid)
        poll = select.poll()
        for fd in (pidfd, self._lines.read_fd, self._host.read_fd):
            poll.register(fd, select.POLLIN)
        try:
            while True:
                ready = {fd for fd, _ in poll.poll(_POLL_MS)}
                if self._host.read_fd in ready:
                    self._pass_on(self._host.receive())
                # Also when it has ended: its last words may still be on the way.
                if ready & {pidfd, self._lines.read_fd}:
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
        if answer is None or answer.get("job") != self._job["job"]:
            return
        if self._asked_at is not None:
            # Waiting for the host is not the scene's doing.
            self._deadline += time.monotonic() - self._asked_at
            self._asked_at = None
        try:
            self._lines.send({"svg": answer.get("svg"), "later": answer.get("later")})
        except Closed as error:
            raise _Gibberish from error

    def _hear(self, *, ended: bool) -> Outcome | None:
        """Everything the child has said: requests are passed on, an outcome is returned."""
        # A scene that floods the line must not keep its limits from being looked at.
        for _ in range(_MOST_MESSAGES):
            try:
                message = self._lines.receive(0)
            except Closed as error:
                raise _Gibberish from error
            if message is None:
                return None
            if isinstance(message.get("needs"), str):
                self._note_need(message["needs"])
            elif isinstance(message.get("tex"), str):
                if not ended:
                    self._asked_at = time.monotonic()
                    self._host.send({"tex": message["tex"], "job": self._job["job"]})
            elif message.pop("token", None) == self._token:
                return message
        return None

    def _note_need(self, source: str) -> None:
        if not self.needs:
            # From here on it only runs to show what else it is going to want.
            used = sum(usage.cpu for usage in map(Usage.read, [self.pid]) if usage is not None)
            self._cpu_to_spare = min(self._cpu_to_spare, used + _SECONDS_TO_SHOW_NEEDS)
        if len(self.needs) < _MOST_NEEDS:
            self.needs.append(source)

    def _excess(self) -> Outcome | None:
        """The limit that the processes of the scene, together, are beyond."""
        processes = descendants(_MOST_PROCESSES + 1)
        if len(processes) > _MOST_PROCESSES:
            # First of all: what multiplies leaves ever less time to look at it.
            return _stopped("blocked", f"stopped at more than {_MOST_PROCESSES} processes")
        usages = [usage for usage in map(Usage.read, processes) if usage is not None]
        timeout, limit = self._job["timeout"], self._job["memory_mb"]
        if sum(usage.cpu for usage in usages) + reaped_cpu() - self._cpu_before > self._cpu_to_spare:
            return _stopped("timeout", f"stopped after {timeout} seconds of processor time")
        late = time.monotonic() - self._deadline
        # A processor that others kept busy is not the scene's doing either.
        if self._asked_at is None and late > 0 and late > waited_seconds(self.pid):
            return _stopped("timeout", f"stopped after {3 * timeout} seconds")
        if memory_mib(usages, limit) > limit:
            return _stopped("out_of_memory", f"stopped at {limit} MiB")
        if not self._place.private and used_mib(self._place.writable, processes) > _MOST_FILES_MIB:
            return _stopped("out_of_memory", f"stopped at {_MOST_FILES_MIB} MiB of files")
        return None


class _Gibberish(Exception):
    """The child's side of the conversation is over or makes no sense."""


def _stopped(verdict: str, error: str) -> Outcome:
    return {"verdict": verdict, "error": error}


def _death(status: int | None, cpu: float, timeout: int) -> Outcome:
    """What to say about a child that ended without a word."""
    if status is None:
        return _stopped("crashed", "does not end when it is killed")
    code = os.waitstatus_to_exitcode(status)
    if code == -signal.SIGXCPU or cpu > timeout:
        return _stopped("timeout", f"stopped after {timeout} seconds of processor time")
    if code == -signal.SIGSYS:
        return _stopped("blocked", "made a system call that is closed to scenes")
    if code < 0:
        return _stopped("crashed", f"killed by {signal.Signals(-code).name}")
    return _stopped("crashed", f"ended without finishing, exit status {code}")


def _reached_out(outcome: Outcome) -> Outcome:
    """The outcome of a scene that sent something, maybe by a program it started, whatever it says itself."""
    if outcome.get("verdict") == "blocked" or "unconfined" in outcome or "environment" in outcome:
        return outcome
    return {**outcome, **blocked("tries to reach the network by a program it starts", "network", None)}

"""Which sandbox to use on this machine, and what to do where there is none."""

from __future__ import annotations

import dataclasses
import functools
import os
import subprocess
from pathlib import Path

from manimill.errors import EnvironmentFailure
from manimill.render._zygote import landlock, seccomp
from manimill.render.sandbox.base import Sandbox
from manimill.render.sandbox.bubblewrap import Bubblewrap
from manimill.render.sandbox.landlock import LOWEST_ABI, Landlock, Unconfined
from manimill.render.sandbox.programs import Programs
from manimill.render.settings import SandboxName

_PROC_SYS = Path("/proc/sys")
_PROBE_SECONDS = 60


def choose_sandbox(python: str | None = None, wanted: SandboxName = "auto") -> Sandbox:
    """A sandbox that works here, in which ``python`` (this one, unless told otherwise) and TeX run.

    ``auto`` is bubblewrap where it works, and Landlock elsewhere. ``none`` confines nothing and is never chosen by
    ``auto``. Each sandbox is tried once in the life of this process, by running a program in it.

    Raises:
        EnvironmentFailure: the one that is wanted does not work, or none does; the message holds the command
            that helps.
    """
    programs = Programs.around(python)
    if wanted == "none":
        return Unconfined(programs)
    if wanted == "landlock":
        return _landlock(programs)
    try:
        return _bubblewrap(programs.python)
    except EnvironmentFailure:
        if wanted == "bubblewrap" or _without_landlock() is not None:
            raise
    return _landlock(programs)


@functools.cache
def _bubblewrap(python: str) -> Bubblewrap:
    sandbox = Bubblewrap.for_interpreter(python)
    reason = _complaint(sandbox)
    if reason is not None and sandbox.hardening:
        # In some containers only the hardening is impossible; the filter on system calls then has to do.
        sandbox = dataclasses.replace(sandbox, hardening=())
        reason = _complaint(sandbox)
    if reason is not None:
        raise EnvironmentFailure(f"bubblewrap cannot confine scenes here ({reason}); {namespace_remedy()}.")
    return sandbox


def forget() -> None:
    """Try the sandboxes anew: what was missing may have been installed meanwhile."""
    for tried in (_bubblewrap, _landlock):
        tried.cache_clear()


@functools.cache
def _landlock(programs: Programs) -> Landlock:
    reason = _without_landlock() or _complaint(Landlock(programs))
    if reason is not None:
        raise EnvironmentFailure(
            f"Landlock cannot confine scenes here ({reason}); use bubblewrap, or a kernel from 6.12 on that was "
            "started with `landlock` among its security modules."
        )
    return Landlock(programs)


def _without_landlock() -> str | None:
    """Why there is no confining with Landlock on this machine, or None where there may be."""
    version = landlock.abi()
    if version < LOWEST_ABI:
        return f"the kernel offers version {version} of it, and {LOWEST_ABI} is the first that keeps signals inside"
    try:
        seccomp.program(os.uname().machine)
    except OSError as error:
        return str(error.strerror)
    return None


def _complaint(sandbox: Sandbox) -> str | None:
    """What is said instead of running a program, or None where it runs."""
    with sandbox.open() as box:
        command = box.command(["/bin/sh", "-c", ":"])
        try:
            tried = subprocess.run(
                command,
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
                stdin=subprocess.DEVNULL,
                env={},
                timeout=_PROBE_SECONDS,
            )
        except subprocess.TimeoutExpired:
            return f"nothing happens within {_PROBE_SECONDS} seconds"
    if tried.returncode == 0:
        return None
    return tried.stderr.strip().split("\n")[-1] or f"exit status {tried.returncode}"


def namespace_remedy(proc_sys: Path = _PROC_SYS) -> str:
    """What stands in the way of user namespaces, as far as the system says, and the command that removes it."""
    switches = (
        ("kernel.apparmor_restrict_unprivileged_userns", "1", "0", "AppArmor (as in Ubuntu from 23.10 on)"),
        ("kernel.unprivileged_userns_clone", "0", "1", "the kernel (as in older Debian)"),
        ("user.max_user_namespaces", "0", "10000", "the kernel"),
    )
    for name, forbids, permits, who in switches:
        try:
            value = proc_sys.joinpath(*name.split(".")).read_text().strip()
        except OSError:
            continue
        if value == forbids:
            return (
                f"{who} forbids user namespaces: permit them with `sudo sysctl -w {name}={permits}`, and for good "
                f"with `echo {name}={permits} | sudo tee /etc/sysctl.d/60-manimill.conf`"
            )
    return (
        "permit user namespaces; for a container: `docker run --security-opt seccomp=unconfined "
        "--security-opt apparmor=unconfined --security-opt systempaths=unconfined`"
    )

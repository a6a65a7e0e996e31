"""Confinement by Linux namespaces, with bubblewrap."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from manimill.errors import EnvironmentFailure
from manimill.render.sandbox.base import Place
from manimill.render.sandbox.programs import SYSTEM_DATA, SYSTEM_FOLDERS, ZYGOTE, Programs

_SCENE, _TMP, _HOME = "/scene", "/tmp", "/home/scene"
_LAUNCHER, _GIVEN = "/launch", "/given"
_WRITABLE_MIB = 256
"""Writable folders are memory, so each is bounded."""

_NO_NAMESPACES = "--disable-userns"
_ORDERS = json.dumps({"private": True})


@dataclass(frozen=True, slots=True)
class Bubblewrap:
    """Confinement by Linux namespaces, with no privileges needed.

    Inside there are the system's programs and libraries, fonts, TeX and the folders that the interpreter needs, all
    read-only; three small writable folders in memory; and no other process. The program is process 1: nothing it
    starts can kill it, and everything it started ends with it. System calls are filtered as well, see
    `manimill.render._zygote.seccomp`.
    """

    bwrap: str
    programs: Programs
    hardening: tuple[str, ...] = ()

    @classmethod
    def for_interpreter(cls, python: str | None = None) -> Bubblewrap:
        """A sandbox in which ``python`` (this one, unless told otherwise) and TeX run.

        Raises:
            EnvironmentFailure: there is no bubblewrap, or the interpreter cannot be shown without showing
                the user's files.
        """
        bwrap = shutil.which("bwrap")
        if bwrap is None:
            raise EnvironmentFailure(
                "bubblewrap, which confines the scenes while they run, is not installed; run "
                "`sudo apt-get install bubblewrap` (Fedora: `sudo dnf install bubblewrap`)."
            )
        return cls(bwrap, Programs.around(python), _hardening(bwrap))

    @property
    def name(self) -> str:
        """See `Sandbox.name`."""
        return "bubblewrap"

    @contextmanager
    def open(self, readable: Mapping[str, Path] | None = None) -> Iterator[BubblewrapBox]:
        """See `Sandbox.open`."""
        inside = {name: f"{_GIVEN}/{name.strip('/')}/{path.name}" for name, path in (readable or {}).items()}
        place = Place(_SCENE, _TMP, _HOME, readable=inside, private=True)
        yield BubblewrapBox(self, place, {inside[name]: path for name, path in (readable or {}).items()})


@dataclass(frozen=True, slots=True)
class BubblewrapBox:
    """A place that exists while a command runs: each command finds its folders empty."""

    sandbox: Bubblewrap
    place: Place
    mounted: Mapping[str, Path]

    def command(self, program: Sequence[str]) -> list[str]:
        """See `Box.command`."""
        programs = self.sandbox.programs
        options = [
            *("--unshare-all", "--unshare-user", "--uid", "1000", "--gid", "1000", *self.sandbox.hardening),
            *("--cap-drop", "ALL", "--new-session", "--die-with-parent", "--as-pid-1"),
            *("--hostname", "scene", "--clearenv"),
            *_system_mounts(),
            *("--proc", "/proc", "--dev", "/dev", *_tmpfs("/dev/shm", 64), "--remount-ro", "/dev"),
        ]
        for folder in (_SCENE, _TMP, _HOME):
            options += _tmpfs(folder, _WRITABLE_MIB)
        for prefix in programs.prefixes:
            options += ["--ro-bind", os.path.realpath(prefix), prefix]
        for inside, outside in sorted({f"{_LAUNCHER}/{ZYGOTE.name}": ZYGOTE, **self.mounted}.items()):
            options += ["--ro-bind", str(outside), inside]
        for name, value in sorted(programs.environment(home=_HOME, tmp=_TMP).items()):
            options += ["--setenv", name, value]
        # The root holds the mount points and would otherwise be a fourth writable folder.
        options += ["--remount-ro", "/", "--chdir", _SCENE]
        return [self.sandbox.bwrap, *options, "--", *programs.launcher(_LAUNCHER), _ORDERS, *program]


@functools.cache
def _hardening(bwrap: str) -> tuple[str, ...]:
    """What this bubblewrap can do beyond what all of them can; 0.6.1 of Ubuntu 22.04 lacks it."""
    shown = subprocess.run([bwrap, "--help"], capture_output=True, text=True, check=False)
    return (_NO_NAMESPACES,) if _NO_NAMESPACES in shown.stdout + shown.stderr else ()


def _tmpfs(folder: str, mib: int) -> list[str]:
    return ["--size", str(mib << 20), "--tmpfs", folder]


def _system_mounts() -> Iterator[str]:
    for folder in SYSTEM_FOLDERS:
        if os.path.islink(folder):
            yield from ("--symlink", os.readlink(folder), folder)
        elif os.path.isdir(folder):
            yield from ("--ro-bind", folder, folder)
    for path in SYSTEM_DATA:
        yield from ("--ro-bind-try", path, path)

"""The box other people's code runs in."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from manimill.errors import EnvironmentFailure

WORK_FOLDER = "/scene"
"""Where a scene's code lies and runs, inside."""

_WRITABLE = (WORK_FOLDER, "/tmp", "/home/scene")
_WRITABLE_MIB = 256
"""Writable folders are memory, so each is bounded."""

_SYSTEM_FOLDERS = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_SYSTEM_DATA = (
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/texmf",
    "/var/cache/fontconfig",
    "/var/lib/texmf",
)


class Sandbox(Protocol):
    """Confines a program: no network, no files but the ones given, nothing left behind."""

    def command(self, program: Sequence[str], *, readable: Mapping[str, Path] | None = None) -> list[str]:
        """The command that runs ``program`` confined.

        ``readable`` maps folders as the program sees them to folders of this machine, all read-only.
        File descriptors handed to the command reach the program.
        """


@dataclass(frozen=True, slots=True)
class Bubblewrap:
    """Confinement by Linux namespaces, with no privileges needed.

    Inside there are the system's programs and libraries, fonts, TeX and the folders in ``prefixes``, all
    read-only; three small writable folders in memory; and no other process. The program is process 1:
    nothing it starts can kill it, and everything it started ends with it.

    Namespaces limit neither memory nor processor time: whoever runs the program does.
    """

    bwrap: str
    prefixes: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)

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
        tools = [path for tool in ("latex", "dvisvgm") if (path := shutil.which(tool))]
        prefixes = [*_interpreter_prefixes(python or sys.executable), *_tool_prefixes(tools)]
        for prefix in prefixes:
            _refuse_private(prefix)
        search = [*(os.path.dirname(tool) for tool in tools), "/usr/local/bin", "/usr/bin", "/bin"]
        return cls(
            bwrap=bwrap,
            prefixes=tuple(dict.fromkeys(prefixes)),
            environment={**_ENVIRONMENT, "PATH": ":".join(dict.fromkeys(search))},
        )

    def command(self, program: Sequence[str], *, readable: Mapping[str, Path] | None = None) -> list[str]:
        """See `Sandbox.command`."""
        options = [
            *("--unshare-all", "--unshare-user", "--uid", "1000", "--gid", "1000"),
            *("--cap-drop", "ALL", "--new-session", "--die-with-parent", "--as-pid-1"),
            *("--hostname", "scene", "--clearenv"),
            *_system_mounts(),
            *("--proc", "/proc", "--dev", "/dev", *_tmpfs("/dev/shm", 64), "--remount-ro", "/dev"),
        ]
        for folder in _WRITABLE:
            options += _tmpfs(folder, _WRITABLE_MIB)
        for prefix in self.prefixes:
            options += ["--ro-bind", os.path.realpath(prefix), prefix]
        for inside, outside in sorted((readable or {}).items()):
            options += ["--ro-bind", str(outside), inside]
        for name, value in sorted(self.environment.items()):
            options += ["--setenv", name, value]
        # The root holds the mount points and would otherwise be a fourth writable folder.
        options += ["--remount-ro", "/", "--chdir", WORK_FOLDER]
        return [self.bwrap, *options, "--", *program]


_ENVIRONMENT = {
    "HOME": "/home/scene",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    # The order of a set of strings shows in error messages and in pictures.
    "PYTHONHASHSEED": "0",
    # One scene, one thread: the engine already uses every core, and a fork copies no other thread.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}


def _tmpfs(folder: str, mib: int) -> list[str]:
    return ["--size", str(mib << 20), "--tmpfs", folder]


def _system_mounts() -> Iterator[str]:
    for folder in _SYSTEM_FOLDERS:
        if os.path.islink(folder):
            yield from ("--symlink", os.readlink(folder), folder)
        elif os.path.isdir(folder):
            yield from ("--ro-bind", folder, folder)
    for path in _SYSTEM_DATA:
        yield from ("--ro-bind-try", path, path)


def _interpreter_prefixes(python: str) -> Iterator[str]:
    """The folders without which ``python`` does not start: of the link, of what it points to, and so on.

    An environment's interpreter is a chain of links, each of which must exist inside under its own name.
    """
    for path in _links(os.path.abspath(python)):
        yield from _outside_system(os.path.dirname(os.path.dirname(path)))
    if python == sys.executable:
        yield from _outside_system(sys.base_prefix)


def _links(path: str) -> Iterator[str]:
    yield path
    while os.path.islink(path):
        path = os.path.normpath(os.path.join(os.path.dirname(path), os.readlink(path)))
        yield path


def _tool_prefixes(tools: Sequence[str]) -> Iterator[str]:
    """The folders of TeX tools that were not installed by the system's package manager.

    TeX Live keeps its binaries two levels below its root (``bin/x86_64-linux``).
    """
    for tool in tools:
        for path in _links(tool):
            folder = os.path.dirname(path)
            levels = 2 if os.path.basename(os.path.dirname(folder)) == "bin" else 1
            for _ in range(levels):
                folder = os.path.dirname(folder)
            yield from _outside_system(folder)


def _outside_system(folder: str) -> Iterator[str]:
    system = any(folder == known or folder.startswith(known + "/") for known in _SYSTEM_FOLDERS)
    if not system and folder != "/":
        yield folder


def _refuse_private(prefix: str) -> None:
    home = os.path.realpath(os.path.expanduser("~"))
    if os.path.commonpath([home, os.path.realpath(prefix)]) == os.path.realpath(prefix):
        raise EnvironmentFailure(
            f"{prefix} holds both the programs that scenes need and the home folder, which no scene may "
            "see; install Python and TeX in a folder of their own, for example with `python -m venv`."
        )

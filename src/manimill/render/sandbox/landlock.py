"""Confinement without namespaces: by Landlock, a filter on system calls, and private folders."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from manimill.render.sandbox.base import Place
from manimill.render.sandbox.folders import private_folder
from manimill.render.sandbox.programs import SYSTEM_DATA, SYSTEM_FOLDERS, ZYGOTE, Programs

LOWEST_ABI = 6
"""The first version of Landlock that keeps signals and abstract sockets inside (Linux 6.12)."""

_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
# Libraries look for these and take "not permitted" for an error, where "not there" would be none.
_SETTINGS = (
    "/etc/gai.conf",
    "/etc/host.conf",
    "/etc/localtime",
    "/etc/mime.types",
    "/etc/nsswitch.conf",
    "/etc/ssl/openssl.cnf",
)


@dataclass(frozen=True, slots=True)
class Landlock:
    """Confinement without namespaces, where the kernel is new enough and namespaces are forbidden.

    Programs run as the user, in folders on disk, and can read the system's programs and libraries, fonts, TeX and
    the folders that the interpreter needs. Weaker than namespaces in what can be seen: which files exist, how
    large they are, and the names and command lines of other processes. There are no sockets and no shared memory,
    modes and times of files cannot be changed, and the folders are as large as the disk.
    """

    programs: Programs

    @property
    def name(self) -> str:
        """See `Sandbox.name`."""
        return "landlock"

    @contextmanager
    def open(self, readable: Mapping[str, Path] | None = None) -> Iterator[FolderBox]:
        """See `Sandbox.open`."""
        with private_folder() as folder:
            yield FolderBox.make(self.programs, folder, readable or {}, confine=True)


@dataclass(frozen=True, slots=True)
class Unconfined:
    """No confinement at all, for users who have asked for it in so many words.

    Programs still get private folders and a clean environment, and what they start ends with them.
    """

    programs: Programs

    @property
    def name(self) -> str:
        """See `Sandbox.name`."""
        return "none"

    @contextmanager
    def open(self, readable: Mapping[str, Path] | None = None) -> Iterator[FolderBox]:
        """See `Sandbox.open`."""
        with private_folder() as folder:
            yield FolderBox.make(self.programs, folder, readable or {}, confine=False)


@dataclass(frozen=True, slots=True)
class FolderBox:
    """A place that is a folder of this machine."""

    programs: Programs
    place: Place
    sources: tuple[str, ...]

    @classmethod
    def make(
        cls, programs: Programs, folder: Path, readable: Mapping[str, Path], *, confine: bool
    ) -> FolderBox:
        """Furnish an empty folder."""
        writable = [folder / name for name in ("scene", "tmp", "home")]
        for path in writable:
            path.mkdir(mode=0o700)
        scene, tmp, home = map(str, writable)
        given = _linked(folder / "given", readable)
        place = Place(scene, tmp, home, readable=given, private=False, confined=confine)
        return cls(programs, place, tuple(os.path.realpath(path) for path in readable.values()))

    def command(self, program: Sequence[str]) -> list[str]:
        """See `Box.command`."""
        place = self.place
        orders = {
            "private": False,
            "confine": place.confined,
            "folder": place.scene,
            "environment": self.programs.environment(home=place.home, tmp=place.tmp),
            "limits": {"RLIMIT_CORE": (0, 0)},
            "readable": self._readable(),
            "writable": [place.scene, place.tmp, place.home, *_DEVICES],
        }
        return [*self.programs.launcher(str(ZYGOTE.parent)), json.dumps(orders), *program]

    def _readable(self) -> list[str]:
        wanted = [
            *SYSTEM_FOLDERS,
            *SYSTEM_DATA,
            *_SETTINGS,
            *self.programs.prefixes,
            "/proc",
            os.path.dirname(self.place.scene),
            *self.sources,
        ]
        return [path for path in wanted if os.path.exists(path)]


def _linked(folder: Path, readable: Mapping[str, Path]) -> dict[str, str]:
    """Links to files and folders, each in a folder that is called as the caller calls it.

    Whoever imports a package needs the folder above it to list, which may not be shown where it really lies.
    """
    inside = {}
    for name, source in readable.items():
        link = folder / name.strip("/") / source.name
        link.parent.mkdir(parents=True)
        link.symlink_to(os.path.realpath(source))
        inside[name] = str(link)
    return inside

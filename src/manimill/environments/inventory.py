"""Which environments there are, and how to get at one."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from manimill.environments.definition import MAIN, Definition, choose, definitions
from manimill.environments.installation import NOT_CREATED, Installation, Record, environments_folder
from manimill.errors import EnvironmentFailure

_FOLDER_NAME = re.compile(r"[a-z][a-z0-9.-]*-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Environment:
    """An environment that scenes can be rendered with.

    ``python`` is the path of its interpreter, ``manim`` the version of manim there, ``requires`` what it was
    made for and ``packages`` everything installed in it, each as ``name==version``. ``digest`` differs where the
    definition, the version of Python or any package does. These three are empty for ``main``, which is whatever
    is installed.
    """

    name: str
    python: str
    manim: str
    requires: tuple[str, ...]
    digest: str
    python_version: str
    packages: tuple[str, ...]

    @classmethod
    def of(cls, installation: Installation, record: Record) -> Environment:
        """What a record says about the environment it was noted in."""
        state = "\n".join((record.digest, record.python_version, *record.packages))
        return cls(
            name=record.name,
            python=str(installation.python),
            manim=record.manim,
            requires=record.requires,
            digest=hashlib.sha256(state.encode()).hexdigest()[:12],
            python_version=record.python_version,
            packages=record.packages,
        )


def find_environment(name: str, known: Mapping[str, Definition] | None = None) -> Environment:
    """The environment with this name, ready to be used.

    ``known`` are the definitions to go by, those that ship unless told otherwise. An environment of
    the user's own is found without its definition; of several by one name, the last one made.

    Raises:
        UserError: nothing by this name is known or was made.
        EnvironmentFailure: it was not created, or is broken; the message holds the command that helps.
    """
    if name == MAIN:
        return _main()
    known = definitions() if known is None else known
    if name not in known:
        made = _made(name)
        if made:
            return _environment(made[-1], name)
    [definition] = choose([name], known)
    return _environment(Installation.of(definition), name)


def installations(name: str | None = None) -> list[Installation]:
    """What lies in the cache, finished or not, by folder; of one environment or of all."""
    folder = environments_folder()
    found = [
        Installation(entry)
        for entry in (sorted(folder.iterdir()) if folder.is_dir() else [])
        if entry.is_dir() and _FOLDER_NAME.fullmatch(entry.name)
    ]
    return [installation for installation in found if name in (None, installation.name)]


def remove(name: str) -> int:
    """Remove an environment, also what is left of earlier definitions of it; gives how many there were.

    Raises:
        EnvironmentFailure: it is being created, or cannot be removed.
    """
    found = installations(name)
    for installation in found:
        try:
            with installation.locked(wait=False):
                installation.clear()
        except BlockingIOError:
            raise EnvironmentFailure(
                f"The environment '{name}' is being created right now; wait for that or stop it."
            ) from None
    return len(found)


def _main() -> Environment:
    try:
        manim = importlib.metadata.version("manim")
    except importlib.metadata.PackageNotFoundError:
        raise EnvironmentFailure(
            f"manim is not installed for {sys.executable}; run `{sys.executable} -m pip install manim==0.22.0`."
        ) from None
    return Environment(MAIN, sys.executable, manim, (), "", platform.python_version(), ())


def _made(name: str) -> list[Installation]:
    """Finished environments of that name, the last one made at the end."""
    found = [installation for installation in installations(name) if installation.record() is not None]
    return sorted(found, key=lambda installation: installation.folder.stat().st_mtime_ns)


def _environment(installation: Installation, name: str) -> Environment:
    fault, record = installation.fault(), installation.record()
    if fault is None and record is not None:
        return Environment.of(installation, record)
    state = "was not created yet" if fault == NOT_CREATED else f"cannot be used ({fault})"
    raise EnvironmentFailure(f"The environment '{name}' {state}; run `manimill env create {name}`.")

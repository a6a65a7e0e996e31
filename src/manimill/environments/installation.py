"""One environment on disk."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from manimill.environments.definition import Definition
from manimill.errors import EnvironmentFailure
from manimill.workspace import cache_folder, disk_errors

NOT_CREATED = "not created"
BEING_CREATED = "being created"
_RECORD = "environment.json"


def environments_folder() -> Path:
    """Where environments are kept."""
    return cache_folder() / "environments"


@dataclass(frozen=True, slots=True)
class Record:
    """What is noted in a finished environment.

    ``interpreter`` is the file that its ``python`` led to, ``packages`` is what is installed, each as
    ``name==version``, ``size`` is in bytes. ``fault`` says why it is not proved to render its example.
    """

    name: str
    digest: str
    manim: str
    requires: tuple[str, ...]
    python_version: str
    interpreter: str
    packages: tuple[str, ...]
    size: int
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Installation:
    """A folder that holds an environment, will hold it, or holds the half of one.

    Environments cannot be moved once made, so they are made in place; the record is written last, and a
    folder without one is nothing.
    """

    folder: Path

    @classmethod
    def of(cls, definition: Definition) -> Installation:
        """Where the environment of a definition belongs; a definition that changes has another place."""
        return cls(environments_folder() / f"{definition.name}-{definition.digest}")

    @property
    def name(self) -> str:
        """The name of the environment."""
        return self.folder.name.rpartition("-")[0]

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    def record(self) -> Record | None:
        """What was noted when it was finished, or None where it was not."""
        try:
            said: dict[str, Any] = json.loads((self.folder / _RECORD).read_text(encoding="utf-8"))
            return Record(
                **{**said, "requires": tuple(said["requires"]), "packages": tuple(said["packages"])}
            )
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def write(self, record: Record) -> None:
        """Note that it is finished."""
        with (
            disk_errors(self.folder),
            tempfile.NamedTemporaryFile("w", dir=self.folder, delete=False) as file,
        ):
            json.dump(asdict(record), file, indent=1)
        os.replace(file.name, self.folder / _RECORD)

    def fault(self) -> str | None:
        """Why no scene can be rendered with it, or None where it is ready."""
        if not self.folder.is_dir():
            return NOT_CREATED
        record = self.record()
        if record is None:
            return BEING_CREATED if self._is_held() else "it was not finished"
        # Follows the links to an interpreter of the system, which may have been upgraded or removed.
        if not self.python.is_file():
            return f"its interpreter {record.interpreter} is gone"
        if os.path.realpath(self.python) != record.interpreter:
            return f"its interpreter was {record.interpreter} and is {os.path.realpath(self.python)}"
        return record.fault

    def clear(self) -> None:
        """Remove what is there; whoever does holds the lock."""
        # Without its record, what a kill leaves of it is recognised.
        (self.folder / _RECORD).unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.folder.exists():
            raise EnvironmentFailure(
                f"{self.folder} cannot be removed; remove it by hand and run the same command again."
            )

    @contextmanager
    def locked(self, *, wait: bool) -> Iterator[int]:
        """Hold it against other processes; gives the lock's descriptor, for programs to hold it as well.

        Raises:
            BlockingIOError: another process holds it, and ``wait`` is false.
        """
        with disk_errors(self.folder):
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            lock = open(self._lock, "w")  # noqa: SIM115 - closed below
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield lock.fileno()

    @property
    def _lock(self) -> Path:
        # Beside the folder, which comes and goes. It stays: whoever waits for it holds this very file.
        return self.folder.with_name(self.folder.name + ".lock")

    def _is_held(self) -> bool:
        try:
            with self.locked(wait=False):
                return False
        except BlockingIOError:
            return True

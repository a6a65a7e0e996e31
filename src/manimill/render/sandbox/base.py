"""What every sandbox offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Place:
    """Where things are, as a confined program sees them.

    ``scene``, ``tmp`` and ``home`` are folders it may write to, empty at first; it starts in ``scene``. ``readable``
    maps the names under which the caller gave files and folders to their paths inside, which end as the real ones
    do. ``private`` says that the program is process 1 of a process namespace, in which there is nothing else,
    ``confined`` that there is a sandbox at all.
    """

    scene: str
    tmp: str
    home: str
    readable: Mapping[str, str]
    private: bool
    confined: bool = True


class Box(Protocol):
    """One confined place, open while it is used."""

    @property
    def place(self) -> Place:
        """Where things are inside."""

    def command(self, program: Sequence[str]) -> list[str]:
        """The command that runs ``program`` inside, to be started with an empty environment.

        File descriptors handed to the command reach the program, and no others. Its exit status is the
        program's, or 128 and the number of the signal that ended it. What the program starts ends with it, and
        all of it ends with the thread that started the command.
        """


class Sandbox(Protocol):
    """Confines programs: no network, no files but the ones given, nothing left behind.

    None of them limits memory or processor time: whoever runs the program does.
    """

    @property
    def name(self) -> str:
        """What the sandbox is called where the user chooses one."""

    def open(self, readable: Mapping[str, Path] = ...) -> AbstractContextManager[Box]:
        """A new place in which the files and folders of ``readable`` can be read.

        Its keys are words, by which `Place.readable` tells where each of them is inside.

        Raises:
            EnvironmentFailure: no place can be made, because a disk is full, say.
        """

"""What long work tells whoever is watching. The command line draws it; a library user may ignore it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Progress(Protocol):
    """Receives the course of a build. Calls come from one thread."""

    def start(self, stage: str, total: int | None, unit: str) -> None:
        """A stage begins; ``total`` is None where the amount is not known."""

    def advance(self, amount: int = 1) -> None:
        """So many more units of the running stage are done."""

    def figures(self, figures: Mapping[str, str]) -> None:
        """How the running stage stands, in more than one number: name and value of each."""

    def finish(self, summary: str) -> None:
        """The running stage is over; ``summary`` is one line about it."""

    def warn(self, message: str) -> None:
        """Something the user should know that does not stop the work."""


class Silent:
    """Progress that nobody watches."""

    def start(self, stage: str, total: int | None, unit: str) -> None: ...

    def advance(self, amount: int = 1) -> None: ...

    def figures(self, figures: Mapping[str, str]) -> None: ...

    def finish(self, summary: str) -> None: ...

    def warn(self, message: str) -> None: ...

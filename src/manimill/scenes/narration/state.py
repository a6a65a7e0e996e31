"""Which speech is on while a method is read, and which speech a tracker's name belongs to."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from manimill.scenes.narration.rewriting import Rewriting
from manimill.scenes.narration.speeches import Clock, Speech


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was the case at one place of a method."""

    current: Speech | None
    unsure: bool
    trackers: Mapping[str, Speech | None]


class Speaking:
    """The state that reading goes through; ``outer`` are trackers of the functions around.

    ``unsure`` is true where the current speech depends on which way the code was run.
    """

    def __init__(self, rewriting: Rewriting, outer: Mapping[str, Speech | None]) -> None:
        self.clock = Clock()
        self.current: Speech | None = None
        self.unsure = False
        self.depth = 0
        self._rewriting = rewriting
        self._trackers: dict[str, Speech | None] = {}
        self._outer = dict(outer)

    def begin(self, speech: Speech) -> None:
        """From here on this is the current speech."""
        self.current, self.unsure = speech, False

    def bind(self, names: Iterable[str], speech: Speech) -> None:
        """Note that names stand for the tracker of a speech."""
        self._trackers.update(dict.fromkeys(names, speech))

    def rebind(self, names: Iterable[str]) -> None:
        """Note that names stand for something else."""
        for name in names:
            self._trackers.pop(name, None)
            self._outer.pop(name, None)

    @property
    def trackers(self) -> dict[str, Speech | None]:
        """All trackers that a function defined here can see."""
        return {**self._outer, **self._trackers}

    def snapshot(self) -> Snapshot:
        """What `restore` and `merge` need."""
        return Snapshot(self.current, self.unsure, dict(self._trackers))

    def restore(self, there: Snapshot) -> None:
        """Go back to read another way."""
        self.current, self.unsure = there.current, there.unsure
        self._trackers = dict(there.trackers)

    def merge(self, other: Snapshot) -> None:
        """Go on where two ways meet: a speech that goes on after only one of them is uncertain."""
        running = any(speech and not speech.finished for speech in (self.current, other.current))
        self.unsure = self.unsure or other.unsure or (self.current is not other.current and running)
        self.current = self.current or other.current
        for name, speech in other.trackers.items():
            self._trackers[name] = speech if self._trackers.get(name, speech) is speech else None

    def resolve(self, node: ast.expr) -> Speech | None:
        """The speech whose tracker an expression is, or None."""
        if isinstance(node, ast.Attribute) and node.attr == "current_tracker":
            return None if self.unsure else self.current
        if not isinstance(node, ast.Name):
            return None
        if node.id in self._trackers:
            speech = self._trackers[node.id]
            if speech is None:
                self._rewriting.problem(node, "which speech a tracker belongs to depends on how it is run")
            return speech
        if self._outer.get(node.id) is not None:
            self._rewriting.problem(node, "a tracker is used in a function that may run later")
        return None

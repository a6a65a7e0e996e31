"""What the describing modules ask of whoever names the things of a scene."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from manimill.code.outline import Thing


class Briefs(Protocol):
    """Says briefly what things are called."""

    def brief(self, thing: Thing) -> str:
        """A definite phrase: ``the red square``."""
        ...

    def briefs(self, things: Sequence[Thing]) -> str:
        """Several definite phrases as one: ``the two squares``."""
        ...


class Names(Briefs, Protocol):
    """Says what other things are called, in full and briefly."""

    def name(self, thing: Thing) -> str:
        """In full the first time, briefly from then on."""
        ...

    def shape(self, thing: Thing) -> str:
        """An indefinite phrase for something that is part of another thing: ``a small star``."""
        ...

    def shapes(self, things: Sequence[Thing]) -> str:
        """Indefinite phrases for several parts of another thing, alike ones joined."""
        ...

    def spot(self, value: Any) -> str:
        """A point with its preposition: ``at the top of the square``."""
        ...

    def on_axes(self, thing: Thing | None) -> str:
        """``on the first axes`` where a scene has several, otherwise nothing."""
        ...

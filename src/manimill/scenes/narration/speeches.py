"""Speeches while a method is read: when each began, how long it lasts, what of it is left."""

from __future__ import annotations

import ast
import math
from dataclasses import dataclass, field

from manimill.scenes.narration.constants import Text
from manimill.scenes.narration.speech import bookmarks, has_markup, seconds

SHORTEST = 0.1
"""Seconds of the shortest wait written out: a frame and a half at manim's lowest quality, 15 a second."""


class Clock:
    """Time as the statements of a method pass, known only since something of unknown length."""

    def __init__(self) -> None:
        self.age = 0
        self.now = 0.0
        self._ages = 0

    def lose(self) -> None:
        """Something took a time nobody knows."""
        self._ages += 1
        self.age, self.now = self._ages, 0.0

    def pass_by(self, seconds: float | None) -> None:
        """Something took so many seconds."""
        if seconds is None:
            self.lose()
        else:
            self.now += seconds

    def back_to(self, moment: tuple[int, float]) -> None:
        """Read another way from an earlier moment."""
        self.age, self.now = moment

    @property
    def moment(self) -> tuple[int, float]:
        """What `back_to` needs."""
        return self.age, self.now


@dataclass(eq=False, slots=True)
class Speech:
    """One speech. ``seconds`` is None where the text is known only when the scene runs.

    ``start`` and ``length`` are names the new code has for when it began and how long it lasts;
    ``needs_start`` and ``needs_length`` say whether it has to note them. ``scene`` is what is asked to speak.
    """

    statement: ast.stmt
    text: Text
    expression: ast.expr
    scene: str
    depth: int
    began: tuple[int, float]
    taken_names: frozenset[str]
    finished: bool = False
    needs_start: bool = False
    needs_length: bool = False
    seconds: float | None = None
    marks: dict[str, float] = field(default_factory=dict)
    _waited_for: tuple[int, float] = (-1, 0.0)

    def __post_init__(self) -> None:
        if self.text.complete:
            self.seconds = seconds(self.text.value)
            self.marks = bookmarks(self.text.value)

    @property
    def countable(self) -> bool:
        """Whether the words can be counted, if need be when the scene runs."""
        return self.seconds is not None or not has_markup(self.text.value)

    @property
    def start(self) -> str:
        """Name of the time at which it began."""
        return self._name("start")

    @property
    def length(self) -> str:
        """What the new code has for its length: a number or a name."""
        if self.seconds is not None:
            return written(self.seconds)
        self.needs_length = True
        return self._name("spoken")

    def _name(self, base: str) -> str:
        name = base if not self.depth else f"{base}_{self.depth + 1}"
        return f"speech_{name}" if name in self.taken_names else name

    def elapsed(self, clock: Clock) -> float | None:
        """Seconds since it began, or None."""
        return clock.now - self.began[1] if clock.age == self.began[0] else None

    def is_past(self, target: float | None, clock: Clock) -> bool:
        """Whether a moment of it, None for the end, was waited for before, and the clock knows nothing since."""
        age, waited = self._waited_for
        return clock.age == age and (math.inf if target is None else target) <= waited

    def wait_for(self, target: float | None, clock: Clock) -> None:
        """Note that a moment was waited for."""
        self._waited_for = clock.age, math.inf if target is None else target

    def moment(self, target: float | None) -> str:
        """The new code's expression for a time: ``target`` seconds from the beginning, or the end."""
        self.needs_start = True
        if target == 0:
            return self.start
        return f"{self.start} + {self.length if target is None else written(target)}"


def written(number: float) -> str:
    """A number of seconds as one writes it, to a hundredth."""
    return f"{round(number, 2):g}"

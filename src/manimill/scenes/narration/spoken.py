"""What is said in a scene, and a scene that says nothing any more."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spoken:
    """One piece of narration and the code it accompanies.

    ``text`` is free of bookmarks and markup, its white space single spaces; what is known only when
    the scene runs stands in braces as it is written, and then ``complete`` is false. ``line`` and
    ``last_line`` are lines of the code given, ``new_line`` and ``new_last_line`` those of the new code,
    all from 1; where there is no new code they are the same. ``code`` holds these new lines, dedented.
    ``seconds`` is the estimated length of the speech. ``origin`` is ``voiceover``, or ``notes`` for what
    a presenter is to say. ``scene`` is the class it stands in, None outside classes.
    """

    text: str
    line: int
    last_line: int
    seconds: float
    code: str
    new_line: int
    new_last_line: int
    complete: bool
    origin: str
    scene: str | None

    @property
    def words(self) -> int:
        """Number of words, as a word count of the text gives it."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Plain:
    """A module without narration.

    ``changes`` are ids of the rules that were applied, sorted. ``problems`` say with their line what could
    not be made plain; ``code`` is then what was given, as it is where nothing was narrated.
    """

    code: str
    narration: tuple[Spoken, ...]
    changes: tuple[str, ...]
    problems: tuple[str, ...]

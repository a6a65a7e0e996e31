"""What was said in a video, as a sequence of segments."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A caption, or a sentence where there are no captions; ``start`` and ``end`` in seconds where they are known."""

    start: float | None
    end: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said, in order; ``source`` says where it comes from: a path, or a link."""

    segments: tuple[Segment, ...]
    source: str

    @property
    def text(self) -> str:
        """Everything that was said, in one line."""
        return " ".join(segment.text for segment in self.segments)

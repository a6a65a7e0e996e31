"""What to render, and within which limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class RenderJob:
    """A module's text and the scene class in it to render.

    ``scene`` is None where the code holds no scene class; the verdict is then ``no_scene``, or
    ``syntax_error`` where the code does not compile.
    """

    code: str
    scene: str | None


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """How much of a scene is rendered, and what it may use.

    The level ``dry`` runs every line and every updater of a scene at the size and frame rate of
    ``manim render -ql``, draws two frames per second of animation and writes no video.

    ``timeout`` is in seconds of processor time, so that a busy machine does not turn good samples bad;
    a scene that sleeps is stopped after three times as long by the clock. ``memory_mb`` is MiB: the
    address space of each process of a scene, and the resident memory of all of them together.
    """

    level: Literal["dry"] = "dry"
    timeout: int = 60
    memory_mb: int = 4096

    def __post_init__(self) -> None:
        if self.level != "dry":
            raise ValueError(f"level must be 'dry', got {self.level!r}")
        if self.timeout < 1:
            raise ValueError(f"timeout must be at least 1 second, got {self.timeout}")
        if self.memory_mb < 1024:
            # manim itself, loaded and idle, takes a good part of this.
            raise ValueError(f"memory_mb must be at least 1024, got {self.memory_mb}")

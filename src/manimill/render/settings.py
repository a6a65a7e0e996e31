"""What to render, and within which limits."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Literal, get_args

from manimill.render.files import NO_FILES, SceneFiles, check_folder

Level = Literal["evaluate", "dry", "video"]
"""How much of a scene is computed; see `RenderSettings`."""

SandboxName = Literal["auto", "bubblewrap", "landlock", "none"]
"""What confines scenes: ``auto`` is the best this machine can do, ``none`` is for code of one's own."""

MAIN = "main"
"""The environment of the interpreter that runs manimill itself."""


@dataclass(frozen=True, slots=True)
class RenderJob:
    """A module's text and the scene class in it to render.

    ``scene`` is None where the code holds no scene class; the verdict is then ``no_scene``, or
    ``syntax_error`` where the code does not compile. ``environment`` names the interpreter and packages
    it is rendered with. ``files`` lie in the scene's working folder; ``folder`` is the one among their folders that it
    works in instead, where it then finds its files and imports its modules as if it were started there.
    """

    code: str
    scene: str | None
    environment: str = MAIN
    files: SceneFiles = NO_FILES
    folder: str = ""

    def __post_init__(self) -> None:
        check_folder(self.folder)


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python with a manim, and maybe with plugins: what an environment's name stands for.

    ``digest`` is empty for the interpreter that runs manimill, and otherwise differs between two states of the
    environment that may judge a scene differently.
    """

    name: str
    python: str
    digest: str = ""

    @classmethod
    def running(cls) -> Interpreter:
        """The interpreter that runs manimill."""
        return cls(MAIN, sys.executable)


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """How much of a scene is rendered, and what it may use.

    Levels, from cheap to complete, and what each can miss:

    ``evaluate``
        Every line of the scene runs, but of each animation only its end is computed, and drawn once. Misses
        what goes wrong between the first and the last frame of an animation: updaters and rate functions
        that fail at some time in between, states that only many small steps lead to.
    ``dry``
        Every frame's updates run, at the size and frame rate of ``manim render -ql``; one frame per second
        of animation is drawn, as are the first and the last of each, and nothing is written. Once a scene
        has drawn 50,000 parts of mobjects, only the last frame of each animation is drawn, and after
        100,000 only that which it ends with: where one frame has thousands of parts, drawing would take
        minutes. Misses what fails only while one of the other frames is drawn. A scene that runs out of
        time is tried once more at ``evaluate``; its verdict says so.
    ``video``
        Every frame is drawn and encoded, as by ``manim render -ql``, and the file is read back. Misses nothing
        that ``-ql`` shows; other sizes and frame rates may differ.

    ``timeout`` is in seconds of processor time, so that a busy machine does not turn good samples bad;
    a scene that sleeps is stopped after three times as long by the clock. ``memory_mb`` is MiB: the
    address space of each process of a scene, and the memory of all of them together. ``frames`` is how many
    still pictures to keep of each scene, at full size. ``sandbox`` is what confines scenes.
    """

    level: Level = "dry"
    timeout: int = 60
    memory_mb: int = 4096
    frames: int = 0
    sandbox: SandboxName = "auto"

    def __post_init__(self) -> None:
        if self.level not in get_args(Level):
            raise ValueError(f"level must be one of {', '.join(get_args(Level))}, got {self.level!r}")
        if self.timeout < 1:
            raise ValueError(f"timeout must be at least 1 second, got {self.timeout}")
        if self.memory_mb < 1024:
            # manim itself, loaded and idle, takes a good part of this.
            raise ValueError(f"memory_mb must be at least 1024, got {self.memory_mb}")
        if self.frames < 0:
            raise ValueError(f"frames must not be negative, got {self.frames}")

    @property
    def keeps_media(self) -> bool:
        """Whether renders leave files for the user, which no cache holds."""
        return self.level == "video" or self.frames > 0

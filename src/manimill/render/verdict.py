"""What a render says about a scene."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class VerdictKind(StrEnum):
    """The outcomes of a render; everything but ``ok`` is a reason to leave a sample out."""

    OK = "ok"
    SYNTAX_ERROR = "syntax_error"
    IMPORT_ERROR = "import_error"
    NAME_ERROR = "name_error"
    API_ERROR = "api_error"
    LATEX_ERROR = "latex_error"
    MISSING_ASSET = "missing_asset"
    RUNTIME_ERROR = "runtime_error"
    EMPTY = "empty"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    BLOCKED = "blocked"
    CRASHED = "crashed"
    NO_SCENE = "no_scene"


MISSING_TEX = "MissingTeX: "
"""How the error of a ``latex_error`` begins where a scene asks for a compiler or package not installed here."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one render.

    ``error`` is the traceback's last line without anything that differs between two runs (addresses,
    paths of this machine), or None where nothing went wrong. ``error_line`` is a line of the sample's
    own code, counted from 1. ``duration`` is the animation's length in seconds, ``plays`` the number of
    ``play`` and ``wait`` calls; ``still`` says that there was none. ``seconds`` and ``cpu_seconds`` are
    what the render took: measurements, which two renders of the same scene do not share.
    """

    verdict: VerdictKind
    error: str | None = None
    error_line: int | None = None
    duration: float = 0.0
    plays: int = 0
    still: bool = True
    seconds: float = 0.0
    cpu_seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether the scene rendered and showed something."""
        return self.verdict is VerdictKind.OK

    def to_json(self) -> dict[str, Any]:
        """The verdict as JSON values; `from_json` takes it back."""
        return {**asdict(self), "verdict": str(self.verdict)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Verdict:
        """The verdict in what `to_json` gave.

        Raises:
            ValueError: a key is missing or a value is not of its kind.
        """
        try:
            error, line = value["error"], value["error_line"]
            return cls(
                verdict=VerdictKind(value["verdict"]),
                error=None if error is None else str(error),
                error_line=None if line is None else int(line),
                duration=float(value["duration"]),
                plays=int(value["plays"]),
                still=bool(value["still"]),
                seconds=float(value["seconds"]),
                cpu_seconds=float(value["cpu_seconds"]),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a verdict: {error!r}") from None

"""What a render says about a scene."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from manimill.render.settings import MAIN


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
    paths of this machine), or None where nothing went wrong. ``evidence`` is what it is about: the failing
    call of an ``api_error``, the expression of a ``latex_error``, the file of a ``missing_asset``, the
    address of something ``blocked``. ``error_line`` is a line of the sample's own code, counted from 1.
    ``warnings`` are calls that manim accepted and ignored: ``line``, ``call`` and ``why``.

    ``duration`` is the animation's length in seconds, ``plays`` the number of ``play`` and ``wait`` calls;
    ``still`` says that there was none. ``level`` is the one the scene was judged at, ``environment`` the
    interpreter's name and ``manim`` the version in it.

    ``storyboard`` is the execution trace, ``pictures`` a few small frames and what they show, ``layout``
    what leaves the frame and which texts overlap: each as the zygote's module of that name describes it, or
    None where the scene never ran. ``media`` holds the files asked for, by name; no cache keeps them.

    ``seconds`` and ``cpu_seconds`` are what the render took: measurements, which two renders of the same
    scene do not share.
    """

    verdict: VerdictKind
    error: str | None = None
    error_line: int | None = None
    evidence: str | None = None
    warnings: tuple[Mapping[str, Any], ...] = ()
    duration: float = 0.0
    plays: int = 0
    still: bool = True
    level: str = "dry"
    environment: str = MAIN
    manim: str | None = None
    storyboard: Mapping[str, Any] | None = field(default=None, repr=False)
    pictures: Mapping[str, Any] | None = field(default=None, repr=False)
    layout: Mapping[str, Any] | None = field(default=None, repr=False)
    media: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    seconds: float = 0.0
    cpu_seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether the scene rendered and showed something."""
        return self.verdict is VerdictKind.OK

    @property
    def frames(self) -> dict[str, bytes]:
        """Small pictures (WebP or PNG) of the first, the middle and the last frame, by these words."""
        shown = (self.pictures or {}).get("frames", ())
        return {which: base64.b64decode(f.get("webp") or f["png"]) for f in shown for which in f["which"]}

    def to_json(self) -> dict[str, Any]:
        """The verdict as JSON values, without ``media``; `from_json` takes it back."""
        values = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "media"}
        return {**values, "verdict": str(self.verdict), "warnings": [dict(w) for w in self.warnings]}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Verdict:
        """The verdict in what `to_json` gave.

        Raises:
            ValueError: a key is missing or a value is not of its kind.
        """
        try:
            return cls(
                verdict=VerdictKind(value["verdict"]),
                error=_optional(str, value["error"]),
                error_line=_optional(int, value["error_line"]),
                evidence=_optional(str, value["evidence"]),
                warnings=tuple(_object(w) for w in value["warnings"]),
                duration=float(value["duration"]),
                plays=int(value["plays"]),
                still=bool(value["still"]),
                level=str(value["level"]),
                environment=str(value["environment"]),
                manim=_optional(str, value["manim"]),
                storyboard=_optional(_object, value["storyboard"]),
                pictures=_optional(_object, value["pictures"]),
                layout=_optional(_object, value["layout"]),
                seconds=float(value["seconds"]),
                cpu_seconds=float(value["cpu_seconds"]),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a verdict: {error!r}") from None


def _optional(kind: Any, value: Any) -> Any:
    return None if value is None else kind(value)


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(f"not an object: {value!r:.80}")
    return value

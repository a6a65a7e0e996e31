"""What a model is told about a scene, each part with the place it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from manimill.code.features import Features
from manimill.describe.request import Image
from manimill.text.storyboard import storyboard_lines

MOST_CODE, MOST_STORYBOARD, MOST_PROSE, MOST_NARRATION = 14_000, 5_000, 1_500, 3_000
"""Characters of each part that are told; what is longer is cut in the middle, and says so."""

_HEADINGS = {
    "code": "Code",
    "storyboard": "What was seen on screen when it ran (seconds, line of the code, what happens)",
    "texts": "Texts and formulas on screen",
    "features": "About the scene",
    "prose": "Prose that stands beside the code",
    "narration": "Words that are spoken while it runs",
    "transcript": "What is said in the video about here",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One part of what is told: its kind, its text, and where that comes from."""

    kind: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene as it is told of.

    ``storyboard`` is what rendering recorded, None where it was not rendered. ``said`` are prose, narration and
    transcript; ``where`` says where the code is from. ``frames`` are small pictures of the beginning, the middle
    and the end.
    """

    id: str
    code: str
    scene: str | None
    where: str
    features: Features | None = None
    storyboard: Mapping[str, Any] | None = None
    said: tuple[Fact, ...] = ()
    frames: tuple[Image, ...] = ()


def facts(scene: Scene) -> list[Fact]:
    """The parts in the order in which they are told."""
    told = [Fact("code", f"```python\n{_cut(scene.code.strip(), MOST_CODE)}\n```", scene.where)]
    if scene.storyboard is not None:
        lines = storyboard_lines(scene.storyboard)
        if lines:
            told.append(
                Fact(
                    "storyboard",
                    _cut("\n".join(map(str.strip, lines)), MOST_STORYBOARD),
                    "the render's storyboard",
                )
            )
        texts = on_screen(scene.storyboard)
        if texts:
            told.append(
                Fact("texts", _cut("\n".join(texts), MOST_STORYBOARD // 2), "the render's storyboard")
            )
    about = _about(scene)
    if about:
        told.append(Fact("features", about, "the features of the code, and the render"))
    return [*told, *scene.said]


def told(parts: Sequence[Fact], scene: str | None) -> str:
    """The parts as one text, each under a heading."""
    name = f"The class to describe is {scene}.\n\n" if scene else ""
    return name + "\n\n".join(f"## {_HEADINGS.get(part.kind, part.kind)}\n{part.text}" for part in parts)


def said_facts(metadata: Mapping[str, Any]) -> list[Fact]:
    """Prose and narration that a source noted of a sample."""
    found = []
    prose = _first(metadata, ("prose", "summary", "class_docstring"))
    heading = metadata.get("heading")
    if isinstance(heading, str) and heading.strip():
        prose = f"{heading.strip()}\n{prose or ''}".strip()
    title = metadata.get("title")
    if isinstance(title, str) and title.strip():
        prose = f"Title of the video: {title.strip()}\n{prose or ''}".strip()
    if prose:
        found.append(Fact("prose", _cut(prose, MOST_PROSE), "what the source says beside the code"))
    spoken = metadata.get("narration")
    if isinstance(spoken, str):
        pieces = [spoken]
    else:
        pieces = [str(one.get("text", "")) for one in spoken or () if isinstance(one, Mapping)]
    words = " ".join(piece.strip() for piece in pieces if piece.strip())
    if words:
        found.append(Fact("narration", _cut(words, MOST_NARRATION), "narration in the code"))
    return found


def on_screen(storyboard: Mapping[str, Any]) -> list[str]:
    """Texts and formulas of the objects that were seen, each once, in order."""
    objects = storyboard.get("objects") or ()
    return list(
        dict.fromkeys(
            str(one[key]).strip()
            for one in objects
            if isinstance(one, Mapping)
            for key in ("text", "tex")
            if str(one.get(key) or "").strip()
        )
    )


def length_of(storyboard: Mapping[str, Any]) -> float:
    """Seconds until the last thing that happens is over."""
    events = [event for event in storyboard.get("events") or () if isinstance(event, Mapping)]
    ends = (float(event.get("t") or 0) + float(event.get("seconds") or 0) for event in events)
    return round(max(ends, default=0.0), 1)


def _about(scene: Scene) -> str:
    """What is known of the scene as a whole, in a few words."""
    features = scene.features
    said: list[str] = []
    if features is not None:
        said += ["three-dimensional"] if features.has_3d else []
        said += ["the camera moves"] if features.has_camera_moves else []
        said += (
            [f"hints at what is computed or shown: {', '.join(features.algorithms)}"]
            if features.algorithms
            else []
        )
    if scene.storyboard is not None:
        seconds = length_of(scene.storyboard)
        said.append(f"{seconds:g} seconds long" if seconds else "a still picture, nothing moves")
    return "; ".join(said)


def _first(metadata: Mapping[str, Any], names: Iterable[str]) -> str | None:
    values = (metadata.get(name) for name in names)
    return next((value.strip() for value in values if isinstance(value, str) and value.strip()), None)


def _cut(text: str, most: int) -> str:
    """The text, without lines of its middle where it is too long."""
    if len(text) <= most:
        return text
    head = most * 2 // 3
    begun, ended = text[:head], text[len(text) - most + head :]
    # A line that was torn is worth less than none, unless it is all there is.
    begun = begun.rpartition("\n")[0] or begun
    ended = ended.partition("\n")[2] or ended
    return f"{begun}\n[... {len(text) - len(begun) - len(ended)} characters are left out here ...]\n{ended}"

"""Samples as they are told of to a model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from manimill.acceptance import Told
from manimill.code.features import Features
from manimill.describe.facts import MOST_NARRATION, Fact, Scene, length_of, on_screen, said_facts
from manimill.describe.request import Image
from manimill.describe.transcripts import Excerpt, Transcripts
from manimill.records import Sample


@dataclass(frozen=True, slots=True)
class Subject:
    """A sample that is to be described, and what is known of it.

    ``storyboard`` and ``frames`` (WebP or PNG, the beginning first) are what rendering it showed; None and empty where
    it was not rendered.
    """

    sample: Sample
    features: Features | None = None
    storyboard: Mapping[str, Any] | None = field(default=None, repr=False)
    frames: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def told(self) -> Told:
        """What answers about it are held against, without what is said in its video."""
        return told_of(_scene(self, None, 0))


def scenes_of(subjects: Sequence[Subject], transcripts: Transcripts | None, frames: int) -> list[Scene]:
    """The subjects as scenes, with what is said in their videos, and with so many pictures of each."""
    spoken = _excerpts(subjects, transcripts)
    return [_scene(subject, spoken.get(subject.sample.id), frames) for subject in subjects]


def told_of(scene: Scene) -> Told:
    """A scene as answers are held against it."""
    board = scene.storyboard
    return Told(
        code=scene.code,
        scene=scene.scene,
        features=scene.features,
        on_screen=_seen(board) if board is not None else None,
        texts=tuple(on_screen(board)) if board is not None else (),
        said="\n".join(fact.text for fact in scene.said),
    )


def drawn_styles(styles: Iterable[str], code: str, count: int) -> list[str]:
    """So many of the styles, drawn by the code: another style added to them takes no more than its share.

    Each style has a number for each code, and the highest are drawn (rendezvous hashing).
    """

    def number(style: str) -> bytes:
        return hashlib.sha256(f"{style}\0{code}".encode("utf-8", "surrogatepass")).digest()

    return sorted(styles, key=number, reverse=True)[:count]


def _scene(subject: Subject, excerpt: Excerpt | None, frames: int) -> Scene:
    sample = subject.sample
    said = said_facts(sample.metadata)
    if excerpt is not None and not any(fact.kind == "narration" for fact in said):
        said.append(Fact("transcript", excerpt.text[:MOST_NARRATION], _source(excerpt)))
    return Scene(
        id=sample.id,
        code=sample.code,
        scene=sample.scene,
        where=_where(sample),
        features=subject.features,
        # In one order of keys, whether it comes from a run, a cache or a table: it is part of the request.
        storyboard=json.loads(json.dumps(subject.storyboard, sort_keys=True)),
        said=tuple(said),
        frames=tuple(Image(content, _media_type(content)) for content in _chosen(subject.frames, frames)),
    )


def _chosen(frames: Sequence[bytes], count: int) -> Sequence[bytes]:
    """The last picture says most of a scene, then the one in the middle."""
    return frames[len(frames) - count :] if 0 < count < len(frames) else frames[: len(frames) if count else 0]


def _media_type(content: bytes) -> str:
    return "image/png" if content.startswith(b"\x89PNG") else "image/webp"


def _where(sample: Sample) -> str:
    place = sample.provenance
    path = place.path or sample.source
    if place.first_line is not None:
        return f"{path}, lines {place.first_line} to {place.last_line}"
    return f"{path}, row {place.row}" if place.row is not None else path


def _source(excerpt: Excerpt) -> str:
    if excerpt.start is None or excerpt.end is None:
        return f"{excerpt.source} ({excerpt.how})"
    times = f"{excerpt.start:.0f} to {excerpt.end:.0f} s"
    return f"{excerpt.source}, {times} (by {excerpt.how}, confidence {excerpt.confidence:.2f})"


def _excerpts(subjects: Sequence[Subject], transcripts: Transcripts | None) -> Mapping[str, Excerpt]:
    if transcripts is None:
        return {}
    words = {s.sample.id: f"{s.sample.code}\n{_seen(s.storyboard or {})}" for s in subjects}
    seconds = {s.sample.id: length_of(s.storyboard) for s in subjects if s.storyboard is not None}
    return transcripts.excerpts([s.sample for s in subjects], words, seconds)


def _seen(board: Mapping[str, Any]) -> str:
    """Classes and texts of the objects of a storyboard, each once."""
    objects = board.get("objects") or ()
    return " ".join(
        dict.fromkeys(str(o[key]) for o in objects for key in ("class", "text", "tex") if key in o)
    )

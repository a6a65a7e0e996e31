"""A video of narrated scenes as SubRip, in which it is known which caption belongs to which scene."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from manimill.describe.transcripts import Excerpt, SceneWords, Segment

_PER_SECOND = 15
"""Characters that are spoken."""


@dataclass(frozen=True)
class Video:
    """``own`` maps the scene's name to the texts of its captions; talk between scenes belongs to none."""

    scenes: tuple[SceneWords, ...]
    captions: tuple[Segment, ...]
    own: dict[str, list[str]]

    @property
    def srt(self) -> str:
        return "\n".join(
            f"{number}\n{_time(caption.start)} --> {_time(caption.end)}\n{caption.text}\n"
            for number, caption in enumerate(self.captions, 1)
        )

    def recall(self, scene: str, excerpt: Excerpt) -> float:
        """The share of a scene's own narration, in characters, that is in an excerpt."""
        own = self.own[scene]
        return sum(len(text) for text in own if text in excerpt.text) / sum(map(len, own))

    def precision(self, scene: str, excerpt: Excerpt) -> float:
        """The share of an excerpt that is the scene's own narration."""
        inside = [caption.text for caption in self.captions if caption.text in excerpt.text]
        return sum(len(text) for text in inside if text in self.own[scene]) / sum(map(len, inside))


def narrated(folder: Path, name: str, *, width: int = 60, seconds: bool = True) -> Video:
    """The video of ``NAME_scenes.py`` and ``NAME_narration.txt``, its captions at most so many characters wide.

    In the narration ``# Scene`` begins what is said during a scene, and ``# -`` what is said between two.
    """
    codes = {
        node.name: _words(node)
        for node in ast.parse((folder / f"{name}_scenes.py").read_text()).body
        if isinstance(node, ast.ClassDef)
    }
    captions: list[Segment] = []
    own: dict[str, list[str]] = {scene: [] for scene in codes}
    now = 0.0
    for block in (folder / f"{name}_narration.txt").read_text().split("# ")[1:]:
        head, _, text = block.partition("\n")
        for caption in _wrapped(text, width):
            end = now + len(caption) / _PER_SECOND
            captions.append(Segment(round(now, 3), round(end, 3), caption))
            own.get(head, []).append(caption)
            now = end
    lasting = {scene: sum(map(len, texts)) / _PER_SECOND for scene, texts in own.items()}
    scenes = tuple(
        SceneWords(scene, words, lasting[scene] if seconds else None) for scene, words in codes.items()
    )
    return Video(scenes, tuple(captions), own)


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _words(scene: ast.ClassDef) -> str:
    """Names and strings of a scene's code."""
    found = [scene.name]
    for node in ast.walk(scene):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                found.append(name)
            case ast.Constant(value=str(text)):
                found.append(text)
    return " ".join(found)


def _time(seconds: float | None) -> str:
    milliseconds = round((seconds or 0) * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"00:{minutes:02}:{rest // 1000:02},{rest % 1000:03}"

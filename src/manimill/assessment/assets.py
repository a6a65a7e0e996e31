"""The files that the scenes of a place ask for, each once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from manimill.assessment.scene import AssessedScene


@dataclass(slots=True)
class _Wanted:
    kind: str
    size: int | None
    where: str
    scenes: set[str] = field(default_factory=set)


def present_files(scenes: Iterable[AssessedScene]) -> list[dict[str, Any]]:
    """Files of the place that scenes ask for, by path: ``path``, ``size`` in bytes, ``scenes`` and ``where``."""
    found: dict[str, _Wanted] = {}
    for scene in scenes:
        for asset in scene.assets.present:
            entry = found.setdefault(asset.source, _Wanted("", asset.size, scene.where))
            entry.scenes.add(scene.where)
    return [
        {"path": path, "size": one.size, "scenes": len(one.scenes), "where": one.where}
        for path, one in sorted(found.items())
    ]


def missing_files(scenes: Iterable[AssessedScene]) -> list[dict[str, Any]]:
    """Files that are not there, those that most scenes ask for first: ``path``, ``kind``, ``scenes`` and ``where``.

    In a path ``*`` is what is known only when the scene runs.
    """
    found: dict[str, _Wanted] = {}
    for scene in scenes:
        for reference in scene.assets.missing:
            entry = found.setdefault(reference.pattern, _Wanted(reference.kind, None, scene.where))
            entry.scenes.add(scene.where)
    by_frequency = sorted(found.items(), key=lambda item: (-len(item[1].scenes), item[0]))
    return [
        {"path": path, "kind": one.kind, "scenes": len(one.scenes), "where": one.where}
        for path, one in by_frequency
    ]

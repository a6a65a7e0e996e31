"""The labelled scenes, and how well what is read from their code agrees with the labels."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from manimill.catalog import Catalog
from manimill.code.features import Features, features
from manimill.records import Sample
from manimill.sources.package import PackageExtractor

LABELS = Path(__file__).parent / "labels.toml"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A scene, what a reader said about it, and what its code was found to say."""

    key: str
    label: dict[str, Any]
    found: Features


class Score(NamedTuple):
    """How many were found rightly, how many wrongly, how many were missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of what is there that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def labelled_scenes(own: Path) -> list[Labelled]:
    """The labelled scenes in the order of the file; ``own`` is the folder of those that are kept here."""
    labels = tomllib.loads(LABELS.read_text(encoding="utf-8"))["scene"]
    documented = _documentation()
    scenes = []
    for label in labels:
        key, scene = label["key"], label["key"].rpartition("::")[2]
        code = documented.get(key) or (own / key.partition("::")[0]).read_text(encoding="utf-8")
        scenes.append(Labelled(key, label, features(ast.parse(code), scene)))
    return scenes


def _documentation() -> dict[str, str]:
    extractor = PackageExtractor(Catalog.load()["manim_ce_docs"])
    return {found.key: found.code for found in extractor.extract() if isinstance(found, Sample)}


def pairs(name: str, scenes: list[Labelled]) -> Iterator[tuple[str, set[Any], set[Any]]]:
    """Key, what is there and what was found, as sets: a flag is a set of one or none."""
    for scene in scenes:
        found = getattr(scene.found, name)
        match name:
            case "scene_kind":
                yield scene.key, {scene.label["kind"]}, {found}
            case "still_candidate":
                yield scene.key, {True} if scene.label["still"] else set(), {True} if found else set()
            case "main_elements":
                wanted = set(scene.label["elements"])
                # Whatever comes after as many as were labelled may be right: only what is missed counts there.
                yield scene.key, wanted, set(found[: len(wanted)]) | (wanted & set(found))
            case "algorithms" | "plugins":
                yield scene.key, set(scene.label[name]), set(found)
            case _:
                there = name.removeprefix("has_") in scene.label["has"]
                yield scene.key, {True} if there else set(), {True} if found else set()


def score(name: str, scenes: list[Labelled]) -> Score:
    """Count one feature over all scenes."""
    counted = [(len(w & f), len(f - w), len(w - f)) for _, w, f in pairs(name, scenes)]
    return Score(*(sum(column) for column in zip(*counted, strict=True)))


def disagreements(name: str, scenes: list[Labelled]) -> list[str]:
    """One line for every scene that is not what its label says."""
    return [
        f"{key}: labelled {sorted(wanted)}, found {sorted(found)}"
        for key, wanted, found in pairs(name, scenes)
        if wanted != found
    ]

"""Features against what a reader said of sixty scenes.

Measured when the labels were written, and then again with the features as they are, as (precision, recall).
What is not listed was right in every scene both times:

    feature           before         now
    has_latex         0.947 0.783    1.000 1.000
    has_graphs        1.000 0.833    1.000 1.000
    has_plots         1.000 0.909    1.000 1.000
    has_text          0.933 1.000    1.000 1.000
    has_xor           0.667 1.000    1.000 1.000
    main_elements     1.000 0.963    1.000 1.000
    has_sound         not there      1.000 1.000
    has_camera_moves  not there      1.000 1.000
    algorithms        not there      0.947 1.000
    plugins           not there      1.000 1.000

One label was corrected after it was read again: the formula of TypstExample is an integral, so it is calculus.
The features were improved on these very scenes, so the figures say what is held, not what to expect elsewhere.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from manimill.catalog import Catalog
from manimill.code.features import Features, features
from manimill.records import Sample
from manimill.sources.package import PackageExtractor

LABELS = Path(__file__).parent / "labels.toml"
OWN = Path(__file__).parents[2] / "data" / "labelled"

FLOORS = {
    "scene_kind": (1.0, 1.0),
    "has_latex": (1.0, 1.0),
    "has_graphs": (1.0, 1.0),
    "has_plots": (1.0, 1.0),
    "has_3d": (1.0, 1.0),
    "has_text": (1.0, 1.0),
    "has_code": (1.0, 1.0),
    "has_tables": (1.0, 1.0),
    "has_images": (1.0, 1.0),
    "has_updaters": (1.0, 1.0),
    "has_xor": (1.0, 1.0),
    "has_sound": (1.0, 1.0),
    "has_camera_moves": (1.0, 1.0),
    "still_candidate": (1.0, 1.0),
    "main_elements": (1.0, 1.0),
    # A MobjectMatrix of shapes is no algebra to a reader.
    "algorithms": (18 / 19, 1.0),
    "plugins": (1.0, 1.0),
}


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


@pytest.fixture(scope="module")
def scenes() -> list[Labelled]:
    labels = tomllib.loads(LABELS.read_text(encoding="utf-8"))["scene"]
    documented = _documentation()
    found = []
    for label in labels:
        key, scene = label["key"], label["key"].rpartition("::")[2]
        code = documented.get(key) or (OWN / key.partition("::")[0]).read_text(encoding="utf-8")
        found.append(Labelled(key, label, features(ast.parse(code), scene)))
    return found


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


def test_sixty_scenes_are_labelled_forty_of_them_from_the_documentation(scenes: list[Labelled]) -> None:
    keys = [scene.key for scene in scenes]
    assert len(set(keys)) == 60
    assert sum(key.startswith("manim/") for key in keys) == 40


@pytest.mark.parametrize("name", FLOORS)
def test_a_feature_agrees_with_the_labels_as_often_as_measured(name: str, scenes: list[Labelled]) -> None:
    measured = score(name, scenes)
    shown = "\n".join([_table(scenes), *disagreements(name, scenes)])
    precision, recall = FLOORS[name]
    assert measured.precision >= precision, shown
    assert measured.recall >= recall, shown


def _table(scenes: list[Labelled]) -> str:
    rows = [(name, score(name, scenes)) for name in FLOORS]
    head = f"{'feature':<18}{'right':>6}{'wrong':>6}{'missed':>7}{'precision':>10}{'recall':>8}"
    return "\n".join(
        [head]
        + [
            f"{n:<18}{s.right:>6}{s.wrong:>6}{s.missed:>7}{s.precision:>10.3f}{s.recall:>8.3f}"
            for n, s in rows
        ]
    )

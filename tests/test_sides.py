from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from manimill import BuildResult, DatasetRegistry, Provenance, Recipe, Sample, build
from manimill.engine import LocalEngine
from manimill.progress import Silent
from manimill.split import Member, split_clusters

OBJECTS = ["Circle()", "Square()", "Dot()", "Star()", "Line()", "Arrow()", "Annulus()", "Cube()", "Axes()"]
VERBS = ["Create", "FadeIn", "Rotate", "Wiggle"]
WORDS = re.findall(
    r"\w+",
    """
    apples bridges candles deserts engines forests gardens harbours islands jungles kitchens lanterns mountains
    needles oceans pendulums quarries rivers shadows tunnels umbrellas valleys windmills xylophones yachts zebras
    anchors beacons canyons dolphins eagles fountains glaciers hammers igloos jackets
    """,
)


class Scenes:
    """Thirty-six scenes that have nothing in common: nine repositories of two videos of two scenes each."""

    def extract(self) -> Iterator[Sample]:
        for n, word in enumerate(WORDS):
            shown, moved = OBJECTS[n % 9], VERBS[n // 9]
            body = (
                f"        x = {shown}\n        self.play({moved}(x))\n        self.add(Text('{word * 3}'))\n"
            )
            yield Sample.create(
                "scenes",
                f"from manim import *\n\n\nclass S(Scene):\n    def construct(self):\n{body * (1 + n % 4)}",
                key=word,
                scene="S",
                description=f"{word} {word[::-1]} {word[1:]} {moved} {shown}",
                provenance=Provenance(url=f"https://github.com/someone/videos{n // 4}"),
                metadata={"video_id": f"video{n // 2}"},
            )


class Listener(Silent):
    def __init__(self) -> None:
        self.warnings: list[str] = []

    def warn(self, message: str) -> None:
        self.warnings.append(message)


def built(out: Path, *by: str, listener: Listener | None = None, **duplicates: float | str) -> BuildResult:
    registry = DatasetRegistry()
    registry.register("scenes", Scenes())
    settings = {
        "sources": ["scenes"],
        "render": {"enabled": False},
        "split": {"test": 0.3, "by": ["duplicates", *by]},
        "duplicates": duplicates,
    }
    recipe = Recipe.model_validate(settings)
    return build(recipe, out=out, registry=registry, engine=LocalEngine(1), progress=listener)


@pytest.mark.parametrize(
    ("by", "key"),
    [
        ("video", lambda row: json.loads(row["metadata"])["video_id"]),
        ("repository", lambda row: row["url"][8:]),
    ],
)
def test_what_stays_together_is_drawn_as_one(by: str, key: object, tmp_path: Path) -> None:
    assert callable(key)
    result = built(tmp_path, by)
    sides = {key(row): row["split"] for row in result.train.iter_rows(named=True)}
    tested = {key(row): row["split"] for row in result.test.iter_rows(named=True)}
    assert not sides.keys() & tested.keys()
    origins = {**sides, **tested}
    drawn = split_clusters({origin: Member(origin) for origin in origins}, [], test=0.3, seed=42)
    assert origins == {origin: drawn.side_of(origin) for origin in origins}
    assert {*origins.values()} == {"train", "test"}


def test_without_it_scenes_of_one_video_may_be_on_both_sides(tmp_path: Path) -> None:
    result = built(tmp_path)
    assert set(result.train["url"]) & set(result.test["url"])


def test_a_test_side_that_clusters_made_large_is_worth_a_warning(tmp_path: Path) -> None:
    quiet, told = Listener(), Listener()
    built(tmp_path / "quiet", listener=quiet)
    assert quiet.warnings == []
    result = built(tmp_path / "told", listener=told, near_meaning=0.8, near_code=0.5, variants="all")
    joined = result.tables["split"].filter(result.tables["split"]["reason"] == "joined").height
    (warning,) = told.warnings
    assert warning.startswith(f"{joined} of ")
    assert "held together mostly by" in warning

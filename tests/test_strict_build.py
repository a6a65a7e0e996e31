"""Builds that insist on all of their sources, from Python."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from manimill import DatasetRegistry, EnvironmentFailure, Recipe, Sample, build
from manimill.sources import SourceUnavailableError

CODE = "from manim import *\n\n\nclass A(Scene):\n    def construct(self):\n        self.play(Create(Circle()))\n"


class There:
    def extract(self) -> Iterator[Sample]:
        yield Sample.create("there", CODE, key="a", scene="A")


class Away:
    def extract(self) -> Iterator[Sample]:
        raise SourceUnavailableError("cannot be read: its host is asleep; wake it")


@pytest.fixture
def registry() -> DatasetRegistry:
    sources = DatasetRegistry()
    sources.register("there", There())
    sources.register("away", Away())
    sources.register("gone", Away())
    return sources


def recipe(*names: str) -> Recipe:
    return Recipe(sources=names).model_copy(
        update={"render": Recipe().render.model_copy(update={"enabled": False})}
    )


def test_every_source_that_is_away_is_named_and_nothing_is_written(
    registry: DatasetRegistry, tmp_path: Path
) -> None:
    with pytest.raises(EnvironmentFailure) as caught:
        build(recipe("there", "gone", "away"), registry=registry, out=tmp_path / "out", strict=True)
    assert str(caught.value) == (
        "A strict build wants every source, and 2 of 3 cannot be read: The source 'away' cannot be read: its host is "
        "asleep; wake it; The source 'gone' cannot be read: its host is asleep; wake it."
    )
    assert not (tmp_path / "out").exists()


def test_an_earlier_build_stays_as_it_is(registry: DatasetRegistry, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = build(recipe("there"), registry=registry, out=out, strict=True)
    before = (first.dataset_hash, (out / "build.json").read_bytes())
    with pytest.raises(EnvironmentFailure):
        build(recipe("there", "away"), registry=registry, out=out, strict=True)
    assert (first.dataset_hash, (out / "build.json").read_bytes()) == before


def test_without_insisting_the_rest_is_built(registry: DatasetRegistry, tmp_path: Path) -> None:
    result = build(recipe("there", "away"), registry=registry, out=tmp_path / "out")
    assert result.kept["source"].to_list() == ["there"]
    assert result.unavailable == {"away": "The source 'away' cannot be read: its host is asleep; wake it."}

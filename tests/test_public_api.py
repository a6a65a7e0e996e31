from __future__ import annotations

import doctest
import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

import manimill
from manimill import BuildResult, DatasetRegistry, Origin, Provenance, Recipe, Sample, build

README = Path(__file__).parent.parent / "README.md"


def test_all_is_exactly_the_public_surface() -> None:
    imported = {"TYPE_CHECKING", "Any", "ModuleType", "annotations", "import_module"}
    public = {name for name in dir(manimill) if not name.startswith("_")} - imported
    modules = {name for name in public if inspect.ismodule(getattr(manimill, name))}
    assert public - modules == set(manimill.__all__)
    assert manimill.__all__ == sorted(manimill.__all__)


def test_build_is_the_function_even_after_its_module_was_imported() -> None:
    import manimill.build

    assert manimill.build is build
    assert inspect.isfunction(build)


def test_everything_public_is_documented() -> None:
    undocumented = [name for name in manimill.__all__ if not inspect.getdoc(getattr(manimill, name))]
    assert undocumented == []


def test_examples_in_docstrings_run() -> None:
    import manimill.registry

    for module in (manimill, manimill.registry):
        assert doctest.testmod(module).failed == 0


class Squares:
    """The extractor of the worked example."""

    def extract(self) -> Iterator[Sample]:
        for n in (1, 2, 3):
            yield Sample.create(
                "squares",
                f"from manim import *\n\n\nclass Row(Scene):\n    def construct(self):\n"
                f"        self.add(VGroup(*[Square() for _ in range({n})]).arrange(RIGHT))\n",
                key=f"row-of-{n}",
                scene="Row",
                description=f"Show {n} squares in a row.",
                description_origin=Origin.HUMAN,
                provenance=Provenance(url="https://example.org", licence="CC0-1.0"),
            )


def test_the_worked_example_of_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), names)
    result = names["result"]
    assert isinstance(result, BuildResult)
    assert result.train.height + result.test.height == 3
    assert set(result.kept["source"]) == {"squares"}


def test_a_build_from_python_can_be_asked_about(tmp_path: Path) -> None:
    registry = DatasetRegistry.from_catalog()
    registry.register("squares", Squares())
    recipe = Recipe.model_validate({"sources": ["squares"], "licences": "permissive"})
    result = build(recipe, registry=registry, out=tmp_path / "out")
    assert result.removed.height == 0
    assert result.kept["scene"].to_list() == ["Row"] * 3
    assert isinstance(result.train, pl.DataFrame)
    explanation = result.why(result.kept["id"][0])
    assert (explanation.source, explanation.kept) == ("squares", True)
    assert explanation.split in ("train", "test")
    assert [d.stage for d in explanation.decisions][-1] == "release"
    assert result.unavailable == {}
    assert BuildResult.load(tmp_path / "out").dataset_hash == result.dataset_hash


def test_a_licence_the_policy_bars_keeps_nobody_else_out(tmp_path: Path) -> None:
    class Copy(Squares):
        def extract(self) -> Iterator[Sample]:
            for s in super().extract():
                yield Sample.create(
                    "copies",
                    s.code,
                    key=s.key,
                    scene=s.scene,
                    description=s.description,
                    description_origin=Origin.HUMAN,
                )

    registry = DatasetRegistry()
    registry.register("squares", Squares(), priority=10)
    registry.register("copies", Copy(), priority=90)
    chosen = {"sources": ["squares", "copies"], "render": {"enabled": False}}
    every = build(Recipe.model_validate(chosen), registry=registry, out=tmp_path / "any")
    assert set(every.kept["source"]) == {"copies"}
    stated = build(
        Recipe.model_validate({**chosen, "licences": "stated"}), registry=registry, out=tmp_path / "stated"
    )
    assert set(stated.kept["source"]) == {"squares"}
    assert set(stated.removed["reason"]) == {"licence_policy"}


def test_a_source_wholly_contained_in_another_is_reported_row_by_row_across_sources(tmp_path: Path) -> None:
    class Contained(Squares):
        def extract(self) -> Iterator[Sample]:
            for s in super().extract():
                yield Sample.create("contained", s.code, key=s.key, scene=s.scene, description=s.description)

    registry = DatasetRegistry()
    registry.register("squares", Squares(), priority=50)
    registry.register("contained", Contained(), priority=20)
    recipe = Recipe.model_validate({"sources": ["squares", "contained"], "render": {"enabled": False}})
    build(recipe, registry=registry, out=tmp_path / "out")
    report = json.loads((tmp_path / "out" / "deduplication_report.json").read_text())
    assert (report["cross_source_duplicates"], report["within_source_duplicates"]) == (3, 0)
    assert report["matrix"] == {"contained": {"squares": 3}}
    removed = json.loads((tmp_path / "out" / "removed_duplicates.json").read_text())
    assert [(r["source"], r["matched_source"], r["cross_source"]) for r in removed] == [
        ("contained", "squares", True)
    ] * 3

"""What becomes of samples that need files: whole builds, from a source that says what its samples need."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from PIL import Image

from manimill import (
    BuildResult,
    DatasetRegistry,
    EnvironmentFailure,
    Provenance,
    Recipe,
    Sample,
    SampleAsset,
    build,
)
from manimill.asset_policy import LARGEST_FILE, MOST_OF_A_SAMPLE, Policy, furnish
from manimill.engine import LocalEngine
from manimill.render import RenderSettings
from manimill.scenes.asset_store import keep_assets
from manimill.scenes.assets import references, resolve, search_folders
from manimill.scenes.files import MemoryTree
from manimill.verification import verify
from manimill.verification.rows import in_build

SCENES = {
    "Picture": 'self.add(ImageMobject("pics/a"))',
    "Data": 'self.add(Square(float(open("side.txt").read())))',
    "Gone": 'self.add(ImageMobject("gone.png"), Dot())',
    "Both": 'self.add_sound("click.wav")\n        self.add(Circle(), ImageMobject("pics/a.png"))',
    "Plain": "self.add(Triangle())",
}


def png() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (270, 135), "red").save(content, "PNG")
    return content.getvalue()


TREE = MemoryTree(
    {"video/pics/a.png": png(), "video/side.txt": b"2", "click.wav": b"no sound", "other.png": b""}
)


class Video:
    """A source that looks for the files of its scenes, as one for repositories does."""

    def extract(self) -> Iterator[Sample]:
        for scene, line in SCENES.items():
            code = (
                f"from manim import *\n\n\nclass {scene}(Scene):\n    def construct(self):\n        {line}\n"
            )
            report = resolve(references(code), TREE, search_folders("video/scenes.py"))
            assets, missing = keep_assets(report, TREE)
            yield Sample.create(
                "video",
                code,
                key=scene,
                scene=scene,
                description=f"Show {scene}.",
                provenance=Provenance(path="video/scenes.py", licence="MIT"),
                assets=assets,
                missing_assets=missing,
            )


def built(folder: Path, policy: Policy) -> BuildResult:
    registry = DatasetRegistry()
    registry.register("video", Video())
    recipe = Recipe.model_validate({"sources": ["video"], "assets": {"policy": policy}})
    return build(recipe, registry=registry, out=folder / policy)


def held_back(result: BuildResult) -> dict[str, tuple[str, str, str]]:
    rows = result.removed.select("scene", "gate", "reason", "evidence").iter_rows()
    return {scene: (gate, reason, evidence) for scene, gate, reason, evidence in rows}


def rows(folder: Path) -> dict[str, Mapping[str, object]]:
    """The exported rows, by scene."""
    sides = [pl.read_parquet(folder / f"{side}.parquet") for side in ("train", "test")]
    return {row["scene"]: row for side in sides for row in side.iter_rows(named=True)}


def statistics(folder: Path) -> dict[str, int]:
    counts: dict[str, int] = json.loads((folder / "statistics.json").read_text())["assets"]
    return counts


def test_reject_holds_back_whatever_needs_a_file_and_renders_none_of_it(tmp_path: Path) -> None:
    result = built(tmp_path, "reject")
    assert held_back(result) == {
        "Picture": ("assets", "needs_assets", "pics/a.png"),
        "Data": ("assets", "needs_assets", "side.txt"),
        "Gone": ("assets", "missing_asset", "gone.png"),
        "Both": ("assets", "needs_assets", "click.wav, pics/a.png"),
    }
    folder = tmp_path / "reject"
    assert pl.read_parquet(folder / "tables" / "render.parquet").height == 1
    assert rows(folder)["Plain"]["assets"] == []
    assert statistics(folder) == {
        "samples_asking": 4,
        "samples_with_placeholders": 0,
        "samples_with_files": 0,
        "files": 0,
        "bytes": 0,
    }
    assert (
        "They were left out, so every scene here runs from its code alone."
        in (folder / "README.md").read_text()
    )
    explained = result.why(result.removed.filter(pl.col("scene") == "Gone")["id"].item())
    decisions = {decision.stage: decision for decision in explained.decisions}
    assert decisions["assets"].verdict == "removed"
    assert decisions["assets"].reason == "missing_asset"
    assert decisions["assets"].evidence == {"files": [], "missing_assets": ["gone.png"]}
    assert (decisions["duplicates"].verdict, decisions["duplicates"].reason) == ("not compared", "assets")


def test_bundle_exports_the_files_with_the_scenes_that_ran_with_them(tmp_path: Path) -> None:
    result = built(tmp_path, "bundle")
    folder = tmp_path / "bundle"
    # The sound file is none, so its scene fails when it is rendered.
    gone = held_back(result)
    assert gone["Gone"] == ("assets", "missing_asset", "gone.png")
    assert gone["Both"][0] == "render"
    exported = rows(folder)
    assert sorted(exported) == ["Data", "Picture", "Plain"]
    picture = f"assets/{exported['Picture']['id']}/pics/a.png"
    side = f"assets/{exported['Data']['id']}/side.txt"
    assert {name: row["assets"] for name, row in exported.items()} == {
        "Picture": [picture],
        "Data": [side],
        "Plain": [],
    }
    assert exported["Picture"]["assets_sha256"] == [hashlib.sha256(png()).hexdigest()]
    written = {
        path.relative_to(folder).as_posix() for path in (folder / "assets").rglob("*") if path.is_file()
    }
    assert written == {picture, side}
    assert (folder / picture).read_bytes() == png()
    assert set(json.loads((folder / "build.json").read_text())["files"]) >= written
    assert statistics(folder) == {
        "samples_asking": 4,
        "samples_with_placeholders": 0,
        "samples_with_files": 2,
        "files": 2,
        "bytes": len(png()) + 1,
    }
    assert "2 of them are here with their files, 2 files in `assets/`" in (folder / "README.md").read_text()
    decision = next(d for d in result.why(str(exported["Data"]["id"])).decisions if d.stage == "assets")
    assert (decision.verdict, decision.evidence) == ("bundled", {"files": ["side.txt (1 bytes)"]})


def test_a_dataset_with_files_is_verified_with_them(tmp_path: Path) -> None:
    built(tmp_path, "bundle")
    found = in_build(tmp_path / "bundle").candidates
    assert {c.scene: [entry.path for entry in c.files.entries] for c in found} == {
        "Data": ["side.txt"],
        "Picture": ["pics/a.png"],
        "Plain": [],
    }
    verified = verify(found, RenderSettings(level="evaluate"), engine=LocalEngine(1))
    assert [str(one.verdict.verdict) for one in verified] == ["ok"] * 3


def test_placeholders_make_scenes_run_from_their_code_alone(tmp_path: Path) -> None:
    result = built(tmp_path, "placeholder")
    folder = tmp_path / "placeholder"
    assert held_back(result) == {"Data": ("assets", "no_placeholder", "side.txt")}
    exported = rows(folder)
    assert {name: row["placeholders"] for name, row in exported.items()} == {
        "Picture": ["pics/a"],
        "Gone": ["gone.png"],
        "Both": ["click.wav", "pics/a.png"],
        "Plain": [],
    }
    assert exported["Both"]["code"] == (
        "from manim import *\n\n\nclass Both(Scene):\n    def construct(self):\n        self.add(Circle(), "
        'VGroup(Rectangle(width=2, height=1), Text("a.png").scale_to_fit_width(1.25)))\n'
    )
    found = {sample.scene: sample.id for sample in Video().extract()}
    assert {name: row["id"] for name, row in exported.items()} == {name: found[name] for name in exported}
    assert [row["assets"] for row in exported.values()] == [[]] * 4
    assert not (folder / "assets").exists()
    assert json.loads(str(exported["Gone"]["metadata"])) == {"placeholders": ["gone.png"]}
    assert statistics(folder)["samples_with_placeholders"] == 3
    assert "3 of them are here with labelled rectangles" in (folder / "README.md").read_text()
    decision = next(d for d in result.why(found["Picture"]).decisions if d.stage == "assets")
    assert decision.verdict == "placeholders"
    assert decision.evidence["placeholders"] == ["pics/a"]


def test_what_needs_files_keeps_nothing_else_out(tmp_path: Path) -> None:
    class Copy:
        def extract(self) -> Iterator[Sample]:
            for sample in Video().extract():
                if sample.scene == "Plain":
                    yield Sample.create("copy", sample.code, key="x", scene="Plain", description="Show it.")

    class NeedsMore(Video):
        def extract(self) -> Iterator[Sample]:
            for sample in super().extract():
                if sample.scene == "Plain":
                    yield replace(sample, missing_assets=("gone.png",))

    registry = DatasetRegistry()
    registry.register("video", NeedsMore(), priority=90)
    registry.register("copy", Copy(), priority=10)
    recipe = Recipe.model_validate({"sources": ["video", "copy"], "render": {"enabled": False}})
    result = build(recipe, registry=registry, out=tmp_path / "out")
    assert result.kept["source"].to_list() == ["copy"]


def asking(*sizes: int, path: str = "{n}.png") -> Sample:
    assets = [SampleAsset(path.format(n=n), "0" * 64, size, Path("/nowhere")) for n, size in enumerate(sizes)]
    return Sample.create("mine", "x", key="k", assets=assets)


@pytest.mark.parametrize(
    ("sample", "reason", "evidence"),
    [
        (asking(LARGEST_FILE + 1, 5), "asset_too_large", "0.png"),
        (asking(*[MOST_OF_A_SAMPLE // 5] * 6), "asset_too_large", "0.png, 1.png, 2.png, 3.png, 4.png, 5.png"),
        (asking(1, path="../{n}.png"), "asset_outside_folder", "../0.png"),
    ],
)
def test_files_that_are_too_much_or_lie_elsewhere_are_not_bundled(
    sample: Sample, reason: str, evidence: str
) -> None:
    held = furnish([sample], "bundle").held[sample.id]
    assert (held.gate, held.reason, held.evidence) == ("assets", reason, evidence)


def test_names_that_cannot_all_be_files_are_not_bundled(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x")
    assets = [SampleAsset(path, "0" * 64, 1, tmp_path / "x") for path in ("a", "a/b")]
    sample = Sample.create("mine", "x", key="k", assets=assets)
    assert furnish([sample], "bundle").held[sample.id].reason == "asset_path"


def test_a_file_in_the_cache_that_is_not_what_it_was_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x")
    sample = Sample.create("mine", "x", key="k", assets=[SampleAsset("a", "0" * 64, 1, tmp_path / "x")])
    with pytest.raises(EnvironmentFailure):
        furnish([sample], "bundle")


def test_of_many_files_the_first_are_named() -> None:
    sample = Sample.create("mine", "x", key="k", missing_assets=[f"{n:02}.png" for n in range(25)])
    evidence = furnish([sample], "reject").held[sample.id].evidence
    assert evidence == ", ".join(f"{n:02}.png" for n in range(10)) + ", and 15 more"


@pytest.mark.parametrize("policy", ["bundle", "placeholder"])
def test_a_cache_that_has_lost_a_file_stops_the_build(policy: Policy) -> None:
    with pytest.raises(EnvironmentFailure):
        furnish([asking(1)], policy)


@pytest.mark.parametrize("policy", ["reject", "bundle", "placeholder"])
def test_samples_of_which_nobody_knows_what_they_need_go_on_as_they_are(policy: Policy) -> None:
    sample = Sample.create("rows", 'ImageMobject("x.png")', key="k")
    furnished = furnish([sample], policy)
    assert (furnished.samples, furnished.held, furnished.files) == ((sample,), {}, {})

"""A build that repairs: what goes into the dataset is today's code, and everything says what was done."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from manimill.result import BuildResult
from tests.sources.git_repositories import Repo

from .conftest import Run, read_jsonl

ENTRY = """
name = "films"
title = "Films"
kind = "git"
url = "https://github.com/ann/films"
verdict = "convert"
reason = "Written for these tests."
licence = "MIT"
priority = 50
flavours = ["legacy", "ce"]
[revision]
policy = "latest"
[[repositories]]
repository = "ann/films"
[expected]
scenes = 4
legacy = 3
"""
HEAD = "from manimlib.imports import *\n\n\n"
GROW = (
    "class Grow(Scene):\n    def construct(self):\n        circle = Circle(color=RED)\n"
    "        self.play(ShowCreation(circle))\n        self.wait()\n"
)
LOST = (
    "class Lost(Scene):\n    def construct(self):\n        self.add(Square())\n"
    "        self.play(Blink(PiCreature()))\n"
)
GL = "from manimlib import *\n\n\nclass New(Scene):\n    def construct(self):\n        self.play(ShowCreation(Dot()))\n"
TODAY = (
    "from manim import *\n\n\nclass Fine(Scene):\n    def construct(self):\n        self.add(Triangle())\n"
)


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("films")
    repo = Repo(folder / "mirror" / "ann" / "films")
    repo.commit({"grow.py": HEAD + GROW, "lost.py": HEAD + LOST, "gl.py": GL, "today.py": TODAY})
    (folder / "films.toml").write_text(ENTRY)
    (folder / "recipe.toml").write_text(
        f'sources = "included"\ncatalog = ["films.toml"]\n[git]\nmirror = "{folder}/mirror/{{owner}}/{{name}}"\n'
    )
    return folder


@pytest.fixture(scope="module")
def built(films: Path, manimill: Run, shared_cache: Path) -> BuildResult:
    env = {"XDG_CACHE_HOME": str(shared_cache)}
    out = films / "out"
    done = manimill("build", films / "recipe.toml", "--sources", "films", "--out", out, env=env)
    assert done.returncode == 0, done.stderr
    (films / "said").write_text(done.stdout)
    return BuildResult.load(out)


def of(built: BuildResult, table: str, scene: str) -> dict[str, object]:
    samples = built.tables["samples"].filter(pl.col("scene") == scene).select("id")
    return built.tables[table].join(samples, on="id").row(0, named=True)


def test_what_is_exported_is_todays_code_and_the_id_is_that_of_the_code_found(built: BuildResult) -> None:
    found = of(built, "samples", "Grow")
    assert "ShowCreation" in str(found["code"])
    rows = pl.concat([built.train, built.test])
    row = rows.filter(pl.col("scene") == "Grow").row(0, named=True)
    assert row["id"] == found["id"]
    assert row["code"].startswith("from manim import *")
    assert "Create(circle)" in row["code"] and "ShowCreation" not in row["code"]
    assert (row["flavour"], row["original_flavour"], row["repair_tier"]) == ("ce", "legacy", "mechanical")
    assert row["repair_rules"] == ["renamed-animations", "star-imports"]
    fine = rows.filter(pl.col("scene") == "Fine").row(0, named=True)
    assert (fine["original_flavour"], fine["repair_tier"], fine["repair_rules"]) == ("ce", None, [])
    said = [
        r["conversations"][2]["value"]
        for s in ("train", "test")
        for r in read_jsonl(built.folder / f"{s}.jsonl")
    ]
    assert not any("ShowCreation" in text for text in said)
    assert built.kept.filter(pl.col("scene") == "Grow")["code"].to_list() == [row["code"]]


def test_flavours_that_the_entry_does_not_name_become_no_samples(built: BuildResult) -> None:
    assert built.tables["skipped"].select("where", "reason").rows() == [("gl.py:4:New", "flavour_gl")]


def test_each_source_tells_what_ran_and_what_stopped_the_rest(built: BuildResult, films: Path) -> None:
    films_counts = built.statistics["repair"]["by_source"]["films"]
    assert {
        key: films_counts[key] for key in ("found", "older", "repaired", "judged", "rendered", "exported")
    } == {
        "found": 3,
        "older": 2,
        "repaired": 2,
        "judged": 2,
        "rendered": 1,
        "exported": 1,
    }
    lost = of(built, "samples", "Lost")["id"]
    assert films_counts["stopped"] == [{"what": "name_error: PiCreature", "count": 1, "example": lost}]
    assert built.statistics["by_source"]["films"]["written_for"] == {"legacy": 2, "ce": 1}
    assert json.loads((built.folder / "report" / "repair.json").read_text()) == built.statistics["repair"]
    page = (built.folder / "report" / "index.html").read_text()
    assert "<h2>Repair</h2>" in page and "name_error: PiCreature" in page
    assert "2 of 3 codes were rewritten" in (built.folder / "README.md").read_text()
    assert (
        "repair: 2 of 3 codes rewritten (2 mechanical); of 2 rewritten or older that ran, 1 render; stopped by 1 "
        "name_error: PiCreature"
    ) in (films / "said").read_text()


def test_why_tells_the_rules_and_what_was_left(built: BuildResult) -> None:
    stages = {d.stage: d for d in built.why(str(of(built, "samples", "Lost")["id"])).decisions}
    repair = stages["repair"]
    assert (repair.verdict, repair.evidence["written_for"]) == ("mechanical", "legacy")
    assert repair.evidence["rules"] == ["star-imports (high) at 1"]
    assert repair.evidence["left"][0].startswith("line 7: PiCreature: ")
    assert stages["flavour"].verdict == "ce"


def test_sources_shows_what_its_scenes_were_written_for(
    built: BuildResult, films: Path, manimill: Run, shared_cache: Path
) -> None:
    env = {"XDG_CACHE_HOME": str(shared_cache)}
    text = manimill("sources", "films", "--catalog", films / "films.toml", env=env).stdout
    assert ["legacy", "3", "2"] in [line.split() for line in text.splitlines()]


@pytest.mark.parametrize(
    ("setting", "gate", "reason"),
    [("repair.enabled=false", "flavour", "flavour_legacy"), ("repair.tiers=[]", "repair", "tier_mechanical")],
)
def test_without_repair_or_its_tier_a_scene_is_held_back_with_the_reason(
    films: Path, manimill: Run, tmp_path: Path, setting: str, gate: str, reason: str
) -> None:
    arguments = ("--sources", "films", "--set", setting, "--set", "render.enabled=false")
    done = manimill("build", films / "recipe.toml", *arguments, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    result = BuildResult.load(tmp_path / "out")
    assert result.statistics["held_back"] == {gate: {reason: 2}}
    assert result.statistics["samples"]["kept"] == 1

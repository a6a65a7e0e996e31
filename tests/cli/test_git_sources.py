"""Repositories through the command line: mirrors, folders, sources that must be there, and what a build remembers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.conftest import Run
from tests.sources.git_repositories import SCENE, Repo

ENTRY = """
name = "{name}"
title = "Films by {owner}"
kind = "git"
url = "https://github.com/{owner}/films"
verdict = "include"
reason = "Written for these tests."
licence = "MIT"
priority = 50

[revision]
policy = "latest"

[[repositories]]
repository = "{owner}/films"

[expected]
scenes = 5
legacy = 1
self_contained = 2
"""

BASE = "class Base(Scene):\n    def setup(self):\n        self.camera.background_color = RED\n\n\n"
LEGACY = SCENE.replace("from manim import", "from manimlib.imports import").replace("Create", "ShowCreation")


class Place:
    """A folder with a catalog of two sources, a mirror that has one of them, and a recipe."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.repo = Repo(folder / "mirror" / "ann" / "films")
        self.commit = self.repo.commit(
            {
                "good.py": SCENE.format(name="Good")
                + "\n\n"
                + SCENE.format(name="Second").partition("\n\n\n")[2],
                "legacy.py": LEGACY.format(name="Old"),
                "lost.py": SCENE.format(name="Lost") + "        self.add(helper())\n",
                "broken.py": "x = (\n",
            }
        )
        (folder / "catalog").mkdir()
        for name, owner in (("annfilms", "ann"), ("bobfilms", "bob")):
            (folder / "catalog" / f"{name}.toml").write_text(ENTRY.format(name=name, owner=owner))
        self.recipe = folder / "recipe.toml"
        self.recipe.write_text('sources = ["annfilms"]\ncatalog = ["catalog"]\n[render]\nenabled = false\n')

    @property
    def mirror(self) -> str:
        return f"git.mirror={self.folder}/mirror/{{owner}}/{{name}}"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Place(tmp_path)


def test_a_mirror_given_with_set_is_read_and_the_yield_is_remembered(place: Place, manimill: Run) -> None:
    out = place.folder / "out"
    done = manimill("build", place.recipe, "--set", place.mirror, "--out", out)
    assert done.returncode == 0, done.stderr
    last = {
        "places": 5,
        "found": 2,
        "revisions": [place.commit],
        "skipped": 3,
        "skipped_by_reason": {
            "flavour_legacy": {
                "count": 1,
                "example": {
                    "where": "legacy.py:4:Old",
                    "detail": "line 1: from manimlib.imports import *; line 6: ShowCreation",
                },
            },
            "not_whole": {
                "count": 1,
                "example": {
                    "where": "lost.py:4:Lost",
                    "detail": "'helper' of lost.py line 7, looked for in lost.py, manim",
                },
            },
            "syntax_error": {
                "count": 1,
                "example": {"where": "broken.py:1", "detail": "line 1: '(' was never closed"},
            },
        },
        "held_back": {"duplicates": {"canonical_code": 1}},
        "kept": 1,
    }
    statistics = json.loads((out / "statistics.json").read_text())["by_source"]["annfilms"]
    said = manimill("sources", "annfilms", "--catalog", place.folder / "catalog", "--json")
    remembered = json.loads(said.stdout)["last_build"]
    for key, value in last.items():
        assert remembered[key] == value, key
        assert key == "places" or statistics[key] == value, key

    text = manimill("sources", "annfilms", "--catalog", place.folder / "catalog").stdout
    shown = text[text.index("expected") :].splitlines()
    assert [line.split() for line in shown[:8]] == [
        ["expected", "last", "build"],
        ["scenes", "5", "4"],
        ["legacy", "1", "1"],
        ["self", "contained", "2"],
        ["cut", "whole", "2"],
        ["kept", "1"],
        ["train", str(remembered["train"])],
        ["test", str(remembered["test"])],
    ]
    assert f"from revision {place.commit}" in text
    assert "held back by duplicates: 1 canonical_code" in text
    assert "broken.py:1: line 1: '(' was never closed" in text


def test_a_source_that_was_never_built_shows_what_is_expected(place: Place, manimill: Run) -> None:
    text = manimill("sources", "bobfilms", "--catalog", place.folder / "catalog").stdout
    assert ["scenes", "5"] in [line.split() for line in text.splitlines()]
    assert "Last build" not in text


def test_a_folder_without_git_serves_as_a_source(place: Place, manimill: Run) -> None:
    folder = place.folder / "plain"
    folder.mkdir()
    (folder / "a.py").write_text(SCENE.format(name="Plain"))
    out = place.folder / "out"
    done = manimill("build", place.recipe, "--local", f"annfilms={folder}", "--out", out)
    assert done.returncode == 0, done.stderr
    (revision,) = json.loads((out / "build.json").read_text())["sources"]["annfilms"]["revisions"]
    assert revision.startswith("files:")


def test_a_strict_build_names_every_source_that_is_out_of_reach_and_writes_nothing(
    place: Place, manimill: Run
) -> None:
    out = place.folder / "out"
    order = ("build", place.recipe, "--set", place.mirror, "--sources", "annfilms,bobfilms", "--out", out)
    done = manimill(*order, "--strict")
    missing = f"{place.folder}/mirror/bob/films"
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "manimill: A strict build wants every source, and 1 of 2 cannot be read: The source 'bobfilms' is not in the "
        f"mirror: {missing} is no git repository; correct git.mirror."
    )
    assert not out.exists()

    done = manimill(*order)
    assert done.returncode == 1
    assert f"not read: The source 'bobfilms' is not in the mirror: {missing}" in done.stdout
    assert (out / "train.jsonl").exists()


def test_a_build_without_any_source_in_reach_says_so(place: Place, manimill: Run) -> None:
    out = place.folder / "out"
    done = manimill("build", place.recipe, "--set", "git.mirror=/nowhere/{owner}/{name}", "--out", out)
    (sentence,) = (line for line in done.stderr.splitlines() if "nothing to do" in line)
    assert done.returncode == 2
    assert (
        "None of the recipe's sources could be read, so there is nothing to do: The source 'annfilms'"
        in sentence
    )
    assert not out.exists()


def test_the_help_says_how_to_name_a_mirror_and_to_insist(manimill: Run) -> None:
    text = manimill("build", "--help").stdout
    assert "git.mirror=/srv/{owner}/{name}.git" in text
    assert "--strict" in text

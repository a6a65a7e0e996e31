"""``manimill why`` and what happens in a scene: its storyboard and a picture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.conftest import Run

IDS = ["a" * 16, "b" * 16]
STORYBOARD = {"objects": [{"n": 1, "class": "Dot"}], "events": [{"t": 0, "do": "add", "line": 5, "on": [1]}]}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """The output of a build in which the first scene was rendered and the second was not."""
    folder = tmp_path / "dataset"
    tables: dict[str, dict[str, Any]] = {
        "samples": {"id": IDS, "source": ["s", "s"], "scene": ["A", "B"], "code": ["", ""]},
        "release": {
            "id": IDS,
            "kept": [True, False],
            "reason": [None, "x"],
            "gate": [None, "g"],
            "evidence": [None, "e"],
        },
        "split": {"id": IDS, "cluster": IDS, "split": ["train", "train"], "reason": ["r", "r"]},
        "render": {
            "id": IDS,
            "verdict": ["ok", "api_error"],
            "error": [None, "AttributeError: no"],
            "evidence": [None, "dot.no()"],
            "warnings": [[{"line": 7, "call": "Rectangle(6, 3)", "why": "the first is a colour"}], []],
        },
        "storyboards": {"id": IDS[:1], "storyboard": [json.dumps(STORYBOARD)], "layout": ["{}"]},
        "frames": {"id": IDS[:1], "first": [b"first"], "middle": [b"middle"], "last": [b"last"]},
    }
    (folder / "tables").mkdir(parents=True)
    for name, columns in tables.items():
        pl.DataFrame(columns).write_parquet(folder / "tables" / f"{name}.parquet")
    (folder / "build.json").write_text("{}")
    return folder


def test_the_storyboard_follows_the_decisions(built: Path, manimill: Run) -> None:
    done = manimill("why", IDS[0], "--in", built)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "   0.0  line 5    add Dot 1"
    assert "warnings: line 7: Rectangle(6, 3): the first is a colour" in done.stdout


def test_programs_get_the_storyboard_as_it_is(built: Path, manimill: Run) -> None:
    assert json.loads(manimill("why", "a", "--in", built, "--json").stdout)["storyboard"] == STORYBOARD
    other = json.loads(manimill("why", "b", "--in", built, "--json").stdout)
    assert other["storyboard"] is None
    render = next(d for d in other["decisions"] if d["stage"] == "render")
    assert render["evidence"] == {"error": "AttributeError: no", "evidence": "dot.no()"}


def test_the_picture_in_the_middle_is_written(built: Path, tmp_path: Path, manimill: Run) -> None:
    done = manimill("why", "a", "--in", built, "--thumbnail", tmp_path / "a.webp")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.webp").read_bytes() == b"middle"


def test_a_picture_that_is_not_there_or_cannot_be_written_is_one_sentence(built: Path, manimill: Run) -> None:
    for sample, file, words in (
        ("b", "x.webp", "has no picture of"),
        ("a", "no/x.webp", "cannot be written"),
    ):
        done = manimill("why", sample, "--in", built, "--thumbnail", built / file)
        (sentence,) = done.stderr.splitlines()
        assert (done.returncode, words in sentence) == (2, True)


def test_a_build_without_storyboards_and_pictures_is_explained_all_the_same(
    built: Path, manimill: Run
) -> None:
    for name in ("storyboards", "frames", "render"):
        (built / "tables" / f"{name}.parquet").unlink()
    done = manimill("why", "a", "--in", built)
    assert (done.returncode, "storyboard" in done.stdout) == (0, False)
    assert "has no picture" in manimill("why", "a", "--in", built, "--thumbnail", built / "x").stderr

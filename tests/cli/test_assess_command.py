"""``manimill assess`` as a user types it, in processes of its own."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.assessment.places import LESSONS, SCENE, repository, written
from tests.conftest import DATA, Run

COMMAND = [sys.executable, "-c", "from manimill.cli import main; main()", "assess"]
KEYS = [
    "target",
    "scenes",
    "by_flavour",
    "whole",
    "not_whole",
    "assets_present",
    "assets_missing",
    "third_party",
]
KEYS += ["licence", "overlap", "sampled", "rendered", "rendered_after_repair", "recommendation", "reasons"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(
        tmp_path_factory.mktemp("owner") / "lessons", LESSONS, "git@github.com:owner/lessons.git"
    )


def test_help_says_what_a_target_is(manimill: Run) -> None:
    text = " ".join(manimill("assess", "--help").stdout.split())
    assert "A repository on GitHub (owner/name, or its address" in text
    assert all(
        option in text for option in ("--sample", "--seed", "--against", "--env", "--mirror", "--json")
    )


def test_json_is_one_object_per_target_with_every_key(place: Path, manimill: Run) -> None:
    done = manimill("assess", place, place / "spoken.py", "--sample", "0", "--json")
    first, second = map(json.loads, done.stdout.splitlines())
    assert [key for key in KEYS if key not in first] == []
    assert (first["scenes"], second["scenes"], done.returncode) == (6, 1, 0)


def test_people_read_verdict_reasons_evidence_and_entry_in_lines_without_blanks_behind(
    place: Path, manimill: Run
) -> None:
    done = manimill("assess", place, "--sample", "0", env={"COLUMNS": ""})
    lines = done.stdout.splitlines()
    assert lines[0].startswith(f"{place} at ")
    assert lines[0].endswith("  include")
    assert lines[1] == (
        "- 6 scenes (4 ce, 2 legacy), of which 5 can be cut out whole and 3 stand alone in their file."
    )
    assert "scenes         6 (4 ce, 2 legacy), 1 more in texts and docstrings, " in done.stdout
    assert "               old/before.py: 2 legacy (line 1: from manimlib.imports import *)" in lines
    assert "assets         1 present, 2 missing" in lines
    assert 'name = "owner_lessons"' in lines
    assert [line for line in lines if line != line.rstrip()] == []


def test_lines_are_broken_to_the_width_of_the_terminal(place: Path, manimill: Run) -> None:
    done = manimill("assess", place, "--sample", "0", env={"COLUMNS": "60"})
    evidence = done.stdout.partition("A catalog entry")[0].splitlines()[1:]
    assert [line for line in evidence if len(line) > 60] == []


def test_one_failing_target_does_not_lose_the_others(place: Path, manimill: Run) -> None:
    done = manimill("assess", "nowhere", place, "https://example.org/a/b", "--sample", "0", "--json")
    assert json.loads(done.stdout)["scenes"] == 6
    assert done.returncode == 1
    assert "manimill: There is no 'nowhere'; give the address" in done.stderr
    assert "manimill: 'https://example.org/a/b' is not the address" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "There is no 'nowhere'"),
        (["owner/nowhere", "--mirror", "/nowhere/{owner}/{name}"], "is not in the mirror"),
        ([".", "--against", "nowhere"], "nowhere is not a folder; run 'manimill build"),
        (["FOLDER"], "holds no Python file, notebook or text"),
        (["PLACE", "--env", "nonsense", "--sample", "1"], "nonsense"),
    ],
)
def test_a_wrong_request_is_one_sentence_with_status_2(
    arguments: list[str], words: str, place: Path, tmp_path: Path, manimill: Run
) -> None:
    places = {"FOLDER": str(tmp_path), "PLACE": str(place)}
    done = manimill("assess", *(places.get(argument, argument) for argument in arguments))
    (sentence,) = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert words in sentence


def test_what_a_build_holds_already_is_counted(tmp_path: Path, manimill: Run) -> None:
    (tmp_path / "recipe.toml").write_text(f'sources = ["pairs"]\ncatalog = ["{DATA / "pairs.toml"}"]\n')
    built = manimill(
        "build",
        tmp_path / "recipe.toml",
        "--local",
        f"pairs={DATA / 'pairs.jsonl'}",
        "--out",
        tmp_path / "out",
        "--set",
        "render.enabled=false",
    )
    assert built.returncode == 0, built.stderr
    pair = json.loads((DATA / "pairs.jsonl").read_text().splitlines()[0])
    code = next(text for text in pair.values() if "def construct" in str(text))
    place = written(
        tmp_path / "place",
        {
            "known.py": "# The same with a remark.\n" + code,
            "new.py": SCENE.format(name="New", what="Star(7)"),
        },
    )
    done = manimill("assess", place, "--sample", "0", "--against", tmp_path / "out", "--json")
    overlap = json.loads(done.stdout)["overlap"]
    assert overlap == {"build": str(tmp_path / "out"), "scenes": 1, "share": 0.5, "sources": ["pairs"]}


def test_ctrl_c_ends_in_one_sentence(tmp_path: Path) -> None:
    endless = SCENE.format(name="Endless", what="Dot()") + "        while True:\n            pass\n"
    place = written(tmp_path, {"endless.py": endless, "b.py": endless.replace("Endless", "Other")})
    process = subprocess.Popen(
        [*COMMAND, str(place)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    while "render: 2 scenes" not in process.stderr.readline():
        assert process.poll() is None
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert err.splitlines()[-1] == "manimill: stopped; verdicts on scenes that had finished are kept."


def test_a_terminal_shows_a_bar_and_colours(place: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, str(place), "--sample", "0"],
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
    )
    os.close(theirs)
    shown = b""
    began = time.monotonic()
    while time.monotonic() - began < 120:
        try:
            shown += os.read(ours, 65536)
        except OSError:
            break
    assert process.wait() == 0
    os.close(ours)
    text = shown.decode()
    assert "✓" in text
    assert "\x1b[1;32minclude\x1b[0m" in text

"""``manimill pair`` as a user types it, in processes of its own."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import Run, read_jsonl
from tests.pairing.corpus import right_pairs, shuffled

COMMAND = [sys.executable, "-c", "from manimill.cli import main; main()", "pair"]


@pytest.fixture
def half(tmp_path: Path) -> Path:
    """Twenty pairs in disorder and twenty as they should be."""
    path = tmp_path / "pairs.jsonl"
    pairs = [*shuffled(right_pairs()[:20]), *right_pairs()[20:]]
    path.write_text("".join(json.dumps({"prompt": p.description, "code": p.code}) + "\n" for p in pairs))
    return path


def test_summary_and_the_worst_beside_each_other(manimill: Run, half: Path) -> None:
    done = manimill("pair", half, "--worst", 3)
    assert done.returncode == 0
    first, share, *counts = done.stdout.splitlines()[:5]
    assert first == "40 pairs"
    low, high = map(float, re.findall(r"interval ([\d.]+) to ([\d.]+) %", share)[0])
    assert low <= 50 <= high
    assert [line.split()[:2] for line in counts] == [["match", "20"], ["unsure", "0"], ["mismatch", "20"]]
    assert done.stdout.count("mismatch\n") == 3
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_json_has_one_object_for_each_row(manimill: Run, half: Path) -> None:
    done = manimill("pair", half, "--json")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["index"] for row in found] == list(range(40))
    assert {row["verdict"] for row in found[:20]} == {"mismatch"}
    assert {row["verdict"] for row in found[20:]} == {"match"}
    assert "pairing: 40 pairs scored, " in done.stderr


def test_repair_writes_the_pairs_and_says_how_many(manimill: Run, half: Path, tmp_path: Path) -> None:
    out = tmp_path / "fixed.jsonl"
    done = manimill("pair", half, "--repair", out, "--worst", 0)
    written = read_jsonl(out)
    anew = sum(row["repaired"] for row in written)
    alone = sum(row["confidence"] is None for row in written)
    assert anew >= 18
    assert f"repaired: {anew} put together anew, 20 stayed, {alone} halves released" in done.stdout


def test_fields_can_be_named(manimill: Run, half: Path) -> None:
    done = manimill("pair", half, "--description-field", "prompt", "--code-field", "code", "--json")
    assert done.returncode == 0
    wrong = manimill("pair", half, "--description-field", "promt")
    assert wrong.returncode == 2
    assert wrong.stderr.splitlines()[-1].endswith(
        "has no 'promt'; it has prompt, code: name the right one with --description-field."
    )


def test_rows_without_a_half_are_told_and_change_the_status(manimill: Run, half: Path) -> None:
    with half.open("a") as stream:
        stream.write('{"prompt": "a circle", "code": null}\n')
    done = manimill("pair", half, "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "index": 40, "score": None, "verdict": None, "trouble": "no code"
    }  # fmt: skip
    assert done.stderr.splitlines()[-1] == "manimill: no code in row 40."


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["absent.jsonl"], "absent.jsonl does not exist"),
        (["--match", "0.2", "--mismatch", "0.3"], "--mismatch 0.3 is not below --match 0.2"),
        (["--source", "nonsense"], "nonsense"),
        (["--repair", "absent/out.jsonl"], "give --repair a file in a folder that exists"),
    ],
)
def test_wrong_requests_get_a_sentence(manimill: Run, half: Path, arguments: list[str], said: str) -> None:
    done = manimill("pair", *([] if arguments[0] == "absent.jsonl" else [half]), *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_thresholds_change_verdicts(manimill: Run, half: Path) -> None:
    done = manimill("pair", half, "--match", "0.999999", "--mismatch", "0.0000001", "--json")
    assert "unsure" in {json.loads(line)["verdict"] for line in done.stdout.splitlines()}


def test_marks_of_terminals_in_texts_do_nothing(manimill: Run, tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    rows = [{"prompt": p.description, "code": p.code} for p in right_pairs()[:6]]
    rows.append(
        {"prompt": "\x1b[31mred [bold]alert[/bold] \u202e", "code": "# \x1b]0;title\x07\nclass Wrong: pass\n"}
    )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    shown = manimill("pair", path).stdout
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[bold]alert[/bold]" in shown


def test_on_a_terminal_nothing_is_wider_than_it(half: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, str(half)],
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "COLUMNS": "100", "TERM": "xterm"},
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 65_536)
            except OSError:
                break
            if not part:
                break
            shown += part
    os.close(ours)
    assert process.returncode == 0
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown.decode())
    assert "the worst 20" in plain
    assert max(len(line.rstrip("\r")) for line in plain.split("\n")) <= 100


def test_interrupted_it_writes_nothing(half: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    rows = half.read_text() * 200
    half.write_text(rows)
    with subprocess.Popen(
        [*COMMAND, str(half), "--repair", str(out)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("read")
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert said.splitlines()[-1] == "manimill: stopped; nothing was written."
    assert [path.name for path in tmp_path.iterdir()] == ["pairs.jsonl"]

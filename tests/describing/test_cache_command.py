"""``manimill cache``: answers are counted, shared and forgotten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.describe.llm_server import LlmServer
from tests.describing.comparing import digests
from tests.describing.conftest import MODEL, Here, asking


def test_an_empty_cache(own_cache: Path, tmp_path: Path, here: Here) -> None:
    done = here("cache", "stats")
    assert (done.status, done.err) == (0, "")
    assert "0 answers, $0.0000" in done.out
    assert here("cache", "stats", "--json").out == ""
    file = tmp_path / "answers.jsonl"
    done = here("cache", "export", file)
    assert (done.status, done.out) == (0, f"0 answers are in {file}\n")
    assert json.loads(here("cache", "import", file, "--json").out) == {"new": 0, "known": 0}
    assert json.loads(here("cache", "prune", "--failed", "--json").out) == {"forgotten": 0}


def test_answers_of_one_machine_serve_on_another(
    dataset: Path,
    made: Path,
    tmp_path: Path,
    own_cache: Path,
    server: LlmServer,
    here: Here,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import shutil

    other = shutil.copytree(made / "out", tmp_path / "other")
    assert here("describe", dataset, *asking(server)).status == 0
    paid = len(server.paid())
    rows = [json.loads(line) for line in here("cache", "stats", "--json").out.splitlines()]
    assert {row["model"] for row in rows} == {MODEL}
    assert sum(row["answers"] for row in rows) == paid
    assert sum(row["again"] for row in rows) == paid - 12
    assert sum(row["input_tokens"] for row in rows) == sum(call.input_tokens for call in server.paid())
    text = here("cache", "stats").out
    assert f"{paid} answers, $" in text
    assert "brief 1" in text
    file = tmp_path / "answers.jsonl"
    assert json.loads(here("cache", "export", file, "--json").out) == {"answers": paid, "file": str(file)}
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other-cache"))
    assert json.loads(here("cache", "import", file, "--json").out) == {"new": paid, "known": 0}
    assert json.loads(here("cache", "import", file, "--json").out) == {"new": 0, "known": paid}
    server.reset()
    assert here("describe", other, *asking(server)).status == 0
    assert server.calls == []
    assert digests(other) == digests(dataset)


def test_what_is_forgotten_is_asked_for_again(
    dataset: Path, own_cache: Path, server: LlmServer, here: Here
) -> None:
    assert here("describe", dataset, *asking(server)).status == 0
    paid, before = len(server.paid()), digests(dataset)
    assert json.loads(here("cache", "prune", "--model", "another", "--json").out) == {"forgotten": 0}
    assert json.loads(here("cache", "prune", "--before", "2001-01-01", "--json").out) == {"forgotten": 0}
    done = here("cache", "prune", "--model", MODEL)
    assert done.out == f"{paid} answers are forgotten\n"
    server.reset()
    assert here("describe", dataset, *asking(server)).status == 0
    assert len(server.paid()) == paid
    assert digests(dataset) == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["prune"], "manimill cache prune wants at least one of --model, --before and --failed."),
        (["prune", "--before", "yesterday"], "--before is 'yesterday'; it wants a day such as 2026-11-27."),
        (["import", "absent.jsonl"], "absent.jsonl cannot be read"),
        (
            ["import", "empty.jsonl"],
            "The empty file empty.jsonl is not what 'manimill cache export' writes; give a file that it wrote.",
        ),
        (["import", "other.jsonl"], "Line 1 of other.jsonl is not what 'manimill cache export' writes"),
        (["import", "picture.png"], "picture.png cannot be read"),
        (["import", "cut.jsonl"], "Line 2 of cut.jsonl is not what"),
        (["export", "absent/answers.jsonl"], "absent/answers.jsonl cannot be written"),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(
    tmp_path: Path,
    own_cache: Path,
    here: Here,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty.jsonl").write_text("")
    Path("other.jsonl").write_text('{"id": 1}\n')
    Path("picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe")
    Path("cut.jsonl").write_text('{"format": "manimill answers 1"}\n{"key": "12')
    done = here("cache", *arguments)
    assert (done.status, done.out) == (2, "")
    assert sentence in done.err
    assert done.err.count("\n") == 1

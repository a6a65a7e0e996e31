"""The store of answers: what was paid for is kept, whatever happens."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from manimill.describe.answers import Answer, AnswerStore, HandedIn, Status, Usage
from manimill.describe.request import Image, Message, Request
from manimill.errors import EnvironmentFailure, InputError, OutputError

MODEL = "gpt-5-mini"


def request(text: str = "scene", model: str = MODEL, images: int = 0) -> Request:
    pictures = tuple(Image(bytes([number]), "image/webp") for number in range(images))
    return Request(model, "Describe.", (Message("user", text, pictures),), 100)


def answer(
    asked: Request,
    text: str = '{"description": "Draw a circle."}',
    status: Status = "answered",
    cost: float | None = 0.25,
    **more: Any,
) -> Answer:
    date = more.pop("date", "2026-11-27T09:50:51Z")
    return Answer(asked.key, asked.model, "brief 1", status, text, 10, 5, cost, date, **more)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AnswerStore]:
    with AnswerStore(tmp_path / "answers.sqlite") as store:
        yield store


def filled(path: Path) -> AnswerStore:
    """A store with three answers: one good, one refused, one of another model whose price nobody knows."""
    store = AnswerStore(path)
    store.put(answer(request("one"), "„π“ \u2028 \x00 \\alpha"), request("one"))
    store.put(answer(request("two"), "", "refused", date="2026-11-28T00:00:00Z"), request("two"))
    other = request("three", "llama", images=2)
    store.put(answer(other, "{", "truncated", None, batch=True, again=2), other)
    return store


def test_what_was_put_is_got(store: AnswerStore) -> None:
    asked = request("one")
    kept = answer(asked, "„π“ \u2028 \x00 \\alpha", cost=None, batch=True, again=1)
    store.put(kept, asked)
    assert store.get(asked.key) == kept
    assert store.get(request("two").key) is None
    assert store.get_many([request("two").key, asked.key, asked.key]) == {asked.key: kept}


def test_the_latest_answer_to_a_request_counts(store: AnswerStore) -> None:
    store.put(answer(request(), "first"), request())
    store.put(answer(request(), "second"), request())
    assert [one.text for one in store.get_many([request().key]).values()] == ["second"]


def test_more_keys_can_be_asked_for_than_one_query_takes(store: AnswerStore) -> None:
    store.put(answer(request("1999")), request("1999"))
    keys = [request(str(number)).key for number in range(2500)]
    assert list(store.get_many(iter(keys))) == [request("1999").key]


def test_a_store_that_was_closed_has_what_it_had(tmp_path: Path) -> None:
    filled(tmp_path / "a.sqlite").close()
    with AnswerStore(tmp_path / "a.sqlite") as store:
        assert [store.get(request(text).key) is not None for text in ("one", "two", "four")] == [
            True,
            True,
            False,
        ]


def test_the_default_store_is_in_the_cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with AnswerStore.default() as store:
        assert store.path == tmp_path / "manimill" / "answers.sqlite"


def test_usage_is_summed_by_model_prompt_and_status(tmp_path: Path) -> None:
    with filled(tmp_path / "a.sqlite") as store:
        store.put(answer(request("four"), cost=0.5, again=1, date="2026-11-01T00:00:00Z"), request("four"))
        letters = len("Describe.")
        assert store.usage() == [
            Usage(
                MODEL, "brief 1", "answered", 2, 1, 2 * letters + 7, 20, 10, 0.75, 0,
                "2026-11-01T00:00:00Z", "2026-11-27T09:50:51Z",
            ),
            Usage(
                MODEL, "brief 1", "refused", 1, 0, letters + 3, 10, 5, 0.25, 0,
                "2026-11-28T00:00:00Z", "2026-11-28T00:00:00Z",
            ),
            Usage(
                "llama", "brief 1", "truncated", 1, 1, letters + 5, 10, 5, 0.0, 1,
                "2026-11-27T09:50:51Z", "2026-11-27T09:50:51Z",
            ),
        ]  # fmt: skip


# -- exports ------------------------------------------------------------------------------------------------


def test_an_export_taken_in_elsewhere_is_the_same_export(tmp_path: Path) -> None:
    with filled(tmp_path / "a.sqlite") as store:
        assert store.export(tmp_path / "a.jsonl") == 3
    with AnswerStore(tmp_path / "b.sqlite") as other:
        assert other.take(tmp_path / "a.jsonl") == (3, 0)
        assert other.take(tmp_path / "a.jsonl") == (0, 3)
        other.export(tmp_path / "b.jsonl")
        asked = request("three", "llama", images=2)
        assert other.get(asked.key) == answer(asked, "{", "truncated", None, batch=True, again=2)
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    assert lines[0] == {"format": "manimill answers 1"}
    assert [line["key"] for line in lines[1:]] == sorted(line["key"] for line in lines[1:])
    assert sorted(path.name for path in tmp_path.glob("*.jsonl*")) == ["a.jsonl", "b.jsonl"]


def test_an_answer_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    with filled(tmp_path / "a.sqlite") as store:
        store.export(tmp_path / "a.jsonl")
    with AnswerStore(tmp_path / "b.sqlite") as other:
        other.put(answer(request("one"), "ours"), request("one"))
        assert other.take(tmp_path / "a.jsonl") == (2, 1)
        kept = other.get(request("one").key)
        assert kept is not None
        assert kept.text == "ours"


def test_an_empty_store_has_an_export_too(store: AnswerStore, tmp_path: Path) -> None:
    assert store.export(tmp_path / "a.jsonl") == 0
    assert store.take(tmp_path / "a.jsonl") == (0, 0)


def changed(path: Path, number: int, **changes: Any) -> None:
    lines = path.read_text().splitlines()
    lines[number] = json.dumps({**json.loads(lines[number]), **changes})
    path.write_text("\n".join(lines) + "\n")


BY_HAND = "The request in line 3 of {} is not the one that its key says; it was changed by hand."
NO_ANSWER = "Line 3 of {} is not an answer as 'manimill cache export' writes it ("

CHANGES: list[tuple[dict[str, Any], str]] = [
    ({"request": {"model": MODEL}}, BY_HAND),
    ({"key": "0" * 64}, BY_HAND),
    ({"text": None}, NO_ANSWER + "text: Input should be a valid string)."),
    ({"status": "fine"}, NO_ANSWER + "status: Input should be 'answered', 'truncated' or 'refused')."),
    ({"input_tokens": "12"}, NO_ANSWER + "input_tokens: Input should be a valid integer)."),
    ({"cost": -1}, NO_ANSWER + "cost: Input should be greater than or equal to 0)."),
    ({"request": None}, NO_ANSWER + "request: Input should be a valid dictionary)."),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "sentence"), CHANGES)
def test_a_line_that_was_changed_is_refused(tmp_path: Path, changes: dict[str, Any], sentence: str) -> None:
    with filled(tmp_path / "a.sqlite") as store:
        store.export(tmp_path / "a.jsonl")
    changed(tmp_path / "a.jsonl", 2, **changes)
    with AnswerStore(tmp_path / "b.sqlite") as other:
        with pytest.raises(InputError) as refused:
            other.take(tmp_path / "a.jsonl")
        assert str(refused.value) == sentence.format(tmp_path / "a.jsonl")
        assert [one.answers for one in other.usage()] == [1]


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"", "The empty file {}"),
        (b"hello\n", "Line 1 of {}"),
        (b'{"format": "manimill answers 2"}\n', "Line 1 of {}"),
        (b'{"format": "manimill answers 1"}\n{"key": "ab\n', "Line 2 of {}"),
        (b'{"format": "manimill answers 1"}\n\n', "Line 2 of {}"),
        (b'{"format": "manimill answers 1"}\n' + b"[" * 100_000, "Line 2 of {}"),
    ],
)  # fmt: skip
def test_another_file_is_refused(store: AnswerStore, tmp_path: Path, content: bytes, where: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        store.take(path)
    assert str(refused.value) == (
        f"{where.format(path)} is not what 'manimill cache export' writes; give a file that it wrote."
    )


def test_a_file_that_cannot_be_read_is_one_sentence(store: AnswerStore, tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    for path in (tmp_path / "absent", tmp_path, tmp_path / "bytes"):
        with pytest.raises(
            InputError, match=r"cannot be read \(.*\); give a file that 'manimill cache export' wrote\."
        ):
            store.take(path)


def test_an_export_that_cannot_be_written_is_one_sentence(store: AnswerStore, tmp_path: Path) -> None:
    with pytest.raises(OutputError) as refused:
        store.export(tmp_path / "no" / "folder.jsonl")
    assert str(refused.value) == (
        f"{tmp_path}/no/folder.jsonl cannot be written (No such file or directory); name another file."
    )
    (tmp_path / "taken").mkdir()
    with pytest.raises(OutputError, match="taken cannot be written"):
        store.export(tmp_path / "taken")
    assert list(tmp_path.glob("*.new")) == []


# -- forgetting ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("conditions", "left"),
    [
        ({}, ["one", "two", "three"]),
        ({"model": MODEL}, ["three"]),
        ({"model": "another"}, ["one", "two", "three"]),
        ({"before": "2026-11-28"}, ["two"]),
        ({"before": "2026-11-27"}, ["one", "two", "three"]),
        ({"failed": True}, ["one"]),
        ({"failed": True, "model": MODEL}, ["one", "three"]),
        ({"failed": True, "model": MODEL, "before": "2026-11-28"}, ["one", "two", "three"]),
    ],
)
def test_answers_are_forgotten_that_meet_all_conditions(
    tmp_path: Path, conditions: dict[str, Any], left: list[str]
) -> None:
    with filled(tmp_path / "a.sqlite") as store:
        assert store.prune(**conditions) == 3 - len(left)
        every = {request(text).key: text for text in ("one", "two")} | {
            request("three", "llama", 2).key: "three"
        }
        assert sorted(every[key] for key in store.get_many(every)) == sorted(left)


# -- batches ------------------------------------------------------------------------------------------------


def test_batches_are_noted_renamed_and_forgotten(store: AnswerStore) -> None:
    later = HandedIn("b", "openai", None, "2026-11-27T10:00:00Z", [{"key": "k", "model": MODEL}])
    earlier = HandedIn("c", "openai", "batch_1", "2026-11-27T09:00:00Z", [])
    for batch in (later, earlier, replace(later, name="a", client="anthropic")):
        store.begin_batch(batch)
    store.begin_batch(replace(later, identifier="batch_2"))
    assert store.batches("openai") == [earlier, replace(later, identifier="batch_2")]
    store.end_batch("c")
    store.end_batch("never")
    assert [batch.name for batch in store.batches("openai")] == ["b"]
    assert [batch.name for batch in store.batches("anthropic")] == ["a"]


# -- what happens to files ----------------------------------------------------------------------------------


def _put_many(path: Path, first: int, die: bool) -> None:
    with AnswerStore(path) as store:
        for number in range(first, first + 200):
            store.put(answer(request(str(number))), request(str(number)))
        if die:
            os.kill(os.getpid(), signal.SIGKILL)


def test_two_processes_write_at_once_and_lose_nothing_when_killed(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    path = tmp_path / "a.sqlite"
    processes = [spawn.Process(target=_put_many, args=(path, first, first == 0)) for first in (0, 100)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [-signal.SIGKILL, 0]
    with AnswerStore(path) as store:
        assert len(store.get_many(request(str(number)).key for number in range(300))) == 300


def test_a_file_that_is_no_store_is_left_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    path.write_bytes(b"this is no database at all" * 100)
    with pytest.raises(EnvironmentFailure) as damaged:
        AnswerStore(path)
    assert str(damaged.value) == (
        f"The kept answers in {path} are damaged; restore a copy, or move the file away to begin with none."
    )
    assert path.read_bytes() == b"this is no database at all" * 100
    assert sorted(one.name for one in tmp_path.iterdir()) == ["answers.sqlite", "answers.sqlite.lock"]


def test_damage_inside_of_a_store_is_told_and_nothing_thrown_away(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    with AnswerStore(path) as store:
        for number in range(200):
            store.put(answer(request(str(number))), request(str(number)))
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA journal_mode=DELETE")
    db.close()
    content = bytearray(path.read_bytes())
    content[3 * 4096 :] = b"\xaa" * (len(content) - 3 * 4096)
    path.write_bytes(content)
    size = path.stat().st_size
    with AnswerStore(path) as store:
        with pytest.raises(EnvironmentFailure, match="are damaged; restore a copy"):
            store.usage()
        with pytest.raises(EnvironmentFailure, match="are damaged; restore a copy"):
            for number in range(200, 300):
                store.put(answer(request(str(number))), request(str(number)))
        with pytest.raises(EnvironmentFailure, match="are damaged; restore a copy"):
            store.prune(model=MODEL)
    assert path.stat().st_size == size
    assert not path.with_name("answers.sqlite.damaged").exists()


def test_a_full_disk_is_one_sentence_and_what_was_kept_is_there(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    code = f"""
import resource, signal
from pathlib import Path
from tests.describe.test_answers import answer, request
from manimill.describe.answers import AnswerStore
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = AnswerStore(Path({str(path)!r}))
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
for number in range(1000):
    store.put(answer(request(str(number)), "x" * 1000), request(str(number)))
    print(number, flush=True)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith(f"manimill.errors.EnvironmentFailure: The cache {path} cannot be used (")
    assert last.endswith("run the same command again: finished work is kept.")
    kept = len(done.stdout.splitlines())
    assert kept > 10
    with AnswerStore(path) as store:
        assert len(store.get_many(request(str(number)).key for number in range(1000))) == kept

"""The hub's own client against a server that speaks the hub's protocol."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.sources.reading import Entry, refusal, samples
from tests.sources.web_server import Asked, Reply, Route, WebServer, as_json, closed_port, file, in_turn, page

from manimill.records import Sample
from manimill.sources import Access, HuggingFaceExtractor
from manimill.sources.patience import Patience

COMMIT = "0123456789abcdef0123456789abcdef01234567"
DATASET = "/api/datasets/someone/rows"
FILE = f"/datasets/someone/rows/resolve/{COMMIT}"
ROWS = (
    b'{"code": "class A(Scene): pass", "text": "An A."}\n{"code": "class B(Scene): pass", "text": "A B."}\n'
)
FIELDS = {"code": "code", "description": "text"}


def blob(body: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(body) + body).hexdigest()


class HubServer:
    """A data set of the hub."""

    def __init__(self, server: WebServer) -> None:
        self.server = server
        self.siblings: list[dict[str, Any]] = []
        for revision in ("", "/revision/main", f"/revision/{COMMIT}", "/revision/v1"):
            server.routes[DATASET + revision] = self._about
        server.routes[f"{DATASET}/tree/{COMMIT}"] = self._paths

    def add(self, name: str, body: bytes, *, announced: str | None = None) -> None:
        about = {"rfilename": name, "size": len(body), "blobId": announced or blob(body)}
        self.siblings.append(about)
        self.server.routes[f"{FILE}/{name}"] = file(body, f'"{blob(body)}"', **{"X-Repo-Commit": COMMIT})

    def _about(self, asked: Asked) -> Reply:
        return as_json({"id": "someone/rows", "sha": COMMIT, "siblings": self.siblings})

    def _paths(self, asked: Asked) -> Reply:
        return as_json(
            [
                {"type": "file", "path": s["rfilename"], "size": s["size"], "oid": s["blobId"]}
                for s in self.siblings
            ]
        )


@pytest.fixture
def hub(server: WebServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> HubServer:
    monkeypatch.setenv("HF_ENDPOINT", server.address)
    monkeypatch.setenv("HF_TOKEN", "hf_of_a_test")
    return HubServer(server)


@pytest.fixture
def make(entry: Entry, access: Access, patience: Patience) -> Any:
    def extractor(*, offline: bool = False, large: int = 1 << 30, **settings: Any) -> HuggingFaceExtractor:
        source = entry("huggingface", dataset="someone/rows", **{"fields": FIELDS, **settings})
        return HuggingFaceExtractor(
            source, Access(cache=access.cache, offline=offline), patience, large=large
        )

    return extractor


def test_rows_of_all_wanted_files_come_one_file_after_the_other(hub: HubServer, make: Any) -> None:
    hub.add("data/b.jsonl", b'{"code": "class C(Scene): pass", "text": "A C."}\n')
    hub.add("data/a.jsonl", ROWS)
    hub.add("other.jsonl", ROWS)
    found = samples(make(files=["data/*.jsonl"]))
    assert [(s.scene is None, s.provenance.path, s.provenance.row) for s in found] == [
        (True, "data/a.jsonl", 0),
        (True, "data/a.jsonl", 1),
        (True, "data/b.jsonl", 0),
    ]
    assert {s.provenance.revision for s in found} == {COMMIT}
    assert "other.jsonl" not in " ".join(hub.server.paths())


def test_without_files_all_tables_are_read_and_nothing_else(hub: HubServer, make: Any) -> None:
    hub.add("README.md", b"# Rows")
    hub.add("dataset_infos.json", b"{}")
    hub.add("train.jsonl", ROWS)
    assert {s.provenance.path for s in samples(make())} == {"train.jsonl"}


def test_the_token_of_the_environment_is_sent(hub: HubServer, make: Any) -> None:
    hub.add("train.jsonl", ROWS)
    samples(make())
    assert {asked.headers.get("authorization") for asked in hub.server.asked} == {"Bearer hf_of_a_test"}


def test_a_pinned_revision_is_asked_for_once_and_then_read_from_the_cache(hub: HubServer, make: Any) -> None:
    hub.add("train.jsonl", ROWS)
    pinned = {"revision": {"policy": "pinned", "pin": "v1"}}
    first = samples(make(**pinned))
    assert f"{DATASET}/revision/v1" in hub.server.paths()
    hub.server.asked.clear()
    assert samples(make(**pinned)) == first
    assert first[0].provenance.revision == COMMIT
    assert hub.server.paths() == []


def test_offline_reads_what_an_earlier_run_left(hub: HubServer, make: Any) -> None:
    hub.add("train.jsonl", ROWS)
    online = samples(make())
    hub.server.asked.clear()
    assert samples(make(offline=True)) == online
    assert hub.server.asked == []


def test_offline_without_an_earlier_run_is_one_sentence(hub: HubServer, make: Any) -> None:
    assert refusal(make(offline=True)) == (
        "cannot be read offline: the cache does not have the data set someone/rows; run once with the network, or "
        "give it with --local far=FILE"
    )
    assert hub.server.asked == []


@pytest.mark.parametrize(
    ("status", "headers", "sentence"),
    [
        (
            401,
            {"X-Error-Code": "RepoNotFound"},
            "cannot be read: the Hugging Face hub answered '401 Unauthorized' when asked for the data set "
            "someone/rows; it wants a login: set HF_TOKEN to a token that may read it, or give it with "
            "--local far=FILE",
        ),
        (
            403,
            {"X-Error-Code": "GatedRepo"},
            "cannot be read: the Hugging Face hub answered '403 Forbidden' when asked for the data set "
            "someone/rows; it gives that to those it has granted access: ask for it there, set HF_TOKEN to a "
            "token that may read it, or give it with --local far=FILE",
        ),
        (
            404,
            {},
            "cannot be read: the Hugging Face hub answered '404 Not Found' when asked for the data set "
            "someone/rows; correct 'dataset', 'files' and 'revision' in the catalog entry, or give it with "
            "--local far=FILE",
        ),
        (
            429,
            {"Retry-After": "9"},
            "cannot be read: the Hugging Face hub answered '429 Too Many Requests' (5 tries) when asked for the "
            "data set someone/rows; it was asked too often: run the same command again in a while, or give it "
            "with --local far=FILE",
        ),
        (
            503,
            {"Retry-After": "9"},
            "cannot be read: the Hugging Face hub answered '503 Service Unavailable' (5 tries) when asked for "
            "the data set someone/rows; the fault is there: run the same command again later, or give it with "
            "--local far=FILE",
        ),
    ],
)
def test_a_refusal_is_one_sentence(
    hub: HubServer, make: Any, slept: list[float], status: int, headers: dict[str, str], sentence: str
) -> None:
    hub.server.routes[DATASET] = Reply(status=status, headers=headers)
    hub.server.routes[f"{DATASET}/revision/main"] = Reply(status=status, headers=headers)
    assert refusal(make()) == sentence
    assert slept == ([9.0] * 4 if "Retry-After" in headers else [])


def test_a_hub_that_cannot_be_reached_is_one_sentence(
    hub: HubServer, make: Any, monkeypatch: pytest.MonkeyPatch, slept: list[float]
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{closed_port()}")
    assert refusal(make()) == (
        "cannot be read: the Hugging Face hub cannot be reached (Connection refused) for the data set "
        "someone/rows; check the network, use --offline if it was read before, or give it with --local far=FILE"
    )
    assert slept == []


def test_something_else_that_answers_is_not_taken_for_the_hub(hub: HubServer, make: Any) -> None:
    hub.server.routes[DATASET] = page("<h1>Log in to this network</h1>")
    assert "the Hugging Face hub cannot be reached (what answers is not it)" in refusal(make())


def test_a_moment_of_failure_is_sat_out(hub: HubServer, make: Any, slept: list[float]) -> None:
    hub.add("train.jsonl", ROWS)
    route = hub.server.routes[f"{FILE}/train.jsonl"]
    hub.server.routes[f"{FILE}/train.jsonl"] = in_turn(Reply(status=502), Reply(status=500), route)
    assert len(samples(make())) == 2
    assert slept == [1.0, 2.0]


def breaking_off(hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> Route:
    """Let the file end after 48 of its bytes unless a later part is asked for; returns the whole one's route."""
    monkeypatch.setattr("huggingface_hub.file_download.time.sleep", lambda seconds: None)
    # What the client writes at a time; parts of that are lost when a connection breaks.
    monkeypatch.setattr("huggingface_hub.constants.DOWNLOAD_CHUNK_SIZE", 16)
    hub.add("train.jsonl", ROWS)
    whole = hub.server.routes[f"{FILE}/train.jsonl"]
    assert not isinstance(whole, Reply)
    cut = Reply(ROWS, headers={"ETag": f'"{blob(ROWS)}"', "X-Repo-Commit": COMMIT}, cut=48)
    hub.server.routes[f"{FILE}/train.jsonl"] = lambda asked: (
        cut if asked.method == "GET" and "range" not in asked.headers else whole(asked)
    )
    return whole


def ranges(hub: HubServer) -> list[str]:
    return [asked.headers["range"] for asked in hub.server.asked if "range" in asked.headers]


def test_a_file_that_breaks_off_is_continued_where_it_broke(
    hub: HubServer, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaking_off(hub, monkeypatch)
    assert len(samples(make())) == 2
    assert ranges(hub) == ["bytes=48-"]


def test_a_download_that_was_killed_is_begun_again_and_never_half_used(
    hub: HubServer, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = breaking_off(hub, monkeypatch)

    def kill(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("huggingface_hub.file_download.time.sleep", kill)
    with pytest.raises(KeyboardInterrupt):
        list(make().extract())
    assert "the cache does not have" in refusal(make(offline=True))
    hub.server.routes[f"{FILE}/train.jsonl"] = whole
    assert len(samples(make())) == 2


def test_a_file_with_another_checksum_is_thrown_away(hub: HubServer, make: Any, access: Access) -> None:
    hub.add("train.jsonl", ROWS, announced="f" * 40)
    assert refusal(make()) == (
        f"cannot be read: of the data set someone/rows the Hugging Face hub sent a file with the checksum "
        f"{blob(ROWS)}, not {'f' * 40} as it announced, and it was thrown away; run the same command again, or "
        "give it with --local far=FILE"
    )
    assert [path for path in access.cache.rglob("*.jsonl") if path.exists()] == []


def test_a_file_that_is_not_there_is_one_sentence(hub: HubServer, make: Any) -> None:
    hub.add("train.jsonl", ROWS)
    assert refusal(make(files=["test.jsonl"])) == (
        "cannot be read: the data set someone/rows has no file test.jsonl; correct 'dataset', 'files' and "
        "'revision' in the catalog entry, or give it with --local far=FILE"
    )


def test_a_file_that_does_not_fit_its_entry_costs_its_own_source_only(hub: HubServer, make: Any) -> None:
    hub.add("train.jsonl", b'{"answer": "x = 1"}\n')
    assert "does not fit its catalog entry: " in refusal(make())


def video_table() -> bytes:
    table = pa.table(
        {
            "video": [bytes([n]) * 200_000 for n in range(4)],
            "code": [f"class S{n}(Scene): pass" for n in range(4)],
            "plan": [{"steps": [{"title": f"step {n}"}]} for n in range(4)],
            "text": [f"Scene {n}." for n in range(4)],
        }
    )
    out = io.BytesIO()
    pq.write_table(table, out, row_group_size=2, compression="none")
    return out.getvalue()


def test_of_a_large_parquet_file_only_the_wanted_columns_are_fetched(hub: HubServer, make: Any) -> None:
    body = video_table()
    hub.add("train.parquet", body)
    fields = {**FIELDS, "metadata": {"plan": "plan"}}
    found = samples(make(large=100_000, fields=fields))
    assert [(s.description, s.provenance.row) for s in found] == [(f"Scene {n}.", n) for n in range(4)]
    assert found[3].metadata["plan"] == {"steps": [{"title": "step 3"}]}
    assert (found[0].provenance.revision, found[0].provenance.path) == (COMMIT, "train.parquet")
    sent = [a for a in hub.server.asked if a.method == "GET" and a.path.startswith(FILE)]
    assert all("range" in asked.headers for asked in sent)
    assert sum(length(asked.headers["range"], len(body)) for asked in sent) < len(body) / 5


def length(wanted: str, size: int) -> int:
    first, _, last = wanted.removeprefix("bytes=").partition("-")
    return int(last or size - 1) - int(first) + 1 if first else int(last)


def test_columns_are_kept_for_runs_without_a_network(hub: HubServer, make: Any) -> None:
    hub.add("train.parquet", video_table())
    online = samples(make(large=100_000))
    hub.server.asked.clear()
    assert samples(make(large=100_000, offline=True)) == online
    assert hub.server.asked == []


def test_the_same_rows_come_from_the_columns_and_from_the_whole_file(hub: HubServer, make: Any) -> None:
    hub.add("train.parquet", video_table())
    assert samples(make(large=100_000)) == samples(make())


def test_nothing_of_the_client_reaches_the_terminal(
    hub: HubServer, make: Any, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    hub.add("train.jsonl", ROWS)
    hub.server.routes[DATASET] = in_turn(Reply(status=500), hub.server.routes[DATASET])
    list(make().extract())
    out, err = capfd.readouterr()
    assert (out, err) == ("", "")


def test_making_a_reader_asks_nothing(hub: HubServer, make: Any) -> None:
    make()
    assert hub.server.asked == []


def test_ids_are_those_of_the_local_file(hub: HubServer, make: Any, entry: Entry, tmp_path: Path) -> None:
    from manimill.sources import RowsExtractor

    hub.add("train.jsonl", ROWS)
    local = tmp_path / "mine.jsonl"
    local.write_bytes(ROWS)
    source = entry("huggingface", dataset="someone/rows", fields=FIELDS)
    here = [s.id for s in RowsExtractor(source, local).extract() if isinstance(s, Sample)]
    assert [s.id for s in samples(make())] == here
    assert json.loads(ROWS.splitlines()[0])["text"] == "An A."

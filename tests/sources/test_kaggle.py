"""Kaggle's own client against a server that speaks Kaggle's protocol.

The client knows a fixed list of addresses; the server stands in its way as the proxy of the environment.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from io import BytesIO
from typing import Any

import pytest
from tests.sources.reading import Entry, refusal, samples
from tests.sources.web_server import Asked, Reply, WebServer, as_json, closed_port, file, in_turn, page

from manimill.sources import Access, KaggleExtractor
from manimill.sources.patience import Patience

ROWS = (
    b'{"code": "class A(Scene): pass", "text": "An A."}\n{"code": "class B(Scene): pass", "text": "A B."}\n'
)
FIELDS = {"code": "code", "description": "text"}
SERVICE = "/api/v1/datasets.DatasetApiService"


def checksum(body: bytes) -> str:
    return "md5=" + base64.b64encode(hashlib.md5(body).digest()).decode()


class KaggleServer:
    """A data set of Kaggle in its newest version."""

    def __init__(self, server: WebServer) -> None:
        self.server = server
        self.version = 2
        self.files: dict[str, Any] = {}
        server.routes[f"{SERVICE}/GetDataset"] = self._about
        server.routes[f"{SERVICE}/DownloadDataset"] = self._download

    def add(self, name: str, body: bytes, *, announced: str | None = None) -> None:
        about = {"X-Goog-Hash": announced or checksum(body), "Content-Type": "application/octet-stream"}
        self.files[name] = file(body, **about)

    def wanted(self) -> list[tuple[str, int | None]]:
        """Names and versions of the files that were asked for."""
        bodies = [json.loads(a.body) for a in self.server.asked if a.path.endswith("/DownloadDataset")]
        return [(body.get("fileName", ""), body.get("datasetVersionNumber")) for body in bodies]

    def _about(self, asked: Asked) -> Reply:
        return as_json({"ref": "someone/rows", "currentVersionNumber": self.version})

    def _download(self, asked: Asked) -> Reply:
        name = json.loads(asked.body).get("fileName", "")
        if name not in self.files:
            return Reply(status=404)
        # What holds the files is elsewhere.
        place = f"http://files.invalid/{name or 'archive'}"
        self.server.routes[f"/{name or 'archive'}"] = self.files[name]
        return Reply(status=302, headers={"Location": place})


@pytest.fixture
def kaggle(server: WebServer, monkeypatch: pytest.MonkeyPatch) -> KaggleServer:
    monkeypatch.setenv("KAGGLE_API_ENVIRONMENT", "LOCALHOST")
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, server.address)
    for name in ("no_proxy", "NO_PROXY", "KAGGLE_API_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KAGGLE_USERNAME", "tester")
    monkeypatch.setenv("KAGGLE_KEY", "key-of-a-test")
    return KaggleServer(server)


@pytest.fixture
def make(entry: Entry, access: Access, patience: Patience) -> Any:
    def extractor(*, offline: bool = False, **settings: Any) -> KaggleExtractor:
        given = {"fields": FIELDS, "files": ["rows.jsonl"], **settings}
        source = entry("kaggle", dataset="someone/rows", **given)
        return KaggleExtractor(source, Access(cache=access.cache, offline=offline), patience)

    return extractor


def test_rows_come_with_the_version_they_are_of(kaggle: KaggleServer, make: Any) -> None:
    kaggle.add("rows.jsonl", ROWS)
    found = samples(make())
    assert [(s.description, s.provenance.row) for s in found] == [("An A.", 0), ("A B.", 1)]
    assert {(s.provenance.revision, s.provenance.path) for s in found} == {("version 2", "rows.jsonl")}
    assert kaggle.wanted() == [("rows.jsonl", 2)]


def test_the_credentials_of_the_environment_are_sent(kaggle: KaggleServer, make: Any) -> None:
    kaggle.add("rows.jsonl", ROWS)
    samples(make())
    sent = base64.b64encode(b"tester:key-of-a-test").decode()
    assert kaggle.server.asked[0].headers["authorization"] == f"Basic {sent}"


def test_several_files_are_of_one_version(kaggle: KaggleServer, make: Any) -> None:
    kaggle.add("a.jsonl", ROWS)
    kaggle.add("b.jsonl", b'{"code": "class C(Scene): pass"}\n')
    found = samples(make(files=["a.jsonl", "b.jsonl"]))
    assert [s.provenance.path for s in found] == ["a.jsonl", "a.jsonl", "b.jsonl"]
    assert kaggle.server.paths().count(f"{SERVICE}/GetDataset") == 1


def test_a_pinned_version_is_asked_for(kaggle: KaggleServer, make: Any) -> None:
    kaggle.add("rows.jsonl", ROWS)
    found = samples(make(revision={"policy": "pinned", "pin": "1"}))
    assert kaggle.wanted() == [("rows.jsonl", 1)]
    assert {s.provenance.revision for s in found} == {"version 1"}


def test_a_pinned_version_in_the_cache_is_not_asked_for_again(kaggle: KaggleServer, make: Any) -> None:
    kaggle.add("rows.jsonl", ROWS)
    pinned = {"revision": {"policy": "pinned", "pin": "1"}}
    first = samples(make(**pinned))
    kaggle.server.asked.clear()
    assert samples(make(**pinned)) == first
    assert kaggle.server.asked == []


def test_globs_choose_among_the_files_of_the_whole_data_set(kaggle: KaggleServer, make: Any) -> None:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("data/a.jsonl", ROWS)
        out.writestr("data/b.txt", b"no rows")
    kaggle.add("", archive.getvalue())
    assert [s.provenance.path for s in samples(make(files=["data/*.jsonl"]))] == ["data/a.jsonl"] * 2


def test_offline_reads_the_newest_version_that_is_kept(kaggle: KaggleServer, make: Any) -> None:
    kaggle.add("rows.jsonl", ROWS)
    samples(make(revision={"policy": "pinned", "pin": "1"}))
    newest = samples(make())
    kaggle.server.asked.clear()
    assert samples(make(offline=True)) == newest
    assert kaggle.server.asked == []


def test_offline_without_an_earlier_run_is_one_sentence(kaggle: KaggleServer, make: Any) -> None:
    assert refusal(make(offline=True)) == (
        "cannot be read offline: the cache does not have the data set someone/rows; run once with the network, or "
        "give it with --local far=FILE"
    )
    assert kaggle.server.asked == []


LOGIN = "set KAGGLE_USERNAME and KAGGLE_KEY, or KAGGLE_API_TOKEN, or give it with --local far=FILE"


@pytest.mark.parametrize(
    ("status", "answer", "advice"),
    [
        (401, "401 Unauthorized'", f"it wants a login: {LOGIN}"),
        (403, "403 Forbidden'", f"it gives that to those it has granted access: ask for it there, {LOGIN}"),
        (
            404,
            "404 Not Found'",
            "correct 'dataset', 'files' and 'revision' in the catalog entry, or give it with --local far=FILE",
        ),
        (
            429,
            "429 Too Many Requests' (5 tries)",
            "it was asked too often: run the same command again in a while, or give it with --local far=FILE",
        ),
        (
            500,
            "500 Internal Server Error' (5 tries)",
            "the fault is there: run the same command again later, or give it with --local far=FILE",
        ),
    ],
)
def test_a_refusal_is_one_sentence(
    kaggle: KaggleServer, make: Any, slept: list[float], status: int, answer: str, advice: str
) -> None:
    kaggle.server.routes[f"{SERVICE}/GetDataset"] = Reply(status=status, headers={"Retry-After": "3"})
    assert refusal(make()) == (
        f"cannot be read: Kaggle answered '{answer} when asked for the data set someone/rows; {advice}"
    )
    assert slept == ([3.0] * 4 if "tries" in answer else [])


def test_kaggle_out_of_reach_is_one_sentence(
    kaggle: KaggleServer, make: Any, monkeypatch: pytest.MonkeyPatch, slept: list[float]
) -> None:
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")
    assert refusal(make()) == (
        "cannot be read: Kaggle cannot be reached (Connection refused) for the data set someone/rows; check the "
        "network, use --offline if it was read before, or give it with --local far=FILE"
    )
    assert slept == []


def test_something_else_that_answers_is_not_taken_for_kaggle(kaggle: KaggleServer, make: Any) -> None:
    kaggle.server.routes[f"{SERVICE}/GetDataset"] = page("<h1>Log in to this network</h1>")
    assert "Kaggle cannot be reached (what answers is not it)" in refusal(make())


def test_a_moment_of_failure_is_sat_out(kaggle: KaggleServer, make: Any, slept: list[float]) -> None:
    kaggle.add("rows.jsonl", ROWS)
    about = kaggle.server.routes[f"{SERVICE}/GetDataset"]
    kaggle.server.routes[f"{SERVICE}/GetDataset"] = in_turn(Reply(status=503), Reply(b"{}", cut=0), about)
    assert len(samples(make())) == 2
    assert slept == [1.0, 2.0]


def test_a_file_that_breaks_off_is_continued_where_it_broke(
    kaggle: KaggleServer, make: Any, slept: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kagglehub.clients.CHUNK_SIZE", 16)
    kaggle.add("rows.jsonl", ROWS)
    about = {
        "X-Goog-Hash": checksum(ROWS),
        "Accept-Ranges": "bytes",
        "Content-Type": "application/octet-stream",
    }
    kaggle.files["rows.jsonl"] = in_turn(Reply(ROWS, headers=about, cut=48), kaggle.files["rows.jsonl"])
    assert len(samples(make())) == 2
    assert [asked.headers["range"] for asked in kaggle.server.asked if "range" in asked.headers] == [
        "bytes=48-"
    ]


def test_what_has_only_half_arrived_is_not_used_offline(
    kaggle: KaggleServer, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kaggle.add("rows.jsonl", ROWS)
    kaggle.files["rows.jsonl"] = Reply(ROWS, headers={"Content-Type": "application/octet-stream"}, cut=60)
    kaggle.files["rows.jsonl"] = in_turn(kaggle.files["rows.jsonl"])
    assert "cannot be reached" in refusal(make())
    assert "the cache does not have" in refusal(make(offline=True))


def test_a_file_with_another_checksum_is_thrown_away(kaggle: KaggleServer, make: Any, access: Access) -> None:
    kaggle.add("rows.jsonl", ROWS, announced="md5=AAAAAAAAAAAAAAAAAAAAAA==")
    got = checksum(ROWS).removeprefix("md5=")
    assert refusal(make()) == (
        f"cannot be read: of the data set someone/rows Kaggle sent a file with the checksum {got}, not "
        "AAAAAAAAAAAAAAAAAAAAAA== as it announced, and it was thrown away; run the same command again, or give it "
        "with --local far=FILE"
    )
    assert list(access.cache.rglob("*.jsonl")) == []


def test_nothing_of_the_client_reaches_the_terminal(
    kaggle: KaggleServer, make: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    kaggle.add("rows.jsonl", ROWS)
    list(make().extract())
    out, err = capfd.readouterr()
    assert (out, err) == ("", "")


def test_the_cache_of_other_programs_is_left_alone(
    kaggle: KaggleServer, make: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    import os

    kaggle.add("rows.jsonl", ROWS)
    monkeypatch.setenv("KAGGLEHUB_CACHE", str(tmp_path / "others"))
    samples(make())
    assert not (tmp_path / "others").exists()
    assert os.environ["KAGGLEHUB_CACHE"] == str(tmp_path / "others")

"""A file over the line: whole and checked, or not at all."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest
from tests.sources.web_server import Reply, WebServer, file, in_turn

from manimill.sources._client import PatientClient, patient
from manimill.sources.download import ChecksumError, Download
from manimill.sources.patience import NoAnswerError, Patience

BODY = bytes(range(256)) * 40
SHA = ("sha256", hashlib.sha256(BODY).hexdigest())


@pytest.fixture
def client(patience: Patience) -> PatientClient:
    made = PatientClient()
    patient(made, patience)
    return made


@pytest.fixture
def wanted(server: WebServer, tmp_path: Path) -> Download:
    server.routes["/rows"] = file(BODY)
    return Download(f"{server.address}/rows", tmp_path / "cache" / "rows", SHA)


def left(wanted: Download) -> list[str]:
    return sorted(path.name for path in wanted.target.parent.iterdir())


def ranges(server: WebServer) -> list[str | None]:
    return [asked.headers.get("range") for asked in server.asked]


def test_a_file_comes_whole_and_leaves_nothing_beside_it(
    wanted: Download, client: PatientClient, patience: Patience
) -> None:
    with client:
        assert wanted.fetch(client, patience).read_bytes() == BODY
    assert left(wanted) == ["rows"]


def test_a_file_that_is_there_is_not_asked_for(
    server: WebServer, wanted: Download, client: PatientClient, patience: Patience
) -> None:
    with client:
        wanted.fetch(client, patience)
        wanted.fetch(client, patience)
    assert len(server.asked) == 1


def test_a_killed_download_is_continued_by_the_next(
    server: WebServer, wanted: Download, client: PatientClient
) -> None:
    server.routes["/rows"] = in_turn(Reply(BODY, headers={"ETag": '"one"'}, cut=5000), file(BODY))

    def kill(seconds: float) -> None:
        raise KeyboardInterrupt

    with client:
        with pytest.raises(KeyboardInterrupt):
            wanted.fetch(client, Patience(sleep=kill))
        assert not wanted.target.exists()
        assert wanted.fetch(client, Patience(sleep=kill)).read_bytes() == BODY
    assert ranges(server) == [None, "bytes=5000-"]


def test_without_a_mark_of_the_version_a_part_is_fetched_anew(
    server: WebServer, wanted: Download, client: PatientClient, patience: Patience
) -> None:
    server.routes["/rows"] = in_turn(
        Reply(BODY, cut=5000), Reply(BODY, headers={"ETag": 'W/"weak"'}, cut=5000), file(BODY)
    )
    with client:
        assert wanted.fetch(client, patience).read_bytes() == BODY
    assert ranges(server) == [None, None, None]


def test_a_part_that_is_longer_than_the_file_is_thrown_away(
    server: WebServer, wanted: Download, client: PatientClient, patience: Patience
) -> None:
    wanted.target.parent.mkdir()
    (wanted.target.parent / "rows.part").write_bytes(BODY + b"more")
    (wanted.target.parent / "rows.part.version").write_text('"one"')
    with client:
        assert wanted.fetch(client, patience).read_bytes() == BODY
    assert ranges(server) == [f"bytes={len(BODY) + 4}-", None]


def test_a_file_that_always_breaks_off_is_given_up(
    server: WebServer, wanted: Download, client: PatientClient, patience: Patience, slept: list[float]
) -> None:
    server.routes["/rows"] = Reply(BODY, cut=10)
    with client, pytest.raises(NoAnswerError) as caught:
        wanted.fetch(client, patience)
    assert (caught.value.status, caught.value.tries, slept) == (None, 5, [1.0, 2.0, 4.0, 8.0])
    assert not wanted.target.exists()


def test_another_file_than_the_announced_one_is_thrown_away(
    server: WebServer, wanted: Download, client: PatientClient, patience: Patience
) -> None:
    server.routes["/rows"] = file(b"something else")
    with client, pytest.raises(ChecksumError) as caught:
        wanted.fetch(client, patience)
    assert (caught.value.got, caught.value.wanted) == (hashlib.sha256(b"something else").hexdigest(), SHA[1])
    assert left(wanted) == []


def test_of_two_at_once_one_fetches_and_the_other_waits(
    server: WebServer, wanted: Download, client: PatientClient, patience: Patience
) -> None:
    with client, ThreadPoolExecutor(2) as pool:
        found = [pool.submit(wanted.fetch, client, patience) for _ in range(2)]
        assert [one.result().read_bytes() for one in found] == [BODY, BODY]
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_refusal_is_not_asked_for_twice(
    server: WebServer, wanted: Download, client: PatientClient, patience: Patience, status: int
) -> None:
    server.routes["/rows"] = Reply(status=status)
    with client, pytest.raises(NoAnswerError) as caught:
        wanted.fetch(client, patience)
    assert (caught.value.status, len(server.asked)) == (status, 1)


def test_other_answers_of_a_patient_client_are_returned(server: WebServer, client: PatientClient) -> None:
    with client:
        answer: httpx2.Response = client.get(f"{server.address}/nothing")
    assert answer.status_code == 404


def test_an_answer_that_does_not_come_in_time_is_asked_for_again(
    server: WebServer, patience: Patience, slept: list[float]
) -> None:
    tried: list[int] = []

    def late(request: httpx2.Request) -> httpx2.Response:
        tried.append(1)
        raise httpx2.ReadTimeout("")

    client = PatientClient(transport=httpx2.MockTransport(late))
    patient(client, patience)
    with client, pytest.raises(NoAnswerError, match="it did not answer in time"):
        client.get(server.address)
    assert (len(tried), len(slept)) == (5, 4)

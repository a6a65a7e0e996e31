"""Fetching repositories for real, from a server that also refuses, breaks off and stands still."""

from __future__ import annotations

import fcntl
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from tests.sources.git_repositories import Repo
from tests.sources.git_server import GitServer, Trouble, serving_git
from tests.sources.web_server import closed_port

from manimill.scenes.files import FileAbsentError
from manimill.sources import Access, SourceUnavailableError
from manimill.sources.git import GitTree
from manimill.sources.git_fetch import open_repository
from manimill.sources.patience import Patience

NOISE = random.Random(1).randbytes(200_000)
"""Does not compress."""


@pytest.fixture
def upstream(tmp_path: Path) -> Repo:
    repo = Repo(tmp_path / "served" / "ann" / "films")
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("config", "uploadpack.allowAnySHA1InWant", "true")
    repo.commit({"a.py": "a = 1\n", "noise.bin": NOISE})
    return repo


@pytest.fixture
def git_server(tmp_path: Path) -> Iterator[GitServer]:
    with serving_git(tmp_path / "served") as server:
        yield server


@pytest.fixture
def far(git_server: GitServer, tmp_path: Path) -> Access:
    return Access(git_mirror=git_server.mirror, cache=tmp_path / "cache")


class Reader:
    """Opens the repository as a source named ``films`` does."""

    def __init__(self, access: Access, patience: Patience) -> None:
        self.access = access
        self.patience = patience

    def open(
        self, revision: str | None = None, *, offline: bool = False, repository: str = "ann/films"
    ) -> GitTree:
        access = replace(self.access, offline=offline)
        return open_repository(repository, revision, access, source="films", patience=self.patience)

    def read(self, revision: str | None = None, *, offline: bool = False) -> tuple[str, dict[str, bytes]]:
        with self.open(revision, offline=offline) as tree:
            return tree.revision, {path: tree.read(path) for path in tree.files() if path.endswith(".py")}

    def refusal(
        self, revision: str | None = None, *, offline: bool = False, repository: str = "ann/films"
    ) -> str:
        with pytest.raises(SourceUnavailableError) as caught:
            self.open(revision, offline=offline, repository=repository)
        (line,) = str(caught.value).splitlines()
        return line


@pytest.fixture
def reader(far: Access, patience: Patience) -> Reader:
    return Reader(far, patience)


def objects(access: Access) -> set[str]:
    clone = access.cache / "git" / "ann+films.git"
    command = ["git", f"--git-dir={clone}", "cat-file", "--batch-all-objects", "--batch-check=%(objectname)"]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def test_the_newest_commit_is_fetched_and_named(upstream: Repo, reader: Reader) -> None:
    commit = upstream.git("rev-parse", "HEAD")
    assert reader.read() == (commit, {"a.py": b"a = 1\n"})


def test_after_a_new_commit_only_its_objects_travel(
    upstream: Repo, reader: Reader, git_server: GitServer
) -> None:
    reader.read()
    first = objects(reader.access)
    assert first == upstream.objects()
    commit = upstream.commit({"b.py": "b = 2\n"})
    assert reader.read() == (commit, {"a.py": b"a = 1\n", "b.py": b"b = 2\n"})
    new = objects(reader.access) - first
    assert new == {commit, upstream.git("rev-parse", "HEAD^{tree}"), upstream.git("rev-parse", "HEAD:b.py")}
    whole, more = git_server.packed
    assert whole > len(NOISE)
    assert more < 1_000


def test_where_nothing_is_new_an_empty_pack_travels(
    upstream: Repo, reader: Reader, git_server: GitServer
) -> None:
    assert reader.read() == reader.read()
    assert [size < 300 for size in git_server.packed] == [False, True]


def test_only_the_last_commit_of_a_history_is_fetched(upstream: Repo, reader: Reader) -> None:
    for number in range(5):
        upstream.commit({"a.py": f"a = {number}\n"})
    reader.read()
    assert len(objects(reader.access)) == len({"commit", "tree", "a.py", "noise.bin"})


def test_a_history_that_was_rewritten_is_followed(upstream: Repo, reader: Reader) -> None:
    reader.read()
    upstream.git("checkout", "--quiet", "--orphan", "other")
    commit = upstream.commit({"a.py": "rewritten"})
    assert reader.read() == (commit, {"a.py": b"rewritten"})


def test_a_pinned_commit_is_fetched_once(upstream: Repo, reader: Reader, git_server: GitServer) -> None:
    pinned = upstream.git("rev-parse", "HEAD")
    upstream.commit({"a.py": "a = 2\n"})
    assert reader.read(pinned) == (pinned, {"a.py": b"a = 1\n"})
    asked = len(git_server.asked)
    assert reader.read(pinned) == (pinned, {"a.py": b"a = 1\n"})
    assert len(git_server.asked) == asked


def test_a_tag_and_a_branch_are_revisions_that_are_asked_for_again(upstream: Repo, reader: Reader) -> None:
    first = upstream.git("rev-parse", "HEAD")
    upstream.git("tag", "--annotate", "--message=t", "v1")
    upstream.git("checkout", "--quiet", "-b", "topic/x")
    second = upstream.commit({"a.py": "a = 2\n"})
    assert (reader.read("v1")[0], reader.read("topic/x")[0]) == (first, second)
    third = upstream.commit({"a.py": "a = 3\n"})
    assert (reader.read("v1")[0], reader.read("topic/x")[0]) == (first, third)


def test_large_files_are_not_fetched(upstream: Repo, reader: Reader, git_server: GitServer) -> None:
    upstream.commit({"film.mp4": random.Random(2).randbytes((4 << 20) + 1)})
    with reader.open() as tree:
        assert dict(tree.files()) == {"a.py": 6, "film.mp4": None, "noise.bin": len(NOISE)}
        with pytest.raises(FileAbsentError):
            tree.read("film.mp4")
    assert git_server.packed[0] < 4 << 20
    assert len(git_server.packed) == 1


# -- offline ------------------------------------------------------------------------------------------------


def test_offline_the_cache_is_read_as_it_is(upstream: Repo, reader: Reader, git_server: GitServer) -> None:
    before = reader.read()
    upstream.commit({"a.py": "a = 2\n"})
    asked = len(git_server.asked)
    assert reader.read(offline=True) == before
    assert len(git_server.asked) == asked


def test_offline_without_a_cache_is_one_sentence(
    upstream: Repo, reader: Reader, git_server: GitServer
) -> None:
    assert reader.refusal(offline=True) == (
        f"cannot be read offline: the cache does not have {git_server.address}/ann/films; run once with the network, "
        "or give it with --local films=FOLDER"
    )
    assert git_server.asked == []
    assert not (reader.access.cache / "git" / "ann+films.git").exists()


def test_offline_another_revision_is_not_in_the_cache(
    upstream: Repo, reader: Reader, git_server: GitServer
) -> None:
    reader.read()
    assert reader.refusal("v9", offline=True).startswith(
        f"cannot be read offline: the cache does not have {git_server.address}/ann/films at v9;"
    )


# -- failures -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (
            401,
            "cannot be read: HOST wants a login for URL, so it is private (put the login into ~/.netrc) or does not "
            "exist; correct 'repositories' in the catalog entry, or give it with --local films=FOLDER",
        ),
        (
            403,
            "cannot be read: HOST answered '403 Forbidden' when asked for URL; see whether it can be had in a browser, "
            "or give it with --local films=FOLDER",
        ),
        (
            404,
            "cannot be read: HOST answered '404 Not Found' when asked for URL; correct 'repositories' in the catalog "
            "entry, or give it with --local films=FOLDER",
        ),
        (
            429,
            "cannot be read: HOST answered '429 Too Many Requests' (5 tries) when asked for URL; it was asked too "
            "often: run the same command again in a while, or give it with --local films=FOLDER",
        ),
        (
            503,
            "cannot be read: HOST answered '503 Service Unavailable' (5 tries) when asked for URL; the fault is there: "
            "run the same command again later, or give it with --local films=FOLDER",
        ),
    ],
)
def test_a_refusal_is_one_sentence(
    upstream: Repo, reader: Reader, git_server: GitServer, slept: list[float], status: int, sentence: str
) -> None:
    git_server.always = Trouble(status)
    host = git_server.address.removeprefix("http://")
    url = f"{git_server.address}/ann/films"
    assert reader.refusal() == sentence.replace("HOST", host).replace("URL", url)
    assert slept == ([1.0, 2.0, 4.0, 8.0] if "5 tries" in sentence else [])


def test_a_repository_that_is_not_served_is_one_sentence(upstream: Repo, reader: Reader) -> None:
    sentence = reader.refusal(repository="ann/missing")
    assert "answered '404 Not Found' when asked for" in sentence
    assert "ann/missing; correct 'repositories' in the catalog entry" in sentence


def test_an_address_that_a_person_gave_is_not_corrected_in_the_catalog(
    upstream: Repo, far: Access, patience: Patience
) -> None:
    with pytest.raises(SourceUnavailableError) as caught:
        open_repository("ann/missing", None, far, patience=patience)
    assert str(caught.value).endswith("; check the address, or give a folder that holds it")


def test_a_port_that_nothing_listens_on_is_one_sentence(tmp_path: Path, patience: Patience) -> None:
    port = closed_port()
    access = Access(git_mirror=f"http://127.0.0.1:{port}/{{owner}}/{{name}}", cache=tmp_path / "cache")
    sentence = Reader(access, patience).refusal()
    assert sentence == (
        f"cannot be read: 127.0.0.1:{port} cannot be reached (Couldn't connect to server) for "
        f"http://127.0.0.1:{port}/ann/films; check the network, use --offline if it was read before, or give "
        "it with --local films=FOLDER"
    )


@pytest.mark.parametrize("revision", ["v9", "0" * 40, "refs/heads/none"])
def test_a_revision_that_is_not_there_is_one_sentence(
    upstream: Repo, reader: Reader, git_server: GitServer, revision: str
) -> None:
    assert reader.refusal(revision) == (
        f"cannot be read: {git_server.address}/ann/films has no revision '{revision}'; correct 'repositories' in the "
        "catalog entry, or give it with --local films=FOLDER"
    )


def test_an_address_of_another_kind_of_program_runs_nothing(tmp_path: Path, patience: Patience) -> None:
    marker = tmp_path / "ran"
    for place in (f"ext::sh -c touch% {marker} ://x", f"--upload-pack=touch {marker} ://x"):
        Reader(Access(git_mirror=place, cache=tmp_path / "cache"), patience).refusal()
    assert not marker.exists()


@pytest.mark.parametrize("trouble", [Trouble(429), Trouble(503), Trouble(cut=20_000), Trouble(cut=0)])
def test_what_fails_twice_is_tried_again_and_succeeds(
    upstream: Repo, reader: Reader, git_server: GitServer, slept: list[float], trouble: Trouble
) -> None:
    git_server.troubles = [trouble, trouble]
    assert reader.read()[1] == {"a.py": b"a = 1\n"}
    assert slept == [1.0, 2.0]


def test_a_server_that_dies_in_the_middle_is_one_sentence_and_the_same_command_succeeds_later(
    upstream: Repo, reader: Reader, git_server: GitServer
) -> None:
    git_server.always = Trouble(cut=20_000)
    url = f"{git_server.address}/ann/films"
    assert reader.refusal() == (
        f"cannot be read: {git_server.address[7:]} cannot be reached (it broke off in the middle) for {url}; check the "
        "network, use --offline if it was read before, or give it with --local films=FOLDER"
    )
    git_server.always = None
    assert reader.read()[1] == {"a.py": b"a = 1\n"}
    packs = reader.access.cache / "git" / "ann+films.git" / "objects" / "pack"
    assert not list(packs.glob("tmp_*"))


# -- several processes, and their end -----------------------------------------------------------------------

READ = """
import sys
from pathlib import Path
from manimill.sources import Access
from manimill.sources.git_fetch import open_repository

access = Access(git_mirror=sys.argv[1], cache=Path(sys.argv[2]))
with open_repository("ann/films", None, access, source="films") as tree:
    print(tree.revision, len(tree.read("noise.bin")))
"""


def reading(access: Access) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", READ, access.git_mirror, str(access.cache)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_kill_9_in_the_middle_of_a_pack_costs_nothing_but_the_pack(
    upstream: Repo, reader: Reader, git_server: GitServer
) -> None:
    stuck = Trouble(cut=50_000, go_on=Event())
    git_server.troubles = [stuck]
    with reading(reader.access) as killed:
        assert stuck.reached.wait(60)
        os.kill(killed.pid, signal.SIGKILL)
    clone = reader.access.cache / "git" / "ann+films.git"
    (clone / "shallow.lock").touch()
    assert stuck.go_on is not None
    stuck.go_on.set()
    assert reader.read()[1] == {"a.py": b"a = 1\n"}
    assert not (clone / "shallow.lock").exists()


def test_a_git_that_outlives_its_killed_build_keeps_the_next_one_waiting(
    upstream: Repo, reader: Reader, git_server: GitServer
) -> None:
    stuck = Trouble(cut=50_000, go_on=Event())
    assert stuck.go_on is not None
    git_server.troubles = [stuck]
    with reading(reader.access) as killed:
        assert stuck.reached.wait(60)
        os.kill(killed.pid, signal.SIGKILL)
    clone = os.open(reader.access.cache / "git" / "ann+films.git", os.O_RDONLY)
    with pytest.raises(BlockingIOError):
        fcntl.flock(clone, fcntl.LOCK_EX | fcntl.LOCK_NB)
    stuck.go_on.set()
    fcntl.flock(clone, fcntl.LOCK_EX)
    os.close(clone)


def test_two_processes_that_want_the_same_get_the_same(
    upstream: Repo, reader: Reader, git_server: GitServer
) -> None:
    with reading(reader.access) as one, reading(reader.access) as other:
        said = {one.communicate(timeout=60)[0], other.communicate(timeout=60)[0]}
    assert said == {f"{upstream.git('rev-parse', 'HEAD')} 200000\n"}
    assert [size < 300 for size in git_server.packed] == [False, True]


def test_a_clone_that_was_begun_and_left_is_taken_up(upstream: Repo, reader: Reader) -> None:
    clone = reader.access.cache / "git" / "ann+films.git"
    clone.mkdir(parents=True)
    (clone / "HEAD").write_text("ref: refs/heads/main\n")
    assert reader.read()[1] == {"a.py": b"a = 1\n"}

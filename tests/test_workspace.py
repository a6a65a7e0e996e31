from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from manimill.errors import EnvironmentFailure, OutputError
from manimill.workspace import MARKER, Cache, OutputFolder, cache_folder


def publish(path: Path, files: dict[str, str]) -> bool:
    with OutputFolder.open(path) as folder, folder.stage() as staged:
        for name, text in {**files, "build.json": "{}"}.items():
            (staged / name).parent.mkdir(parents=True, exist_ok=True)
            (staged / name).write_text(text)
        return folder.publish(staged)


def names(path: Path) -> list[str]:
    files = (p.relative_to(path).as_posix() for p in path.rglob("*") if p.is_file())
    return sorted(name for name in files if not name.startswith(MARKER))


def test_what_is_published_is_what_was_staged(tmp_path: Path) -> None:
    assert publish(tmp_path / "out", {"a.txt": "1", "deep/b.txt": "2"})
    assert names(tmp_path / "out") == ["a.txt", "build.json", "deep/b.txt"]


def test_a_second_build_replaces_the_first_and_removes_what_it_no_longer_makes(tmp_path: Path) -> None:
    publish(tmp_path / "out", {"a.txt": "1", "old.txt": "1"})
    (tmp_path / "out" / "notes.md").write_text("the user's own")
    publish(tmp_path / "out", {"a.txt": "2"})
    assert names(tmp_path / "out") == ["a.txt", "build.json", "notes.md"]
    assert (tmp_path / "out" / "a.txt").read_text() == "2"


def test_an_identical_build_touches_nothing(tmp_path: Path) -> None:
    publish(tmp_path / "out", {"a.txt": "1"})
    before = (tmp_path / "out" / "a.txt").stat().st_ino
    assert not publish(tmp_path / "out", {"a.txt": "1"})
    assert (tmp_path / "out" / "a.txt").stat().st_ino == before


def test_a_folder_with_something_else_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(OutputError, match="choose a new or empty folder"):
        publish(tmp_path, {"a.txt": "1"})
    assert names(tmp_path) == ["thesis.tex"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(OutputError, match="is a file"):
        publish(tmp_path / "out", {})


def test_two_builds_do_not_share_a_folder(tmp_path: Path) -> None:
    with OutputFolder.open(tmp_path / "out"), pytest.raises(OutputError, match="Another build"):
        publish(tmp_path / "out", {})


def test_a_build_that_stops_halfway_leaves_the_earlier_one_and_no_litter(tmp_path: Path) -> None:
    publish(tmp_path / "out", {"a.txt": "1"})
    with pytest.raises(RuntimeError), OutputFolder.open(tmp_path / "out") as folder, folder.stage() as staged:
        (staged / "a.txt").write_text("2")
        raise RuntimeError
    assert (tmp_path / "out" / "a.txt").read_text() == "1"
    assert list((tmp_path / "out" / MARKER).glob("new-*")) == []


def test_a_cache_gives_back_what_was_put(tmp_path: Path) -> None:
    with Cache(tmp_path / "c.sqlite") as cache:
        cache.put("ü", {"n": [1, None, "\u2028"]})
        cache.put("ü", {"n": 2})
    with Cache(tmp_path / "c.sqlite") as cache:
        assert cache.get_many(["ü", "absent"]) == {"ü": {"n": 2}}


def test_a_cache_answers_for_more_keys_than_one_query_takes(tmp_path: Path) -> None:
    with Cache(tmp_path / "c.sqlite") as cache:
        cache.put("k1999", 1)
        assert cache.get_many(f"k{n}" for n in range(3000)) == {"k1999": 1}


def test_a_damaged_cache_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "c.sqlite").write_bytes(b"this is no database at all" * 100)
    with Cache(tmp_path / "c.sqlite") as cache:
        cache.put("k", 1)
        assert cache.get_many(["k"]) == {"k": 1}
    assert (tmp_path / "c.sqlite.damaged").exists()


def _put_and_die(path: Path) -> None:
    Cache(path).put("k", "v")
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_was_put_survives_kill_9(tmp_path: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_put_and_die, args=(tmp_path / "c.sqlite",))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with Cache(tmp_path / "c.sqlite") as cache:
        assert cache.get_many(["k"]) == {"k": "v"}


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    code = f"""
import resource, signal
from pathlib import Path
from manimill.workspace import Cache
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
cache = Cache(Path({str(tmp_path / "c.sqlite")!r}))
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
for n in range(1000):
    cache.put(str(n), "x" * 1000)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("manimill.errors.EnvironmentFailure: The cache ")
    assert "make room" in last


def test_the_cache_folder_follows_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "manimill"


def test_a_cache_folder_that_cannot_be_made_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(EnvironmentFailure, match="set XDG_CACHE_HOME"):
        cache_folder()


def test_a_cache_that_is_only_locked_is_not_taken_for_damaged(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "c.sqlite"
    with Cache(path) as cache:
        cache.put("k", 1)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("PRAGMA journal_mode=DELETE")
    holder.execute("BEGIN EXCLUSIVE")
    code = (
        "import sqlite3, sys; from pathlib import Path; connect = sqlite3.connect\n"
        "sqlite3.connect = lambda path, **given: connect(path, **{**given, 'timeout': 0.1})\n"
        f"from manimill.workspace import Cache; Cache(Path({str(path)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    holder.close()
    assert "EnvironmentFailure: The cache" in done.stderr
    assert not path.with_name("c.sqlite.damaged").exists()
    with Cache(path) as cache:
        assert cache.get_many(["k"]) == {"k": 1}


def test_an_entry_that_cannot_be_read_is_as_good_as_absent(tmp_path: Path) -> None:
    import sqlite3

    with Cache(tmp_path / "c.sqlite") as cache:
        cache.put("good", 1)
        cache.put("bad", 2)
    with sqlite3.connect(tmp_path / "c.sqlite") as db:
        db.execute("UPDATE entries SET value = '{bad' WHERE key = 'bad'")
    with Cache(tmp_path / "c.sqlite") as cache:
        assert cache.get_many(["good", "bad"]) == {"good": 1}


@pytest.mark.parametrize("place", ["dangling", "file/below"])
def test_a_place_that_can_be_no_folder_is_one_sentence(place: str, tmp_path: Path) -> None:
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere" / "at" / "all")
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="choose another one for --out"):
        publish(tmp_path / place, {})


def test_an_error_of_the_work_itself_is_not_blamed_on_the_folder(tmp_path: Path) -> None:
    with pytest.raises(PermissionError), OutputFolder.open(tmp_path / "out"):
        raise PermissionError(13, "Permission denied", "/some/input")

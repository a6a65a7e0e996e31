from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from manimill.errors import EnvironmentFailure
from manimill.render.sandbox.folders import private_folder

OWNER = """
import time
from manimill.render.sandbox.folders import private_folder
with private_folder() as folder:
    print(folder, flush=True)
    time.sleep(600)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def owner(temporary: Path) -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen([sys.executable, "-c", OWNER], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_it_is_private_and_gone_afterwards(temporary: Path) -> None:
    with private_folder() as folder:
        assert folder.parent == temporary / f"manimill-{os.getuid()}"
        assert [path.stat().st_mode & 0o777 for path in (folder, folder.parent)] == [0o700, 0o700]
        assert os.listdir(folder) == []
    assert os.listdir(folder.parent) == []


def test_whatever_lies_in_it_is_removed_and_nothing_beside_it(temporary: Path) -> None:
    beside = temporary / "beside"
    beside.mkdir(mode=0o755)
    (beside / "file").touch()
    with private_folder() as folder:
        (folder / "link").symlink_to(beside)
        (folder / "broken").symlink_to("/absent")
        os.mkfifo(folder / "pipe")
        for name, mode in (("closed", 0), ("blind", 0o300), ("fixed", 0o500)):
            (folder / name / "inner").mkdir(parents=True)
            (folder / name / "inner" / "file").touch()
            (folder / name / "inner").chmod(mode)
            (folder / name).chmod(mode)
    assert not folder.exists()
    assert (beside.stat().st_mode & 0o777, os.listdir(beside)) == (0o755, ["file"])


def test_what_a_killed_process_left_is_removed_and_what_a_living_one_uses_is_not(temporary: Path) -> None:
    dead, left = owner(temporary)
    living, used = owner(temporary)
    with dead, living:
        (left / "file").touch()
        dead.send_signal(signal.SIGKILL)
        dead.wait()
        assert left.is_dir()
        with private_folder() as folder:
            assert sorted(folder.parent.iterdir()) == sorted([folder, used])
        living.kill()


def test_a_place_that_others_can_enter_is_refused(temporary: Path) -> None:
    (temporary / f"manimill-{os.getuid()}").mkdir(mode=0o755)
    with pytest.raises(EnvironmentFailure, match="not a folder that only you can enter"), private_folder():
        pass


def test_a_link_in_its_place_is_refused(temporary: Path) -> None:
    elsewhere = temporary / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    (temporary / f"manimill-{os.getuid()}").symlink_to(elsewhere)
    with pytest.raises(EnvironmentFailure, match="not a folder that only you can enter"), private_folder():
        pass


def test_a_file_in_its_place_is_refused(temporary: Path) -> None:
    (temporary / f"manimill-{os.getuid()}").touch()
    with pytest.raises(EnvironmentFailure, match="set TMPDIR"), private_folder():
        pass

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from manimill.render._zygote.disk import used_mib


def test_files_count_once_and_wherever_they_lie(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    empty = used_mib([str(tmp_path)], [])
    (tmp_path / "a" / "b" / "file").write_bytes(bytes(2 << 20))
    os.link(tmp_path / "a" / "b" / "file", tmp_path / "again")
    (tmp_path / "link").symlink_to("/usr")
    # A file counts with its blocks, so it may be some larger than its length.
    assert 2 <= used_mib([str(tmp_path), str(tmp_path / "a")], []) - empty < 2.1


def test_files_without_a_name_count_while_a_process_has_them_open(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with path.open("wb") as file:
        file.write(bytes(2 << 20))
        file.flush()
        with subprocess.Popen(["/bin/sleep", "600"], pass_fds=(file.fileno(),)) as process:
            path.unlink()
            assert 2 <= used_mib([], [process.pid, process.pid]) < 2.1
            process.kill()
            process.wait()
            assert used_mib([], [process.pid]) == 0


def test_what_is_gone_counts_as_nothing(tmp_path: Path) -> None:
    assert used_mib([str(tmp_path / "absent")], [1 << 22]) == 0

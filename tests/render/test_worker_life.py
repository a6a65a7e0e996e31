from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from manimill.errors import EnvironmentFailure
from manimill.render import Interpreter, RenderJob, RenderSettings
from manimill.render.worker import Worker

PROGRAM = """
import sys
from pathlib import Path
from manimill.render import RenderJob, RenderSettings
from manimill.render.worker import Worker

code = "from manim import *\\nclass A(Scene):\\n    def construct(self): self.add(Dot())\\n"
with Worker(RenderSettings(), Path(sys.argv[1])) as worker:
    print(worker.render(RenderJob(code, "A")).verdict, flush=True)
    worker.render(RenderJob(code + "        import time; time.sleep(600)", "A"))
"""


def descendants(pid: int) -> Iterator[int]:
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield int(child)
        yield from descendants(int(child))


@contextmanager
def watched(pids: list[int]) -> Iterator[list[int]]:
    fds = [os.pidfd_open(pid) for pid in pids]
    try:
        yield fds
    finally:
        for fd in fds:
            os.close(fd)


def ended(pidfd: int) -> bool:
    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    return bool(poll.poll(20_000))


def test_nothing_outlives_a_main_process_that_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as main:
        assert main.stdout is not None
        assert main.stdout.readline() == "ok\n"
        pids = list(descendants(main.pid))
        # bwrap, and the zygote, at the least.
        assert len(pids) >= 2
        with watched(pids) as fds:
            main.send_signal(signal.SIGKILL)
            assert all(ended(fd) for fd in fds)


def test_a_zygote_that_was_killed_is_replaced(scene: Callable[..., RenderJob], tex_folder: Path) -> None:
    with Worker(RenderSettings(timeout=20), tex_folder) as worker:
        assert worker.render(scene("self.add(Dot())")).ok
        pids = list(descendants(os.getpid()))
        with watched(pids) as fds:
            for pid in pids:
                if Path(f"/proc/{pid}/comm").read_text().strip() == "bwrap":
                    os.kill(pid, signal.SIGKILL)
            assert any(ended(fd) for fd in fds)
        assert worker.render(scene("self.add(Square())")).ok


def test_an_interpreter_without_manim_is_an_environment_failure(
    scene: Callable[..., RenderJob], tex_folder: Path
) -> None:
    with (
        Worker(RenderSettings(), tex_folder, Interpreter("bare", "/usr/bin/python3", "1")) as worker,
        pytest.raises(EnvironmentFailure, match="does not start"),
    ):
        worker.render(scene("self.add(Dot())"))


def test_an_interpreter_below_a_writable_folder_does_not_wear_zygotes_out(
    scene: Callable[..., RenderJob], tex_folder: Path, tmp_path: Path
) -> None:
    # tmp_path lies below /tmp, which is writable inside; the environment made here is mounted there.
    python = make_environment(tmp_path / "an environment")
    with Worker(RenderSettings(timeout=20), tex_folder, Interpreter("own", str(python), "1")) as worker:
        worker.render(scene("self.add(Dot())"))
        first = list(descendants(os.getpid()))
        verdict = worker.render(scene("open('/tmp/litter', 'w').close(); self.add(Dot())"))
        again = worker.render(
            scene(
                "import os; assert os.listdir('/tmp') and 'litter' not in os.listdir('/tmp'); self.add(Dot())"
            )
        )
        assert (str(verdict.verdict), str(again.verdict)) == ("ok", "ok")
        assert list(descendants(os.getpid())) == first


def make_environment(folder: Path) -> Path:
    """A virtual environment that sees the packages of the one the tests run in."""
    (folder / "bin").mkdir(parents=True)
    (folder / "pyvenv.cfg").write_text(f"home = {Path(sys.base_prefix) / 'bin'}\n")
    (folder / "bin" / "python").symlink_to(sys.executable)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = folder / "lib" / version / "site-packages"
    packages.mkdir(parents=True)
    (packages / "tests.pth").write_text(f"{Path(sys.prefix) / 'lib' / version / 'site-packages'}\n")
    return folder / "bin" / "python"

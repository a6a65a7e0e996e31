"""Describing that is stopped, politely and otherwise, and goes on as if nothing had been."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.describe.llm_server import Asked, Config, Delay, LlmServer
from tests.describing.comparing import digests, times
from tests.describing.conftest import KEY, Here, answer, asking

from manimill.result import BuildResult


class Striking:
    """Answers like a model, and at the n-th question sends a signal to the process that asks."""

    def __init__(self, at: int, kind: signal.Signals) -> None:
        self._at, self._kind = at, kind
        self._asked = 0
        self._lock = threading.Lock()
        self.process: subprocess.Popen[str] | None = None

    def __call__(self, asked: Asked) -> str:
        with self._lock:
            self._asked += 1
            if self._asked == self._at and self.process is not None:
                os.kill(self.process.pid, self._kind)
        return answer(asked)


def _describe(folder: Path, server: LlmServer, *more: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "manimill", "describe", folder, *asking(server), *more]
    return subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "OPENAI_API_KEY": KEY},
        # As a shell's job in the foreground, whatever the tests are.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )


@pytest.fixture
def uninterrupted(
    made: Path, tmp_path: Path, here: Here, monkeypatch: pytest.MonkeyPatch, own_cache: Path
) -> tuple[dict[str, str], int]:
    """What the dataset comes to where nothing stops it, and how many different requests that takes."""
    folder = shutil.copytree(made / "out", tmp_path / "uninterrupted")
    with monkeypatch.context() as patch, LlmServer(answer=answer) as server:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache-of-the-uninterrupted"))
        patch.setenv("OPENAI_API_KEY", KEY)
        assert here("describe", folder, *asking(server)).status == 0
        return digests(folder), len(server.paid())


def test_ctrl_c_keeps_the_answers_and_the_dataset(
    dataset: Path, uninterrupted: tuple[dict[str, str], int], own_cache: Path, here: Here
) -> None:
    strike = Striking(4, signal.SIGINT)
    touched = times(dataset)
    with LlmServer(Config(delay=Delay(fixed=0.1)), strike) as server:
        strike.process = _describe(dataset, server, "--concurrency", 2)
        out, err = strike.process.communicate(timeout=60)
        assert strike.process.returncode == 130, err
        assert "run the same command to continue" in err
        assert "Traceback" not in err
        assert out == ""
        assert times(dataset) == touched
        assert BuildResult.load(dataset).tables["asked"].height == 0
        stats = [json.loads(line) for line in here("cache", "stats", "--json").out.splitlines()]
        # Those under way were awaited.
        assert sum(row["answers"] for row in stats) == len(server.paid()) >= 4
        strike.process = _describe(dataset, server)
        assert strike.process.wait(60) == 0
        strike.process.communicate()
        bytes_of, distinct = uninterrupted
        assert len(server.paid()) == distinct
    assert digests(dataset) == bytes_of


@pytest.mark.parametrize("moments", [(3, 2, 5), (11,)])
def test_whatever_kills_it_the_next_run_goes_on(
    dataset: Path, uninterrupted: tuple[dict[str, str], int], own_cache: Path, moments: tuple[int, ...]
) -> None:
    flying, paid, seen = 3, 0, set()
    touched = times(dataset)
    for at in (*moments, 0):
        strike = Striking(at, signal.SIGKILL)
        with LlmServer(Config(delay=Delay(fixed=0.02)), strike) as server:
            strike.process = _describe(dataset, server, "--concurrency", flying)
            _, err = strike.process.communicate(timeout=60)
            assert strike.process.returncode == (-9 if at else 0), err
            paid += len(server.paid())
            seen |= {call.digest for call in server.paid()}
        if at:
            assert times(dataset) == touched
    bytes_of, distinct = uninterrupted
    assert digests(dataset) == bytes_of
    assert len(seen) == distinct
    assert paid <= distinct + flying * len(moments)


_KILLED_AT_A_MOVE = """
import os, pathlib, signal, sys

left = int(sys.argv.pop(1))
move = pathlib.Path.replace

def replace(self, target):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    return move(self, target)

pathlib.Path.replace = replace
from manimill.cli import main
main()
"""


@pytest.fixture
def killed_at_a_move(
    dataset: Path, server: LlmServer, own_cache: Path
) -> Callable[[int], subprocess.CompletedProcess[str]]:
    """Describe the dataset in a process that is killed when it is about to move its n-th file."""

    def run(number: int) -> subprocess.CompletedProcess[str]:
        options = [str(part) for part in ("describe", dataset, *asking(server))]
        command = [sys.executable, "-c", _KILLED_AT_A_MOVE, str(number), *options]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return run


@pytest.mark.parametrize("moves", [1, 2, 17, 30])
def test_a_kill_while_files_are_moved_is_mended_without_asking(
    dataset: Path,
    uninterrupted: tuple[dict[str, str], int],
    killed_at_a_move: Callable[[int], subprocess.CompletedProcess[str]],
    here: Here,
    server: LlmServer,
    monkeypatch: pytest.MonkeyPatch,
    moves: int,
) -> None:
    killed = killed_at_a_move(moves)
    assert killed.returncode == -9, killed.stderr
    server.reset()
    monkeypatch.delenv("OPENAI_API_KEY")
    done = here("describe", dataset, *asking(server))
    assert done.status == 0, done.err
    assert server.calls == []
    assert digests(dataset) == uninterrupted[0]
    assert sorted(p.name for p in (dataset / ".manimill").iterdir()) == ["files.json", "lock"]
    assert json.loads((dataset / ".manimill" / "files.json").read_text()) == sorted(
        p.relative_to(dataset).as_posix()
        for p in dataset.rglob("*")
        if p.is_file() and ".manimill" not in p.parts
    )


def test_a_killed_build_is_mended_by_the_next_build_too(
    dataset: Path,
    made: Path,
    killed_at_a_move: Callable[[int], subprocess.CompletedProcess[str]],
    here: Here,
) -> None:
    assert killed_at_a_move(9).returncode == -9
    assert not (dataset / "build.json").exists()
    local = f"made={made / 'rows.jsonl'}"
    assert here("build", made / "recipe.toml", "--local", local, "--out", dataset).status == 0
    assert digests(dataset) == digests(made / "out")

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from manimill.engine import LocalEngine, function_task
from manimill.errors import EnvironmentFailure


def square(n: int) -> int:
    return n * n


def fail_on_three(n: int) -> int:
    if n == 3:
        raise ValueError("three")
    return n


@contextmanager
def opened(log: Path) -> Iterator[Callable[[int], int]]:
    with log.open("a") as file:
        file.write(f"{os.getpid()}\n")
    yield square


def die_once(marker: Path, n: int) -> int:
    if n == 5 and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return n


def always_die(n: int) -> int:
    if n == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return n


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("chunk", [1, 7])
def test_every_item_comes_back_once_with_its_index(workers: int, chunk: int) -> None:
    results = list(LocalEngine(workers).map(function_task(square), list(range(40)), chunk=chunk))
    assert sorted(results) == [(n, n * n) for n in range(40)]


@pytest.mark.parametrize("workers", [1, 2])
def test_no_items_no_results(workers: int) -> None:
    assert list(LocalEngine(workers).map(function_task(square), [])) == []


@pytest.mark.parametrize("workers", [1, 2])
def test_an_exception_of_the_task_is_raised_here(workers: int) -> None:
    with pytest.raises(ValueError, match="three"):
        list(LocalEngine(workers).map(function_task(fail_on_three), list(range(10))))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_task_is_prepared_once_in_each_worker(workers: int, tmp_path: Path) -> None:
    log = tmp_path / "log"
    list(LocalEngine(workers).map(partial(opened, log), list(range(30))))
    processes = log.read_text().split()
    assert 1 <= len(processes) <= workers
    assert len(set(processes)) == len(processes)


def test_a_dead_worker_is_replaced_and_nothing_is_lost(tmp_path: Path) -> None:
    task = function_task(partial(die_once, tmp_path / "died"))
    assert sorted(LocalEngine(2).map(task, list(range(20)))) == [(n, n) for n in range(20)]
    assert (tmp_path / "died").exists()


def test_an_item_that_always_kills_its_worker_is_an_environment_failure() -> None:
    with pytest.raises(EnvironmentFailure, match="--jobs 1"):
        list(LocalEngine(2).map(function_task(always_die), list(range(8))))


def test_a_script_needs_no_main_guard(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from math import sqrt\n"
        "from manimill.engine import LocalEngine, function_task\n"
        "print(sorted(LocalEngine(2).map(function_task(sqrt), [4.0, 9.0]), key=lambda p: p[0]))\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout == "[(0, 2.0), (1, 3.0)]\n"


def test_no_workers_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        LocalEngine(0)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_task_begun_before_is_not_opened_again(workers: int, tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.touch()
    with LocalEngine(workers).open(partial(opened, log)) as pool:
        pool.begin()
        deadline = time.monotonic() + 60
        while len(log.read_text().splitlines()) < workers and time.monotonic() < deadline:
            time.sleep(0.01)
        begun = log.read_text()
        assert len(begun.splitlines()) == workers
        assert sorted(pool.map(list(range(9)))) == [(n, n * n) for n in range(9)]
        assert log.read_text() == begun

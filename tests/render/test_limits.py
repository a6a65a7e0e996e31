from __future__ import annotations

from collections.abc import Callable

from manimill.render import RenderJob, VerdictKind
from manimill.render.worker import Worker


def test_an_endless_loop_is_stopped_at_the_limit_of_processor_time(
    scene: Callable[..., RenderJob], strict_worker: Worker
) -> None:
    verdict = strict_worker.render(scene("while True: pass"))
    assert verdict.verdict == VerdictKind.TIMEOUT
    assert verdict.error == "stopped after 2 seconds of processor time"
    assert 2 <= verdict.cpu_seconds < 3


def test_an_endless_loop_in_a_grandchild_counts(
    scene: Callable[..., RenderJob], strict_worker: Worker
) -> None:
    verdict = strict_worker.render(
        scene("import subprocess, sys", "subprocess.run([sys.executable, '-c', 'while True: pass'])")
    )
    assert verdict.verdict == VerdictKind.TIMEOUT


def test_a_scene_that_sleeps_is_stopped_after_three_times_the_limit(
    scene: Callable[..., RenderJob], strict_worker: Worker
) -> None:
    verdict = strict_worker.render(scene("import time", "time.sleep(600)"))
    assert (verdict.verdict, verdict.error) == (VerdictKind.TIMEOUT, "stopped after 6 seconds")
    assert 6 <= verdict.seconds < 7


def test_one_large_allocation_is_out_of_memory(
    scene: Callable[..., RenderJob], strict_worker: Worker
) -> None:
    verdict = strict_worker.render(scene("np.ones((1 << 17, 1 << 14))"))
    assert verdict.verdict == VerdictKind.OUT_OF_MEMORY
    assert verdict.error_line == 5


def test_many_small_allocations_are_out_of_memory(
    scene: Callable[..., RenderJob], strict_worker: Worker
) -> None:
    verdict = strict_worker.render(scene("hoard = []", "while True: hoard.append(bytearray(1 << 25))"))
    assert verdict.verdict == VerdictKind.OUT_OF_MEMORY


def test_a_scene_that_leaves_no_memory_at_all_is_out_of_memory(
    scene: Callable[..., RenderJob], strict_worker: Worker
) -> None:
    # What it holds outlives it, down to the last pieces of the smallest size.
    verdict = strict_worker.render(
        scene(
            "global held",
            "held = None",
            "for size in (1 << 24, 1 << 20, 1 << 16, 1 << 12, *range(512, 8, -8)):",
            "    try:",
            "        while True: held = (held, bytes(size))",
            "    except MemoryError: pass",
            "while True: held = (held,)",
        )
    )
    assert (verdict.verdict, verdict.error) == (VerdictKind.OUT_OF_MEMORY, "MemoryError")


def test_processes_that_share_out_the_hoarding_are_out_of_memory(
    scene: Callable[..., RenderJob], strict_worker: Worker
) -> None:
    verdict = strict_worker.render(
        scene(
            "import os, time",
            "for _ in range(5):",
            "    if os.fork() == 0:",
            "        hoard = b'x' * (300 << 20)",
            "        time.sleep(600)",
            "time.sleep(600)",
        )
    )
    assert (verdict.verdict, verdict.error) == (VerdictKind.OUT_OF_MEMORY, "stopped at 1024 MiB")


def test_a_scene_that_floods_the_zygote_is_still_stopped(
    scene: Callable[..., RenderJob], strict_worker: Worker
) -> None:
    verdict = strict_worker.render(
        scene(
            "import os",
            "fds = [int(fd) for fd in os.listdir('/proc/self/fd')]",
            "while True:",
            "    for fd in fds:",
            "        try: os.write(fd, b'{}\\n')",
            "        except OSError: pass",
        )
    )
    assert verdict.verdict == VerdictKind.TIMEOUT

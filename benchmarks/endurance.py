"""Ten thousand renders in one run: whatever a render takes, it must give back.

Must hold between the thousandth scene and the last: memory of the main process and of the zygote grows by less than
10 %, and there are no more processes, open files, temporary files or namespaces than before.

    .venv/bin/python benchmarks/endurance.py [COUNT]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from manimill.render import RenderJob, RenderSettings
from manimill.render.worker import Worker

COUNT = 10_000
GROWTH_LIMIT = 1.10

SCENE = """
from manim import *


class Small(Scene):
    def construct(self):
        self.add(Dot([{x}, 0, 0]), MathTex("x_{digit}"))
        self.play(Create(Square()), run_time=0.1)
        open("left-behind", "w").write("x" * 1000)
"""


def state() -> dict[str, float]:
    """Everything that must not grow."""
    family = [psutil.Process(), *psutil.Process().children(recursive=True)]
    namespaces = set()
    for process in family:
        for kind in ("pid", "mnt", "user", "net", "ipc"):
            try:
                namespaces.add(os.readlink(f"/proc/{process.pid}/ns/{kind}"))
            except OSError:
                continue
    return {
        "memory of all, MiB": sum(p.memory_full_info().uss for p in family) / 2**20,
        "processes": len(family),
        "open files": sum(p.num_fds() for p in family),
        "temporary files": sum(1 for _ in Path(tempfile.gettempdir()).rglob("*")),
        "namespaces": len(namespaces),
    }


def main(arguments: Sequence[str]) -> int:
    count = int(arguments[0]) if arguments else COUNT
    early: dict[str, float] = {}
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as name, Worker(RenderSettings(), Path(name) / "tex") as worker:
        # What is left behind by whatever is started from here on shows in a folder of its own.
        tempfile.tempdir = os.environ["TMPDIR"] = name
        for n in range(count):
            verdict = worker.render(RenderJob(SCENE.format(x=n % 7, digit=n % 10), "Small"))
            assert verdict.ok, verdict
            if n + 1 == max(1, count // 10):
                early = state()
            if (n + 1) % max(1, count // 10) == 0:
                seen = ", ".join(f"{what} {value:.0f}" for what, value in state().items())
                print(
                    f"{n + 1} scenes, {(n + 1) / (time.perf_counter() - start):.1f} a second; {seen}",
                    flush=True,
                )
        late = state()
    grown = {what: late[what] / early[what] for what in early}
    print(", ".join(f"{what}: {ratio:.3f} times" for what, ratio in grown.items()))
    memory = grown.pop("memory of all, MiB")
    return int(memory > GROWTH_LIMIT or any(ratio > 1 for ratio in grown.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

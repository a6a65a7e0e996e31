"""Scenes per second of the render room, against the manim command line and against no sandbox at all.

Must hold, on documentation examples, everything measured in the same run:

    one worker, formulas typeset before     10 times `manim render -ql --disable_caching`, a process a scene
    one worker, nothing typeset before       8 times the same
    two workers                            1.8 times one worker (given two cores)
    isolation                              at most 25 % over the same scenes forked without a sandbox

The command line gets what the worker gets: formulas of an earlier run where the worker has them, none where it
has none. Beside it stands the limit: the same scenes, rendered one after the other in one process with manim loaded,
no fork, no sandbox, nothing recorded.

    .venv/bin/python benchmarks/rendering.py [EVERY]     # every third example unless told otherwise
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from manimill import DatasetRegistry
from manimill.engine import LocalEngine
from manimill.progress import Silent
from manimill.render import RenderJob, RenderSettings, render_each
from manimill.workspace import Cache

WARM_LIMIT = 10.0
COLD_LIMIT = 8.0
TWO_WORKERS_LIMIT = 1.8
ISOLATION_LIMIT = 1.25
ROUNDS = 3

IN_PROCESS = """
import json, sys, time
import manim
manim.config.update({"quality": "low_quality", "dry_run": True, "disable_caching": True,
                     "progress_bar": "none", "verbosity": "CRITICAL"})
scenes = json.load(open(sys.argv[1]))
start = time.perf_counter()
for code, name in scenes:
    module = {"__name__": "scene"}
    exec(compile(code, "scene.py", "exec"), module)
    module[name]().render()
print(time.perf_counter() - start)
"""


def examples(every: int) -> list[RenderJob]:
    """Documentation examples that render; one that fails early would flatter whoever runs it."""
    samples = sorted(DatasetRegistry.from_catalog().extract_all(["manim_ce_docs"]), key=lambda s: s.id)
    jobs = [RenderJob(s.code, s.scene) for s in samples[::every]]
    verdicts = render(jobs, RenderSettings(), 1, tempfile.mkdtemp())
    return [job for job, ok in zip(jobs, verdicts, strict=True) if ok]


def render(jobs: Sequence[RenderJob], settings: RenderSettings, workers: int, cache: str) -> list[bool]:
    os.environ["XDG_CACHE_HOME"] = cache
    with Cache(Path(cache) / "render.sqlite") as store:
        found = dict(render_each(jobs, settings, LocalEngine(workers), store, Silent()))
    return [found[index].ok for index in range(len(jobs))]


def timed(jobs: Sequence[RenderJob], settings: RenderSettings, workers: int, cache: str) -> float:
    start = time.perf_counter()
    assert all(render(jobs, settings, workers, cache))
    return time.perf_counter() - start


def command_line(jobs: Sequence[RenderJob], folder: Path) -> float:
    """Seconds for one `manim render` process a scene, with the media folder of an earlier call if there is one."""
    files = []
    for number, job in enumerate(jobs):
        files.append(folder / f"s{number:03}.py")
        files[-1].write_text(job.code, encoding="utf-8")
    options = [
        "-ql",
        "--disable_caching",
        "--progress_bar",
        "none",
        "-v",
        "ERROR",
        "--media_dir",
        str(folder / "media"),
    ]
    start = time.perf_counter()
    for file, job in zip(files, jobs, strict=True):
        command = [sys.executable, "-m", "manim", "render", *options, str(file), str(job.scene)]
        subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def in_process(jobs: Sequence[RenderJob], folder: Path) -> float:
    import json

    (folder / "scenes.json").write_text(json.dumps([(job.code, job.scene) for job in jobs]))
    command = [sys.executable, "-c", IN_PROCESS, "scenes.json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder)
    return float(done.stdout.split()[-1])


def measure(jobs: Sequence[RenderJob]) -> tuple[dict[str, float], list[dict[str, float]]]:
    """Seconds of what is measured once, and of each round of what is measured in several."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        taken = {"command line, cold": command_line(jobs, folder)}
        taken["command line, warm"] = command_line(jobs, folder)
        cache = str(folder / "cache")
        Path(cache).mkdir()
        taken["one worker, cold"] = timed(jobs, RenderSettings(timeout=60), 1, cache)
        in_process(jobs, folder)
        rounds = [
            # Another limit is another cache key, so scenes run again with formulas at hand.
            {
                "one worker, warm": timed(jobs, RenderSettings(timeout=61 + n), 1, cache),
                "two workers, warm": timed(jobs, RenderSettings(timeout=71 + n), 2, cache),
                "one worker, no sandbox, warm": timed(
                    jobs, RenderSettings(timeout=61 + n, sandbox="none"), 1, cache
                ),
                "in one process, warm": in_process(jobs, folder),
            }
            for n in range(ROUNDS)
        ]
    return taken, rounds


def main(arguments: Sequence[str]) -> int:
    jobs = examples(int(arguments[0]) if arguments else 3)
    taken, rounds = measure(jobs)
    taken |= {what: median(times[what] for times in rounds) for what in rounds[0]}
    for what, seconds in taken.items():
        print(f"{what:32} {seconds:7.2f} s  {len(jobs) / seconds:6.2f} scenes/s")
    held = [
        _holds(
            "warm, against the command line",
            taken["command line, warm"] / taken["one worker, warm"],
            WARM_LIMIT,
        ),
        _holds(
            "cold, against the command line",
            taken["command line, cold"] / taken["one worker, cold"],
            COLD_LIMIT,
        ),
        _holds(
            "two workers against one",
            _between(rounds, "one worker, warm", "two workers, warm"),
            TWO_WORKERS_LIMIT if len(os.sched_getaffinity(0)) > 1 else 0.0,
        ),
        _holds(
            "no sandbox against sandbox",
            _between(rounds, "one worker, no sandbox, warm", "one worker, warm"),
            1 / ISOLATION_LIMIT,
        ),
    ]
    return int(not all(held))


def _between(rounds: Sequence[dict[str, float]], one: str, other: str) -> float:
    """How many times as long the one takes, within a round: a machine's speed may change from one to the next."""
    return median(times[one] / times[other] for times in rounds)


def _holds(what: str, ratio: float, limit: float) -> bool:
    print(f"{what}: {ratio:.2f} times (at least {limit:.2f})")
    return ratio >= limit


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""``kill -9`` of the main process, again and again: nothing that had finished is rendered twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

KILLS = 20
SCENES = 60

SCENE = """from manim import *


class Number{n}(Scene):
    def construct(self):
        self.add(Integer({n}), MathTex("x_{{{n}}}"))
        self.play(Create(Circle()), run_time={seconds})
"""

Said = dict[str, Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "scenes"
    folder.mkdir()
    for n in range(SCENES):
        text = "1/0\n" if n % 9 == 5 else SCENE.format(n=n, seconds=0.2 + n % 3)
        (folder / f"scene{n:02}.py").write_text(
            f"from manim import *\nclass Number{n}(Scene):\n    {text}" if n % 9 == 5 else text
        )
    return folder


def _run(folder: Path, cache: Path, until: int | None) -> tuple[dict[str, Said], int]:
    """The verdicts by file of one run, which is killed once it has said ``until`` of them; its exit status."""
    command = [sys.executable, "-m", "manimill", "verify", str(folder), "--json", "--jobs", "2"]
    env = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    said: dict[str, Said] = {}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env) as process:
        assert process.stdout is not None
        for line in process.stdout:
            verdict = json.loads(line)
            said[verdict["file"]] = verdict
            if len(said) == until:
                process.send_signal(signal.SIGKILL)
                break
        process.stdout.close()
        status = process.wait()
    return said, status


def test_killed_twenty_times_it_ends_with_the_same_verdicts_and_renders_nothing_twice(
    folder: Path, tmp_path: Path
) -> None:
    rng = random.Random(20)
    known: dict[str, Said] = {}
    for _ in range(KILLS):
        until = min(len(known) + rng.randint(1, 3), SCENES - 1)
        said, status = _run(folder, tmp_path / "cache", until)
        assert status == -signal.SIGKILL
        known.update(said)
    last, status = _run(folder, tmp_path / "cache", None)
    assert (status, len(last)) == (1, SCENES)
    # Two renders of one scene never take equally long: what has the same time is the same render.
    repeated = [file for file, verdict in known.items() if last[file] != verdict]
    assert repeated == []
    undisturbed, _ = _run(folder, tmp_path / "other", None)
    measured = ("seconds", "cpu_seconds")
    assert {f: {k: v for k, v in said.items() if k not in measured} for f, said in last.items()} == {
        f: {k: v for k, v in said.items() if k not in measured} for f, said in undisturbed.items()
    }

"""Runs scenes with a storyboard and pictures, each in a forked process of one interpreter that has manim.

No sandbox and no worker: what is tested is what gets recorded.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HEAD = "from manim import *\n"


def record(scenes: Mapping[str, str], times: int = 1) -> dict[str, list[dict[str, Any]]]:
    """By name, what ``times`` runs of each scene's code tell: ``storyboard``, ``layout`` and ``error``.

    The first class of the code whose name starts with ``Test`` is rendered; line 1 is the import of manim.
    """
    from manimill import render

    package = Path(render.__file__).parent
    done = subprocess.run(
        [sys.executable, "-W", "ignore", __file__],
        input=json.dumps([[name, HEAD + code] for name, code in scenes.items() for _ in range(times)]),
        env={**os.environ, "PYTHONPATH": str(package)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, list[dict[str, Any]]] = {}
    for name, answer in json.loads(done.stdout):
        told.setdefault(name, []).append(answer)
    return told


def _serve() -> None:
    import manim
    from _zygote.storyboard import Storyboard  # type: ignore[import-not-found]

    manim.config.quality = "low_quality"
    for option, value in {"dry_run": True, "disable_caching": True, "progress_bar": "none"}.items():
        setattr(manim.config, option, value)
    manim.config.verbosity = "CRITICAL"
    manim.config.seed = 0
    Storyboard.prepare()
    answers = [(name, _in_a_fork(code)) for name, code in json.load(sys.stdin)]
    print(json.dumps(answers))


def _in_a_fork(code: str) -> Any:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.dup2(2, 1)
        try:
            answer = _render(code)
        except BaseException as error:
            answer = {"broken": repr(error)}
        with os.fdopen(writing, "w") as file:
            json.dump(answer, file)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as file:
        answer = json.load(file)
    os.waitpid(child, 0)
    return answer


def _render(code: str) -> dict[str, Any]:
    from _zygote.storyboard import Storyboard

    storyboard = Storyboard()
    storyboard.attach("scene.py")
    namespace: dict[str, Any] = {"__name__": "scene"}
    error = None
    try:
        exec(compile(code, "scene.py", "exec"), namespace)
        scene = next(value for name, value in namespace.items() if name.startswith("Test"))
        scene().render()
    except Exception as raised:
        error = repr(raised)
    return {"storyboard": storyboard.to_json(), "layout": storyboard.layout.to_json(), "error": error}


if __name__ == "__main__":
    _serve()
